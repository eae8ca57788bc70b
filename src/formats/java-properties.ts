import { LimitError, limits } from '../model/index.ts';

const escapes: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['f', '\f'],
]);

/**
 * Keys and values of a `.properties` text, by the rules of `java.util.Properties.load`: comments,
 * lines continued with a backslash, `=`, `:` or blanks between key and value, escapes. Of a key
 * given twice the last counts. @throws {LimitError} `config_bytes`.
 */
export function parseProperties(text: string, what: string): ReadonlyMap<string, string> {
  if (text.length > limits.config_bytes.value)
    throw new LimitError('config_bytes', what, text.length);
  const found = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const [, key = '', value = ''] =
      /^((?:\\[^]|[^\\=:\s])*)\s*(?:[=:]\s*)?([^]*)$/.exec(line) ?? [];
    if (key !== '') found.set(unescape(key), unescape(value));
  }
  return found;
}

/** Lines without comments and leading blanks; one that ends in an odd number of backslashes goes on in the next. */
function* logicalLines(text: string): Generator<string> {
  let pieces: string[] = [];
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.trimStart();
    if (pieces.length === 0 && (line === '' || line[0] === '#' || line[0] === '!')) continue;
    let backslashes = 0;
    while (line[line.length - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 1) pieces.push(line.slice(0, -1));
    else {
      yield pieces.join('') + line;
      pieces = [];
    }
  }
  if (pieces.length > 0) yield pieces.join('');
}

function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([^]?))/g, (_whole, code?: string, plain = '') =>
    code === undefined
      ? (escapes.get(String(plain)) ?? String(plain))
      : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
