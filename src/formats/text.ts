import { LimitError, limits } from '../model/index.ts';

const utf8 = new TextDecoder('utf-8');
const utf16 = { le: new TextDecoder('utf-16le'), be: new TextDecoder('utf-16be') };

/**
 * Text of a file that people or tools wrote: UTF-8, or UTF-16 when a byte-order mark says so (pip
 * accepts such requirements files, PowerShell writes them). Invalid sequences become U+FFFD.
 * @throws {LimitError} over `text_bytes`.
 */
export function decodeText(bytes: Uint8Array, what: string): string {
  if (bytes.length > limits.text_bytes.value)
    throw new LimitError('text_bytes', what, bytes.length);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16.le.decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16.be.decode(bytes);
  return utf8.decode(bytes);
}

/** One line of a text with its number, from 1, without its line break. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** Lines of a text one at a time, so that a large file is not doubled in memory. */
export function* lines(text: string): Generator<Line> {
  let start = 0;
  for (let number = 1; start < text.length; number += 1) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    const cut = end > start && text.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
    yield { number, text: text.slice(start, cut) };
    start = end + 1;
  }
}

/** Text of an address without its percent signs; as it is where they stand for nothing. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
