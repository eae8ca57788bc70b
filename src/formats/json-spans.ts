const quote = 0x22;
const backslash = 0x5c;
const lineFeed = 0x0a;
const utf8 = new TextDecoder('utf-8');

/** Lines of a value, from 1, both ends included. */
export interface LineSpan {
  readonly startLine: number;
  readonly endLine: number;
}

interface Open {
  readonly line: number;
  readonly object: boolean;
  /** Name of the member that holds it; undefined inside arrays and at the top. */
  readonly key: string | undefined;
}

/**
 * Calls `visit` for every object that is a member of an object, with the names that lead to it,
 * when its closing brace is reached. For texts that JSON.parse has accepted, depth included; it
 * reads no values, so it never disagrees with the parser about them.
 */
export function visitObjects(
  bytes: Uint8Array,
  visit: (names: readonly string[], span: LineSpan) => void,
): void {
  const open: Open[] = [];
  const names: string[] = [];
  let line = 1;
  let key: string | undefined;
  for (let at = 0; at < bytes.length; at += 1) {
    switch (bytes[at]) {
      case lineFeed:
        line += 1;
        break;
      case quote: {
        const end = stringEnd(bytes, at);
        const after = skipSpace(bytes, end + 1);
        if (bytes[after] === 0x3a) key = textOf(bytes, at, end);
        at = end;
        break;
      }
      case 0x7b:
      case 0x5b: {
        open.push({ line, object: bytes[at] === 0x7b, key });
        if (key !== undefined) names.push(key);
        key = undefined;
        break;
      }
      case 0x7d:
      case 0x5d: {
        const closed = open.pop();
        if (closed?.key !== undefined) {
          if (closed.object) visit(names, { startLine: closed.line, endLine: line });
          names.pop();
        }
        key = undefined;
        break;
      }
      case 0x2c:
        key = undefined;
        break;
      default:
    }
  }
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  const text = utf8.decode(bytes.subarray(start + 1, end));
  return text.includes('\\') ? String(JSON.parse(`"${text}"`)) : text;
}

/** Index of the closing quote. */
function stringEnd(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}

function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === 0x20 || bytes[at] === lineFeed || bytes[at] === 0x0d || bytes[at] === 0x09)
    at += 1;
  return at;
}
