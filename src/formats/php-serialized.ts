import { LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';

/** A value that PHP's `serialize` wrote; arrays keep their keys as texts. */
export type PhpValue = string | number | boolean | null | PhpArray;

/** An array of PHP, whose keys a stranger chose. */
export type PhpArray = ReadonlyMap<string, PhpValue>;

const utf8 = new TextDecoder('utf-8');
const semicolon = 0x3b;
const colon = 0x3a;
const quote = 0x22;

/**
 * Reads the text of PHP's `serialize`: null, booleans, numbers, texts and arrays. Objects and
 * references are refused: nothing that we read has them, and they are how PHP programs are attacked.
 * @throws {FormatError} PHP_SERIALIZED_INVALID. @throws {LimitError} `json_depth`, `text_bytes`.
 */
export function parsePhpSerialized(bytes: Uint8Array, what: string): PhpValue {
  if (bytes.length > limits.text_bytes.value)
    throw new LimitError('text_bytes', what, bytes.length);
  return new Reader(bytes, what).value(0);
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #what: string;
  #at = 0;

  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes;
    this.#what = what;
  }

  value(depth: number): PhpValue {
    if (depth > limits.json_depth.value) throw new LimitError('json_depth', this.#what, depth);
    const kind = String.fromCharCode(this.#bytes[this.#at] ?? 0);
    if (kind === 'N') {
      this.#at += 1;
      this.#expect(semicolon);
      return null;
    }
    this.#at += 1;
    this.#expect(colon);
    switch (kind) {
      case 'b':
        return this.#until(semicolon) === '1';
      case 'i':
      case 'd':
        return this.#number(semicolon);
      case 's':
        return this.#text();
      case 'a':
        return this.#array(depth);
      default:
        throw this.#invalid(`the type "${kind}"`);
    }
  }

  #array(depth: number): PhpArray {
    const count = this.#length();
    this.#expect(0x7b);
    const entries = new Map<string, PhpValue>();
    // Every element takes bytes, so a false count ends at the end of the file.
    for (let index = 0; index < count; index += 1) {
      const key = this.value(depth + 1);
      if (typeof key !== 'string' && typeof key !== 'number')
        throw this.#invalid('an array key that is neither text nor number');
      entries.set(String(key), this.value(depth + 1));
    }
    this.#expect(0x7d);
    return entries;
  }

  /** Lengths count bytes, not characters. */
  #text(): string {
    const length = this.#length();
    this.#expect(quote);
    const end = this.#at + length;
    if (end > this.#bytes.length) throw this.#invalid('a text that is cut short');
    const text = utf8.decode(this.#bytes.subarray(this.#at, end));
    this.#at = end;
    this.#expect(quote);
    this.#expect(semicolon);
    return text;
  }

  #length(): number {
    const length = this.#number(colon);
    if (!Number.isSafeInteger(length) || length < 0) throw this.#invalid('a wrong length');
    return length;
  }

  #number(end: number): number {
    const text = this.#until(end);
    const value = Number(text);
    if (text === '' || Number.isNaN(value)) throw this.#invalid('a wrong number');
    return value;
  }

  /** The short text before a mark; numbers take fewer than 40 characters. */
  #until(mark: number): string {
    const start = this.#at;
    while (this.#at < this.#bytes.length && this.#at - start < 40 && this.#bytes[this.#at] !== mark)
      this.#at += 1;
    const text = utf8.decode(this.#bytes.subarray(start, this.#at));
    this.#expect(mark);
    return text;
  }

  #expect(byte: number): void {
    if (this.#bytes[this.#at] !== byte)
      throw this.#invalid(`no "${String.fromCharCode(byte)}" where one was due`);
    this.#at += 1;
  }

  #invalid(found: string): FormatError {
    const text = `Cannot read ${this.#what} at byte ${this.#at}: found ${found}, expected what PHP's serialize writes`;
    return new FormatError('PHP_SERIALIZED_INVALID', text);
  }
}
