import { errorText, LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const braceOpen = 0x7b;
const braceClose = 0x7d;
const bracketOpen = 0x5b;
const bracketClose = 0x5d;
const utf8 = new TextDecoder('utf-8');

/**
 * The JSON value in `bytes`. Nesting above `json_depth` is refused before V8 sees it, so that what
 * walks the value may recurse.
 * @throws {FormatError} JSON_INVALID. @throws {LimitError} `json_depth`.
 */
export function parseJsonBytes(bytes: Uint8Array, what: string): unknown {
  checkDepth(bytes, what);
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch (error) {
    throw new FormatError(
      'JSON_INVALID',
      {
        en: `Cannot read ${what}: ${errorText(error)}, wanted JSON`,
        'zh-CN': `无法读取 ${what}：它不是 JSON（${errorText(error)}）`,
      },
      {
        cause: error,
      },
    );
  }
}

/**
 * Members of a JSON object one at a time: a document of 70 MB costs the memory of its largest
 * member instead of several times its own size. Each value is parsed by itself.
 * @throws {FormatError} JSON_INVALID when the document is no object or is cut short.
 * @throws {LimitError} `json_depth`; `feed_record_bytes` for one member.
 */
export function* jsonMembers(bytes: Uint8Array, what: string): Generator<[string, unknown]> {
  for (const { key, value } of memberBytes(bytes, what)) yield [key, parsedPart(value, what)];
}

/**
 * Items of the array that is the member `name` of a JSON object, one at a time; no items when there
 * is no such member. Errors are those of `jsonMembers`, the limit is one item's.
 */
export function* jsonItems(bytes: Uint8Array, name: string, what: string): Generator<unknown> {
  for (const { key, value } of memberBytes(bytes, what)) {
    if (key !== name) continue;
    if (value[0] !== bracketOpen) throw invalid(what, `"${name}" is no list`);
    yield* itemsOf(value, what, `"${name}"`);
  }
}

/** Items of a document that is a JSON array, one at a time; errors and limit as those of `jsonItems`. */
export function* jsonList(bytes: Uint8Array, what: string): Generator<unknown> {
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const at = skipSpace(bytes, bom ? 3 : 0);
  if (bytes[at] !== bracketOpen) throw invalid(what, 'it does not start with "["');
  yield* itemsOf(bytes.subarray(at), what, 'the list');
}

function* itemsOf(list: Uint8Array, what: string, name: string): Generator<unknown> {
  let at = skipSpace(list, 1);
  while (list[at] !== bracketClose) {
    const end = endOfValue(list, at, what);
    yield parsedPart(list.subarray(at, end), what);
    at = skipSpace(list, end);
    if (list[at] === comma) at = skipSpace(list, at + 1);
    else if (list[at] !== bracketClose) throw invalid(what, `no "," or "]" in ${name}`);
  }
}

function parsedPart(bytes: Uint8Array, what: string): unknown {
  if (bytes.length > limits.feed_record_bytes.value)
    throw new LimitError('feed_record_bytes', what, bytes.length);
  return parseJsonBytes(bytes, what);
}

function* memberBytes(
  bytes: Uint8Array,
  what: string,
): Generator<{ readonly key: string; readonly value: Uint8Array }> {
  let at = skipSpace(bytes, bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
  if (bytes[at] !== braceOpen) throw invalid(what, 'it does not start with "{"');
  at = skipSpace(bytes, at + 1);
  while (bytes[at] !== braceClose) {
    if (bytes[at] !== quote) throw invalid(what, `no member name at byte ${at}`);
    const keyEnd = checkedStringEnd(bytes, at, what);
    const key = parseJsonBytes(bytes.subarray(at, keyEnd), what);
    at = skipSpace(bytes, keyEnd);
    if (bytes[at] !== colon) throw invalid(what, `no ":" at byte ${at}`);
    const valueAt = skipSpace(bytes, at + 1);
    const valueEnd = endOfValue(bytes, valueAt, what);
    yield { key: String(key), value: bytes.subarray(valueAt, valueEnd) };
    at = skipSpace(bytes, valueEnd);
    if (bytes[at] === comma) at = skipSpace(bytes, at + 1);
    else if (bytes[at] !== braceClose) throw invalid(what, `no "," or "}" at byte ${at}`);
  }
}

function endOfValue(bytes: Uint8Array, start: number, what: string): number {
  let depth = 0;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) at = checkedStringEnd(bytes, at, what) - 1;
    else if (byte === braceOpen || byte === bracketOpen) depth += 1;
    else if (byte === braceClose || byte === bracketClose) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (byte === comma && depth === 0) return at;
  }
  throw invalid(what, 'it is cut short');
}

/** Index after the closing quote of the string that starts at `start`. */
function checkedStringEnd(bytes: Uint8Array, start: number, what: string): number {
  let at = start + 1;
  for (;;) {
    const found = bytes.indexOf(quote, at);
    if (found === -1) throw invalid(what, 'it is cut short inside a text');
    let slashes = 0;
    while (found - 1 - slashes >= at && bytes[found - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 0) return found + 1;
    at = found + 1;
  }
}

/** Index of the next byte that is no white space of JSON. */
export function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09)
    at += 1;
  return at;
}

function checkDepth(bytes: Uint8Array, what: string): void {
  let depth = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) {
      at = stringEnd(bytes, at);
    } else if (byte === braceOpen || byte === bracketOpen) {
      depth += 1;
      if (depth > limits.json_depth.value) throw new LimitError('json_depth', what, depth);
    } else if (byte === braceClose || byte === bracketClose) depth -= 1;
  }
}

/** Index of the closing quote, or the last index when there is none (JSON.parse will say so). */
export function stringEnd(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}

function invalid(what: string, found: string): FormatError {
  return new FormatError('JSON_INVALID', `Cannot read ${what}: ${found}, expected JSON`);
}
