import { ImageError } from './errors.ts';

/** Takes plain bytes; the buffer is only lent, until the call returns. */
export type PlainSink = (plain: Buffer, length: number) => void;

/** Unpacks a stream piece by piece. A returned promise must be awaited before the next call. */
export interface Inflater {
  /** Bytes after the end of the packed data that are not zero. */
  readonly trailing: number;
  /** @throws {ImageError} LAYER_COMPRESSION */
  write(chunk: Buffer): void | Promise<void>;
  /** @throws {ImageError} LAYER_TRUNCATED when the packed data has no end. */
  finish(): void | Promise<void>;
  close(): void;
}

/** Raw deflate data (RFC 1951), one stream after another. */
export interface RawInflater {
  /** CRC-32 of what was unpacked since the beginning or the last `reset`. */
  readonly checksum: number;
  /**
   * Unpacks `input` from `at`. Returns where it stopped: before the end of the input only when the
   * packed data ended there.
   * @throws {ImageError} LAYER_COMPRESSION
   */
  run(input: Buffer, at: number): number;
  reset(): void;
  close(): void;
}

/** Bytes from `from` on that are not zero: what follows packed data without being padding. */
export function countNonZero(bytes: Buffer, from: number): number {
  let count = 0;
  for (let index = from; index < bytes.length; index += 1) if (bytes[index] !== 0) count += 1;
  return count;
}

/** Packed data that no decompressor takes. */
export function damaged(found: string): ImageError {
  return new ImageError('LAYER_COMPRESSION', `Cannot decompress data: ${found}`);
}

/** Packed data without its end. */
export function truncated(): ImageError {
  return new ImageError(
    'LAYER_TRUNCATED',
    'Cannot decompress data to its end: it stops early, more was expected',
  );
}
