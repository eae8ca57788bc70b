/** A function as advisories name it: its package's import path, and `Function` or `Type.Method`. */
export interface GoSymbol {
  readonly path: string;
  readonly symbol: string;
}

const closure = /^(?:func|gowrap|deferwrap|init)?[0-9]+(?:-|$)/;

/** Longer names exist only with generated types in them. */
const longestName = 2000;

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
 * Functions of a table of names for keeping, by import path: four characters for each, the first 24
 * bits of a hash, sorted. Names are as the linker writes them: `example.com/a/b.(*T[...]).M.func1`;
 * closures count as the function they stand in. A tenth of the names' size; two names of equal hash
 * make a function seem present that is not, never the other way round. The same as `goSymbol` tells
 * of each, without a text for every name: large programs have a hundred thousand.
 */
export function codesOfGoNames(names: Uint8Array): ReadonlyMap<string, string> {
  const reading: Reading = { names, found: new Map(), last: undefined, end: 0, hash: none };
  for (let start = 0; start < names.length; start = reading.end + 1) takeName(reading, start);
  return new Map(
    [...reading.found].map(([path, { codes }]) => [path, textOfRanks(codes.sorted())]),
  );
}

/**
 * Takes the name at `start`. A function of its own, because V8 compiles what is called often once and
 * well, but a loop that runs long again and again, each time with all that is called in it.
 */
function takeName(reading: Reading, start: number): void {
  const { names, last } = reading;
  // Functions of one package follow one another, so that path and codes are mostly those of before.
  if (
    last !== undefined &&
    startsWith(names, start, last.opening) &&
    readRest(names, start + last.opening.length, reading)
  ) {
    if (reading.hash !== none) last.codes.add(rankOf(reading.hash));
  } else takeOther(reading, start);
}

/** Takes a name as a text. */
function takeOther(reading: Reading, start: number): void {
  const { names, found } = reading;
  const zero = names.indexOf(0, start);
  const end = zero === -1 ? names.length : zero;
  reading.end = end;
  if (end - start >= longestName || isMade(names, start)) return;
  const name = latin1(names.subarray(start, end));
  const symbol = goSymbol(name);
  if (symbol === undefined) return;
  const { path } = symbol;
  let known = found.get(path);
  if (known === undefined) {
    known = { opening: Buffer.from(`${path}.`, 'latin1'), codes: new NumberSet() };
    found.set(path, known);
  }
  known.codes.add(rankOf(hashOf(symbol.symbol)));
  // A path that is written differently (`%2e`, type arguments) opens no other name.
  reading.last = name.startsWith(`${path}.`) ? known : undefined;
}

/** A table of names that is being read: what was found, and the package of the name before. */
interface Reading extends Read {
  readonly names: Uint8Array;
  readonly found: Map<string, PackageCodes>;
  last: PackageCodes | undefined;
}

/** Codes of the functions of one package, and the bytes with which their names begin. */
interface PackageCodes {
  readonly opening: Uint8Array;
  readonly codes: NumberSet;
}

/** Whether a name begins as `made` tells, by its bytes. */
function isMade(names: Uint8Array, at: number): boolean {
  if (startsWith(names, at, goWord)) return true;
  if (!startsWith(names, at, typeWord)) return false;
  const next = names[at + typeWord.length];
  return next === 0x3a || next === 0x2e;
}

const goWord: Uint8Array = Buffer.from('go:');
const typeWord: Uint8Array = Buffer.from('type');

/** What was read of a name: where it ends, and the hash of the function it names. */
interface Read {
  end: number;
  hash: number;
}

/** No hash has so many bits. */
const none = -1;

function startsWith(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let index = 0; index < wanted.length; index += 1) {
    if (bytes[at + index] !== wanted[index]) return false;
  }
  return true;
}

/**
 * Reads the rest of a name behind its package as `symbolOf` does, without making texts. False for
 * what has to be read as a text: type arguments, a slash, or a receiver's end without its beginning.
 */
function readRest(names: Uint8Array, from: number, read: Read): boolean {
  let hash = offsetBasis;
  let length = 0;
  let receiver = false;
  let at = from;
  for (; at < names.length; at += 1) {
    const byte = names[at] ?? 0;
    if (byte === 0 || byte === 0x2e) break;
    if (byte === 0x2f || byte === 0x5b || (byte === 0x29 && !receiver)) return false;
    if (byte === 0x28 || byte === 0x2a) receiver = true;
    else if (byte !== 0x29) {
      hash = Math.imul(hash ^ byte, prime);
      length += 1;
    }
  }
  const dot = at;
  let second = 0;
  if (names[dot] === 0x2e) at += 1;
  for (; at < names.length; at += 1) {
    const byte = names[at] ?? 0;
    if (byte === 0) break;
    if (byte === 0x2f || byte === 0x5b || (byte >= 0x28 && byte <= 0x2a)) return false;
    if (byte === 0x2e && second === 0) second = at;
  }
  read.end = at;
  if (length === 0) read.hash = none;
  else if (dot === at) read.hash = folded(hash);
  else read.hash = withSecond(names, dot, second === 0 ? at : second, hash);
  return true;
}

/** Hash of a name of two parts, from that of the first; the other lies between its dot and `end`. */
function withSecond(names: Uint8Array, dot: number, end: number, before: number): number {
  if (dot + 1 === end || isClosure(names, dot + 1, end)) return folded(before);
  // A method that is used as a value.
  const bound = end - dot > 3 && startsWith(names, end - 3, boundMethod);
  const stop = bound ? end - boundMethod.length : end;
  let hash = before;
  for (let at = dot; at < stop; at += 1) hash = Math.imul(hash ^ (names[at] ?? 0), prime);
  return folded(hash);
}

const boundMethod: Uint8Array = Buffer.from('-fm');

/** What `closure` tells, by the bytes. No word goes on behind the end, where a dot or nothing stands. */
function isClosure(names: Uint8Array, start: number, end: number): boolean {
  let at = start;
  const first = names[at] ?? 0;
  if (first > 0x39) {
    const word = closureWords.get(first);
    if (word === undefined || !startsWith(names, at, word)) return false;
    at += word.length;
  }
  const digits = at;
  while (at < end && isDigit(names[at])) at += 1;
  return at > digits && (at === end || names[at] === 0x2d);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

const closureWords: ReadonlyMap<number, Uint8Array> = new Map(
  ['func', 'gowrap', 'deferwrap', 'init'].map((word) => [word.charCodeAt(0), Buffer.from(word)]),
);

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** Some numbers, each once when they are read. */
class NumberSet {
  #values: Uint32Array = new Uint32Array(16);
  #length = 0;

  add(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Uint32Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  sorted(): Uint32Array {
    const sorted = this.#values.subarray(0, this.#length).sort();
    let kept = 0;
    for (const value of sorted) {
      if (kept > 0 && sorted[kept - 1] === value) continue;
      sorted[kept] = value;
      kept += 1;
    }
    return sorted.subarray(0, kept);
  }
}

/** Digits of base64 in the order of their characters, so that ranks sort as texts do. */
const digits: Buffer = Buffer.from(
  '+/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  'latin1',
);
/** The rank of each value of six bits among those characters. */
const ranks: Uint8Array = Uint8Array.from({ length: 64 }, (_, value) =>
  value < 52 ? value + 12 : value < 62 ? value - 50 : value - 62,
);

/** 24 bits as four ranks. */
function rankOf(hash: number): number {
  const high = ((ranks[hash >>> 18] ?? 0) << 18) | ((ranks[(hash >>> 12) & 63] ?? 0) << 12);
  return high | ((ranks[(hash >>> 6) & 63] ?? 0) << 6) | (ranks[hash & 63] ?? 0);
}

function textOfRanks(values: Uint32Array): string {
  const text = Buffer.allocUnsafe(values.length * 4);
  let at = 0;
  for (const value of values) {
    text[at] = digits[value >>> 18] ?? 0;
    text[at + 1] = digits[(value >>> 12) & 63] ?? 0;
    text[at + 2] = digits[(value >>> 6) & 63] ?? 0;
    text[at + 3] = digits[value & 63] ?? 0;
    at += 4;
  }
  return text.toString('latin1');
}

/** Functions of one package for keeping: `path#` and their codes. */
export function packGoSymbols(path: string, symbols: Iterable<string>): string {
  const codes = new NumberSet();
  for (const symbol of symbols) codes.add(rankOf(hashOf(symbol)));
  return `${path}#${textOfRanks(codes.sorted())}`;
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

const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/** FNV-1a of the characters, from a hash of what came before them, folded to 24 bits. */
function hashOf(symbol: string, before: number = offsetBasis): number {
  let hash = before;
  for (let at = 0; at < symbol.length; at += 1) {
    hash = Math.imul(hash ^ symbol.charCodeAt(at), prime);
  }
  return folded(hash);
}

function folded(hash: number): number {
  return ((hash >>> 24) ^ hash) & 0xffffff;
}

/** A hash as it is kept: four characters of base64. */
function codeOf(symbol: string): string {
  return textOfRanks(Uint32Array.of(rankOf(hashOf(symbol))));
}

/** Packed functions of two programs together, by import path. */
export function joinGoSymbols(a: readonly string[], b: readonly string[]): readonly string[] {
  const joined = new Map(a.map((packed) => [packedPath(packed), packed]));
  for (const packed of b) {
    const path = packedPath(packed);
    const known = joined.get(path);
    joined.set(path, known === undefined ? packed : united(known, packed, path.length + 1));
  }
  return [...joined.values()].sort();
}

/** Both lists of codes, which are sorted, behind the path that they share. */
function united(a: string, b: string, from: number): string {
  if (a === b) return a;
  const parts: string[] = [];
  let run = 0;
  let left = from;
  let right = from;
  // Most codes stand in both lists: what is next to one another in the first is taken as one text.
  while (left < a.length && right < b.length) {
    const order = compareCodes(a, left, b, right);
    if (order <= 0) left += 4;
    if (order === 0) right += 4;
    if (order <= 0) continue;
    parts.push(a.slice(run, left));
    run = left;
    const start = right;
    while (right < b.length && compareCodes(b, right, a, left) < 0) right += 4;
    parts.push(b.slice(start, right));
  }
  parts.push(a.slice(run), b.slice(right));
  return parts.join('');
}

/** Order of the code at a place of one text and that at a place of another. */
function compareCodes(a: string, left: number, b: string, right: number): number {
  for (let at = 0; at < 4; at += 1) {
    const order = a.charCodeAt(left + at) - b.charCodeAt(right + at);
    if (order !== 0) return order;
  }
  return 0;
}
