import { readGzipStart } from './gzip-frame.ts';
import { countNonZero, damaged, truncated } from './inflater.ts';
import type { Inflater, PlainSink, RawInflater } from './inflater.ts';

const nothing: Buffer = Buffer.alloc(0);

/**
 * gzip (RFC 1952), any number of members. The frame is read here and only the deflate data goes to
 * whatever unpacks it, so that data after the end is told from damage.
 */
export class GzipInflater implements Inflater {
  trailing = 0;
  readonly #raw: RawInflater;
  /** Bytes of an unfinished header or trailer, kept from the chunk before. */
  #rest: Buffer = nothing;
  #place: 'header' | 'data' | 'trailer' | 'after' = 'header';
  #members = 0;
  #size = 0;

  /** `open` makes what unpacks the data between the frames. */
  constructor(open: (sink: PlainSink) => RawInflater, sink: PlainSink) {
    this.#raw = open((plain, length) => {
      this.#size = (this.#size + length) >>> 0;
      sink(plain, length);
    });
  }

  write(chunk: Buffer): void {
    const input = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = nothing;
    let at = 0;
    while (at < input.length) {
      const next = this.#step(input, at);
      if (next === undefined) {
        this.#rest = Buffer.from(input.subarray(at));
        return;
      }
      at = next;
    }
  }

  /** Reads on from `at`; undefined when it needs more bytes to go on. */
  #step(input: Buffer, at: number): number | undefined {
    switch (this.#place) {
      case 'header':
        return this.#header(input, at);
      case 'data': {
        const end = this.#raw.run(input, at);
        if (end < input.length) this.#place = 'trailer';
        return end;
      }
      case 'trailer':
        return this.#trailer(input, at);
      default:
        this.trailing += countNonZero(input, at);
        return input.length;
    }
  }

  #header(input: Buffer, at: number): number | undefined {
    const start = readGzipStart(input, at);
    if (start.kind === 'more') return undefined;
    if (start.kind === 'header') {
      if (this.#members > 0) this.#raw.reset();
      this.#size = 0;
      this.#place = 'data';
      return at + start.length;
    }
    if (this.#members === 0) throw damaged('its first bytes are no gzip header');
    this.#place = 'after';
    return at;
  }

  #trailer(input: Buffer, at: number): number | undefined {
    if (input.length - at < 8) return undefined;
    if (input.readUInt32LE(at) !== this.#raw.checksum) throw damaged('its checksum is wrong');
    if (input.readUInt32LE(at + 4) !== this.#size) throw damaged('its length is wrong');
    this.#members += 1;
    this.#place = 'header';
    return at + 8;
  }

  finish(): void {
    if (this.#place === 'after') return;
    // Some bytes after the last member that could have become a header are data after the end.
    if (this.#place === 'header' && this.#members > 0) this.trailing += countNonZero(this.#rest, 0);
    else throw truncated();
  }

  close(): void {
    this.#raw.close();
  }
}
