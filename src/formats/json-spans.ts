import { skipSpace, stringEnd } from './json-members.ts';

const quote = 0x22;
const lineFeed = 0x0a;
/** Names keep a leading U+FEFF: only at the start of a file is it a byte-order mark. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const nothing: ReadonlyMap<string, SpanTree> = new Map();

/** Lines of a value, from 1, both ends included. */
export interface LineSpan {
  readonly startLine: number;
  readonly endLine: number;
}

/** Lines of an object and of the objects that are its members. */
export interface SpanTree {
  readonly span: LineSpan;
  readonly members: ReadonlyMap<string, SpanTree>;
}

interface Open {
  readonly line: number;
  readonly object: boolean;
  /** Name of the member that holds it; undefined inside arrays and at the top. */
  readonly key: string | undefined;
  members: Map<string, SpanTree> | undefined;
  /** Elements before the current one, in an array. */
  passed: number;
}

/**
 * Where the objects of a JSON text stand, as deep as `depth` members. For texts that JSON.parse
 * has accepted, nesting included: it reads no values, so it never disagrees with the parser about
 * them. Of a name given twice the last counts, as for JSON.parse. Objects inside arrays are left
 * out, unless `arrays` asks for them: then an array is there too, and its members are its elements
 * by index.
 */
export function spanTree(bytes: Uint8Array, depth: number, arrays = false): SpanTree {
  const open: Open[] = [];
  let root: SpanTree = { span: { startLine: 1, endLine: 1 }, members: nothing };
  let line = 1;
  let key: string | undefined;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === lineFeed) line += 1;
    else if (byte === quote) {
      const end = stringEnd(bytes, at);
      const named = open.length <= depth && bytes[skipSpace(bytes, end + 1)] === 0x3a;
      if (named) key = textOf(bytes, at, end);
      // Line feeds between a name and its colon are met again.
      at = end;
    } else if (byte === 0x7b || byte === 0x5b) {
      const above = open.at(-1);
      const name = above === undefined || above.object || !arrays ? key : String(above.passed);
      open.push({ line, object: byte === 0x7b, key: name, members: undefined, passed: 0 });
      key = undefined;
    } else if (byte === 0x7d || byte === 0x5d) {
      const closed = open.pop();
      const above = open.at(-1);
      key = undefined;
      if (closed === undefined || open.length > depth) continue;
      if (!closed.object && !arrays) continue;
      const tree = {
        span: { startLine: closed.line, endLine: line },
        members: closed.members ?? nothing,
      };
      if (above === undefined) root = tree;
      else if (closed.key !== undefined) (above.members ??= new Map()).set(closed.key, tree);
    } else if (byte === 0x2c) {
      key = undefined;
      const above = open.at(-1);
      if (above !== undefined) above.passed += 1;
    }
  }
  return root;
}

/** Which containers are open around a byte: the key each one is the value of. */
interface Around {
  readonly object: boolean;
  readonly key: string | undefined;
}

function isAt(open: readonly Around[], path: readonly string[]): boolean {
  if (open.length !== path.length + 1 || open.at(-1)?.object !== false) return false;
  return path.every((name, at) => open[at]?.object === true && open[at + 1]?.key === name);
}

/**
 * Lines of the items of the array at `path` (`['pins']`, `[]` for the whole document), in order.
 * For texts that JSON.parse has accepted; of a name given twice the last counts, as there.
 */
export function itemSpans(bytes: Uint8Array, path: readonly string[]): readonly LineSpan[] {
  const open: Around[] = [];
  let spans: LineSpan[] = [];
  let item: { startLine: number; endLine: number } | undefined;
  let line = 1;
  let key: string | undefined;
  let inside = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === lineFeed) line += 1;
    if (byte === lineFeed || byte === 0x20 || byte === 0x0d || byte === 0x09) continue;
    const closes = byte === 0x7d || byte === 0x5d;
    if (inside && (byte === 0x2c || closes)) {
      if (item !== undefined) spans.push(item);
      item = undefined;
    } else if (inside) {
      item ??= { startLine: line, endLine: line };
      item.endLine = line;
    }
    if (byte === quote) {
      const end = stringEnd(bytes, at);
      const named = open.length <= path.length && bytes[skipSpace(bytes, end + 1)] === 0x3a;
      if (named) key = textOf(bytes, at, end);
      at = end;
    } else if (byte === 0x7b || byte === 0x5b) {
      open.push({ object: byte === 0x7b, key });
      key = undefined;
      inside = isAt(open, path);
      if (inside) [spans, item] = [[], undefined];
    } else if (closes) {
      open.pop();
      key = undefined;
      inside = isAt(open, path);
      if (inside && item !== undefined) item.endLine = line;
    } else if (byte === 0x2c) key = undefined;
  }
  return spans;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  const text = utf8.decode(bytes.subarray(start + 1, end));
  return text.includes('\\') ? String(JSON.parse(`"${text}"`)) : text;
}
