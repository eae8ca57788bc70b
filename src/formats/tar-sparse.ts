import { limits } from '../model/limits.ts';
import { FormatError } from './errors.ts';
import { readNumber } from './tar-header.ts';
import { decimal } from './tar-pax.ts';

/** Where the stored bytes of a sparse file belong: offsets and lengths by turns, ascending. */
export type SparseMap = readonly number[];

/** More pieces than this in one file are an attack: each costs 24 bytes in the archive. */
const mostNumbers = limits.pax_bytes.value / 8;

/** Reads `count` pairs of an old GNU header (at 386) or of one of its extension blocks (at 0) into `map`. */
export function readSparsePairs(block: Buffer, at: number, count: number, map: number[]): void {
  for (let index = 0; index < count; index += 1) {
    const pair = at + index * 24;
    // A pair that begins with NUL ends the list.
    if (block[pair] === 0) return;
    map.push(readNumber(block, pair, 12), readNumber(block, pair + 12, 12));
  }
  if (map.length > mostNumbers) throw badMap('too many pieces');
}

/**
 * Reads the map that format 1.0 keeps at the start of the body: decimal numbers, one a line, the
 * first the count of pairs, padded with NULs to a whole block. Returns undefined while bytes are missing.
 */
export function readBodyMap(body: Buffer): { map: number[]; blocks: number } | undefined {
  const map: number[] = [];
  let at = 0;
  let wanted: number | undefined;
  while (wanted === undefined || map.length < wanted) {
    const end = body.indexOf(0x0a, at);
    if (end < 0) {
      if (body.length - at > 32) throw badMap('a number without an end');
      return undefined;
    }
    const value = decimal(body.toString('latin1', at, end));
    if (!Number.isSafeInteger(value)) throw badMap('something that is not a number');
    if (wanted === undefined) wanted = value * 2;
    else map.push(value);
    if (wanted > mostNumbers) throw badMap('too many pieces');
    at = end + 1;
  }
  return { map, blocks: Math.ceil(at / 512) };
}

/**
 * Checks that pieces ascend, stay inside the file and hold exactly the bytes that are stored.
 * @throws {FormatError} TAR_SPARSE
 */
export function checkSparse(map: SparseMap, realSize: number, stored: number): void {
  if (map.length % 2 !== 0) throw badMap('an offset without a length');
  let end = 0;
  let sum = 0;
  for (let index = 0; index < map.length; index += 2) {
    const offset = map[index] ?? 0;
    const length = map[index + 1] ?? 0;
    if (offset < end) throw badMap('pieces that overlap or go backwards');
    end = offset + length;
    sum += length;
  }
  if (end > realSize || sum !== stored) {
    throw badMap(`pieces of ${sum} bytes up to ${end}, wanted ${stored} bytes up to ${realSize}`);
  }
}

function badMap(found: string): FormatError {
  return new FormatError('TAR_SPARSE', `Cannot read the map of a sparse file: found ${found}`);
}
