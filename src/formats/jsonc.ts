import { stringEnd } from './json-members.ts';

const space = 0x20;
const quote = 0x22;
const lineFeed = 0x0a;
const slash = 0x2f;
const star = 0x2a;
const comma = 0x2c;

/**
 * JSON with comments and trailing commas as plain JSON of the same length: what JSON does not know
 * becomes spaces, so that positions and lines stay. What is no JSON afterwards is the parser's to refuse.
 */
export function plainJson(bytes: Uint8Array): Uint8Array {
  const plain = Uint8Array.from(bytes);
  let lastComma = -1;
  for (let at = 0; at < plain.length; at += 1) {
    const byte = plain[at];
    if (byte === slash && (plain[at + 1] === slash || plain[at + 1] === star)) {
      at = blankComment(plain, at) - 1;
    } else if (byte === comma) {
      lastComma = at;
    } else if (byte === 0x7d || byte === 0x5d) {
      if (lastComma !== -1) plain[lastComma] = space;
      lastComma = -1;
    } else if (byte !== space && byte !== lineFeed && byte !== 0x0d && byte !== 0x09) {
      lastComma = -1;
      if (byte === quote) at = stringEnd(plain, at);
    }
  }
  return plain;
}

/** Index after the comment that starts at `start`; its characters are spaces then, its line feeds stay. */
function blankComment(bytes: Uint8Array, start: number): number {
  const end = bytes[start + 1] === star ? blockEnd(bytes, start + 2) : lineEnd(bytes, start + 2);
  for (let at = start; at < end; at += 1) if (bytes[at] !== lineFeed) bytes[at] = space;
  return end;
}

function lineEnd(bytes: Uint8Array, from: number): number {
  const found = bytes.indexOf(lineFeed, from);
  return found === -1 ? bytes.length : found;
}

/** Index after the `*` and `/` that close a block; one that is never closed reaches the end. */
function blockEnd(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(star, from);
  while (at !== -1 && bytes[at + 1] !== slash) at = bytes.indexOf(star, at + 1);
  return at === -1 ? bytes.length : at + 2;
}
