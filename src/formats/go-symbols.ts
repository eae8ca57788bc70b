/** A function as advisories name it: its package's import path, and `Function` or `Type.Method`. */
export interface GoSymbol {
  readonly path: string;
  readonly symbol: string;
}

const closure = /^(?:func|gowrap|deferwrap|init)?[0-9]+(?:-|$)/;

/**
 * Functions of a table of names by import path. Names are as the linker writes them:
 * `example.com/a/b.(*T[...]).M.func1`; closures count as the function they stand in.
 */
export function goSymbols(names: Uint8Array): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  // One text for the whole table: decoding each name apart costs more than all the rest.
  const text = Buffer.from(names.buffer, names.byteOffset, names.length).toString('latin1');
  // Functions of one package follow one another, so that path and set are mostly those of before.
  let before: { readonly start: string; readonly known: Set<string> } | undefined;
  const slashes = positions(text, '/');
  const brackets = positions(text, '[');
  for (let start = 0; start < text.length;) {
    const zero = text.indexOf('\0', start);
    const end = zero === -1 ? text.length : zero;
    const rest = start + (before?.start.length ?? 0);
    if (
      before !== undefined &&
      text.startsWith(before.start, start) &&
      slashes(rest) >= end &&
      brackets(start) >= end
    ) {
      const symbol = symbolOf(text.slice(rest, end));
      if (symbol !== '') before.known.add(symbol);
    } else if (end - start < longestName) {
      const name = text.slice(start, end);
      const symbol = goSymbol(name);
      if (symbol !== undefined) {
        const known = found.get(symbol.path) ?? new Set();
        found.set(symbol.path, known.add(symbol.symbol));
        const opening = `${symbol.path}.`;
        before = name.startsWith(opening) ? { start: opening, known } : undefined;
      }
    }
    start = end + 1;
  }
  return found;
}

/** Longer names exist only with generated types in them. */
const longestName = 2000;

/** Where a character next stands, asked for with places that only grow; the text's length where it does not. */
function positions(text: string, character: string): (from: number) => number {
  let at = -1;
  return (from) => {
    if (at < from) {
      at = text.indexOf(character, from);
      if (at === -1) at = text.length;
    }
    return at;
  };
}

/** What the compiler made; before Go 1.20 with dots where colons are now. `type` is no name of a package. */
const made = /^(?:type[:.]|go:)/;

/** One name of the linker taken apart; undefined for what the compiler made (`type:.eq.x`, `go:buildid`). */
export function goSymbol(name: string): GoSymbol | undefined {
  const text = name.includes('[') ? withoutTypes(name) : name;
  // The path ends at the first dot behind its last slash; receivers may hold further slashes never.
  const slash = text.lastIndexOf('/');
  const dot = text.indexOf('.', slash + 1);
  if (dot <= 0 || made.test(text)) return undefined;
  const path = text.slice(0, dot);
  const symbol = symbolOf(text.slice(dot + 1));
  if (symbol === '') return undefined;
  return { path: path.includes('%') ? unescaped(path) : path, symbol };
}

/** `Function` or `Type.Method` of what follows the path: `(*T).M.func1` is `T.M`; empty where nothing is named. */
function symbolOf(rest: string): string {
  const plain = rest.includes('(') || rest.includes('*') ? rest.replace(/[(*)]/g, '') : rest;
  const dot = plain.indexOf('.');
  if (dot === -1) return plain;
  const first = plain.slice(0, dot);
  const next = plain.indexOf('.', dot + 1);
  const second = plain.slice(dot + 1, next === -1 ? plain.length : next);
  return first === '' || second === '' || closure.test(second)
    ? first
    : `${first}.${second.endsWith('-fm') ? second.slice(0, -3) : second}`;
}

/** Leaves out type arguments, `[...]`, which may nest. */
function withoutTypes(name: string): string {
  let depth = 0;
  let text = '';
  for (const character of name) {
    if (character === '[') depth += 1;
    else if (character === ']') depth -= 1;
    else if (depth <= 0) text += character;
  }
  return text;
}

/** The linker writes dots of the last part of a path, and odd characters, as `%2e`. */
function unescaped(path: string): string {
  return path.replaceAll(/%([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/**
 * Functions of one package for keeping: `path#` and four characters for each, the first 24 bits of
 * a hash. A tenth of the names' size; two names of equal hash make a function seem present that is
 * not, never the other way round.
 */
export function packGoSymbols(path: string, symbols: Iterable<string>): string {
  const codes = new Set<string>();
  for (const symbol of symbols) codes.add(codeOf(symbol));
  return `${path}#${[...codes].sort().join('')}`;
}

/** The import path of packed functions. */
export function packedPath(packed: string): string {
  return packed.slice(0, packed.indexOf('#'));
}

/** Whether packed functions may hold one called `symbol` (`Function`, `Type.Method`). */
export function holdsGoSymbol(packed: string, symbol: string): boolean {
  const code = codeOf(symbol);
  const start = packed.indexOf('#') + 1;
  for (let at = packed.indexOf(code, start); at !== -1; at = packed.indexOf(code, at + 1)) {
    if ((at - start) % code.length === 0) return true;
  }
  return false;
}

/** FNV-1a of the characters, folded to 24 bits, in base64. */
function codeOf(symbol: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < symbol.length; at += 1) {
    hash = Math.imul(hash ^ symbol.charCodeAt(at), 0x01000193);
  }
  const folded = ((hash >>> 24) ^ hash) & 0xffffff;
  return Buffer.from([folded >>> 16, (folded >>> 8) & 0xff, folded & 0xff]).toString('base64');
}

/** Packed functions of two programs together, by import path. */
export function joinGoSymbols(a: readonly string[], b: readonly string[]): readonly string[] {
  const codes = new Map<string, Set<string>>();
  for (const packed of [...a, ...b]) {
    const path = packedPath(packed);
    const known = codes.get(path) ?? new Set<string>();
    codes.set(path, known);
    for (let at = path.length + 1; at < packed.length; at += 4) known.add(packed.slice(at, at + 4));
  }
  return [...codes].map(([path, known]) => `${path}#${[...known].sort().join('')}`).sort();
}
