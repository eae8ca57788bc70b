import { LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';
import { decodeText } from './text.ts';
import { parseXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

const magic = 'bplist00';
/** Keys of the dictionary at the top; application bundles have some dozens. */
const mostKeys = 65_536;

/**
 * The texts of the dictionary at the top of a property list, XML or binary; values of other kinds
 * are left out. https://opensource.apple.com/source/CF (CFBinaryPList.c) has the binary form.
 * @throws {FormatError} PLIST_INVALID, XML_INVALID.
 */
export function plistTexts(bytes: Uint8Array, what: string): ReadonlyMap<string, string> {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, magic.length));
  if (head.toString('latin1') === magic) return binaryTexts(bytes, what);
  const text = decodeText(bytes, what);
  if (!text.trimStart().startsWith('<')) throw invalid(what, 'neither XML nor the binary form');
  // The declaration that every property list has is Apple's own and declares nothing here.
  return xmlTexts(parseXml(text.replace(/<!DOCTYPE plist[^<>[\]]*>/, ''), what), what);
}

function xmlTexts(root: XmlElement, what: string): ReadonlyMap<string, string> {
  const [top] = root.children;
  if (root.name !== 'plist' || top?.name !== 'dict') throw invalid(what, 'no dictionary');
  const texts = new Map<string, string>();
  for (const [at, { name, text }] of top.children.entries()) {
    const value = top.children[at + 1];
    if (name === 'key' && value?.name === 'string') texts.set(text, value.text);
  }
  return texts;
}

function invalid(what: string, found: string): FormatError {
  return new FormatError(
    'PLIST_INVALID',
    `Cannot read ${what}: found ${found}, wanted a property list with a dictionary`,
  );
}

/** Objects lie anywhere; a table of their offsets and a trailer of 32 bytes lie at the end. */
function binaryTexts(bytes: Uint8Array, what: string): ReadonlyMap<string, string> {
  if (bytes.length < 40) throw invalid(what, 'a file that is cut short');
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const trailer = data.subarray(-32);
  const reader = new BinaryReader(data, what, {
    offsetSize: trailer.readUInt8(6),
    refSize: trailer.readUInt8(7),
    table: Number(trailer.readBigUInt64BE(24)),
  });
  return reader.dictionary(Number(trailer.readBigUInt64BE(16)));
}

interface Sizes {
  readonly offsetSize: number;
  readonly refSize: number;
  readonly table: number;
}

class BinaryReader {
  readonly #data: Buffer;
  readonly #what: string;
  readonly #sizes: Sizes;

  constructor(data: Buffer, what: string, sizes: Sizes) {
    this.#data = data;
    this.#what = what;
    this.#sizes = sizes;
  }

  dictionary(ref: number): ReadonlyMap<string, string> {
    const { at, kind, count } = this.#object(ref);
    if (kind !== 0xd) throw invalid(this.#what, 'no dictionary');
    if (count > mostKeys) throw new LimitError('packages', this.#what, count);
    const { refSize } = this.#sizes;
    const texts = new Map<string, string>();
    // Every text is read once for each key that leads to it: shared ones are bounded together.
    let left = limits.text_bytes.value;
    for (let index = 0; index < count; index += 1) {
      const key = this.#text(this.#number(at + index * refSize, refSize));
      const value = this.#text(this.#number(at + (count + index) * refSize, refSize));
      left -= (key?.length ?? 0) + (value?.length ?? 0);
      if (left < 0) throw new LimitError('text_bytes', this.#what);
      if (key !== undefined && value !== undefined) texts.set(key, value);
    }
    return texts;
  }

  /** An unsigned number; offsets and sizes come from the file, so every read is checked. */
  #number(at: number, size: number): number {
    if (size < 1 || size > 6 || !(at >= 0) || at + size > this.#data.length)
      throw invalid(this.#what, 'a place outside the file');
    return this.#data.readUIntBE(at, size);
  }

  /** Kind and length of an object, and where its content starts. */
  #object(ref: number): { at: number; kind: number; count: number } {
    const { offsetSize, table } = this.#sizes;
    const place = this.#number(table + ref * offsetSize, offsetSize);
    const marker = this.#number(place, 1);
    const kind = marker >> 4;
    const short = marker & 0xf;
    if (short !== 0xf) return { at: place + 1, kind, count: short };
    // Longer lengths are numbers of their own: 2^n bytes.
    const size = 2 ** (this.#number(place + 1, 1) & 0xf);
    return { at: place + 2 + size, kind, count: this.#number(place + 2, size) };
  }

  #text(ref: number): string | undefined {
    const { at, kind, count } = this.#object(ref);
    if (kind !== 0x5 && kind !== 0x6) return undefined;
    const end = at + count * (kind === 0x6 ? 2 : 1);
    if (end > this.#data.length) throw invalid(this.#what, 'a text that is cut short');
    const content = this.#data.subarray(at, end);
    return kind === 0x5 ? content.toString('latin1') : new TextDecoder('utf-16be').decode(content);
  }
}
