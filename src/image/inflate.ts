import type { Transform } from 'node:stream';
import {
  constants,
  crc32,
  createGunzip,
  createInflateRaw,
  createZstdDecompress,
  deflateRawSync,
  type Zlib,
  zstdCompressSync,
} from 'node:zlib';
import { chosenAccelerator } from '../io/accelerator.ts';
import { loadIsal } from '../io/isal.ts';
import type { ImageError } from './errors.ts';
import { GzipInflater } from './gzip-inflater.ts';
import { countNonZero, damaged, truncated } from './inflater.ts';
import type { Inflater, PlainSink, RawInflater } from './inflater.ts';
import { IsalInflater } from './isal-inflater.ts';
import { isZstdMagic, ZstdFrames } from './zstd-frame.ts';

/** How bytes are packed. */
export type Compression = 'gzip' | 'zstd' | 'none';

/** The way of unpacking: `public` uses documented streams only, `isal` a library of the system for gzip. */
export type InflateWay = 'isal' | 'handle' | 'public';

/** Recognises the packing by its first bytes; media types lie. Needs 4 bytes, or all there are. */
export function compressionOf(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head.length < 4) return 'none';
  const magic = new DataView(head.buffer, head.byteOffset, 4).getUint32(0, true);
  return isZstdMagic(magic) ? 'zstd' : 'none';
}

/** Unpacks into `sink` by the fastest way that works here and is wanted. */
export function openInflater(
  compression: Compression,
  sink: PlainSink,
  way?: InflateWay,
): Inflater {
  if (compression === 'none') return new PlainInflater(sink);
  if (compression === 'gzip') return openGzip(sink, way);
  const slow = (way ?? fastestWay()) === 'public';
  return new ZstdInflater(slow ? new PublicInflater('zstd', sink) : new SyncZstd(sink));
}

function openGzip(sink: PlainSink, way: InflateWay | undefined): Inflater {
  if (way === 'isal' || (way === undefined && chosenAccelerator() === 'isal')) {
    const isal = loadIsal();
    if (isal.ready) return new GzipInflater((to) => new IsalInflater(isal, to), sink);
  }
  return (way ?? fastestWay()) === 'public'
    ? new PublicInflater('gzip', sink)
    : new GzipInflater((to) => new ZlibInflater(to), sink);
}

class PlainInflater implements Inflater {
  readonly trailing = 0;
  readonly #sink: PlainSink;

  constructor(sink: PlainSink) {
    this.#sink = sink;
  }

  write(chunk: Buffer): void {
    this.#sink(chunk, chunk.length);
  }

  finish(): void {}

  close(): void {}
}

/**
 * The part of Node's native zlib binding that is used here. It is private: nothing outside this
 * module touches it, `fastestWay` tries it before it is trusted, and the public streams stand by.
 */
interface NativeHandle {
  writeSync(
    flush: number,
    input: Uint8Array,
    inputAt: number,
    inputLength: number,
    output: Uint8Array,
    outputAt: number,
    outputLength: number,
  ): void;
  reset(): void;
  close(): void;
  onerror: (message: string, errno: number, code: string) => void;
}

interface NativeStream {
  readonly _handle: NativeHandle;
  /** Bytes of output, then of input, that the last call left unused. */
  readonly _writeState: Uint32Array;
}

const outputSize = 256 * 1024;
const nothing: Buffer = Buffer.alloc(0);

/** One native stream driven synchronously into one reused buffer. */
class SyncStream {
  readonly #handle: NativeHandle;
  readonly #state: Uint32Array;
  readonly #output: Buffer = Buffer.allocUnsafeSlow(outputSize);
  readonly #sink: PlainSink;
  #failure: string | undefined;

  constructor(stream: Transform, sink: PlainSink) {
    const native = stream as unknown as NativeStream;
    this.#handle = native._handle;
    this.#state = native._writeState;
    this.#handle.onerror = (message) => {
      this.#failure = message;
    };
    this.#sink = sink;
  }

  /**
   * Unpacks `input` from `at`. Returns where it stopped: before the end of the input only when the
   * packed data ended there.
   */
  run(flush: number, input: Buffer, at: number): number {
    let from = at;
    for (;;) {
      const length = input.length - from;
      this.#handle.writeSync(flush, input, from, length, this.#output, 0, outputSize);
      if (this.#failure !== undefined) throw damaged(this.#failure);
      const unused = this.#state[0] ?? 0;
      const left = this.#state[1] ?? 0;
      const produced = outputSize - unused;
      from += length - left;
      if (produced > 0) this.#sink(this.#output, produced);
      if (unused === 0) continue;
      if (left === 0 || left === length) return from;
    }
  }

  reset(): void {
    this.#handle.reset();
  }

  close(): void {
    this.#handle.close();
  }
}

/** zstd (RFC 8878): gives the bytes of frames to a decompressor, and tells an early end and what follows the end. */
class ZstdInflater implements Inflater {
  readonly #inner: Inflater;
  readonly #frames = new ZstdFrames();
  /** The start of a magic number at the end of the chunk before. */
  #rest: Buffer = nothing;

  constructor(inner: Inflater) {
    this.#inner = inner;
  }

  get trailing(): number {
    return this.#frames.trailing + countNonZero(this.#rest, 0);
  }

  write(chunk: Buffer): void | Promise<void> {
    const input = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = nothing;
    const used = this.#frames.take(input);
    if (!this.#frames.ended && used < input.length) this.#rest = Buffer.from(input.subarray(used));
    if (used > 0) return this.#inner.write(used === input.length ? input : input.subarray(0, used));
  }

  finish(): void | Promise<void> {
    if (!this.#frames.whole) throw truncated();
    return this.#inner.finish();
  }

  close(): void {
    this.#inner.close();
  }
}

/** The native zlib stream. */
class ZlibInflater implements RawInflater {
  checksum = 0;
  readonly #stream: SyncStream;

  constructor(sink: PlainSink) {
    this.#stream = new SyncStream(createInflateRaw(), (plain, length) => {
      const made = length === plain.length ? plain : plain.subarray(0, length);
      this.checksum = crc32(made, this.checksum);
      sink(plain, length);
    });
  }

  run(input: Buffer, at: number): number {
    return this.#stream.run(constants.Z_NO_FLUSH, input, at);
  }

  reset(): void {
    this.#stream.reset();
    this.checksum = 0;
  }

  close(): void {
    this.#stream.close();
  }
}

/** The native zstd stream. */
class SyncZstd implements Inflater {
  readonly trailing = 0;
  readonly #stream: SyncStream;

  constructor(sink: PlainSink) {
    this.#stream = new SyncStream(createZstdDecompress(), sink);
  }

  write(chunk: Buffer): void {
    const end = this.#stream.run(constants.ZSTD_e_continue, chunk, 0);
    if (end < chunk.length) throw damaged('a frame ends before its last block');
  }

  finish(): void {}

  close(): void {
    this.#stream.close();
  }
}

/** The documented streams, in chunks of 1 MiB: slower by a third, and there if the native stream changes. */
class PublicInflater implements Inflater {
  readonly trailing = 0;
  readonly #compression: 'gzip' | 'zstd';
  readonly #stream: Transform & Zlib;
  #given = 0;
  #failure: unknown;

  constructor(compression: 'gzip' | 'zstd', sink: PlainSink) {
    const options = { chunkSize: 1024 * 1024 };
    this.#compression = compression;
    this.#stream = compression === 'gzip' ? createGunzip(options) : createZstdDecompress(options);
    this.#stream.on('error', (error) => (this.#failure ??= this.#told(error)));
    this.#stream.on('data', (plain: Buffer) => {
      try {
        if (this.#failure === undefined) sink(plain, plain.length);
      } catch (error) {
        this.#failure = error;
      }
    });
  }

  #told(error: Error): ImageError {
    const early = 'code' in error && error.code === 'Z_BUF_ERROR';
    return early ? truncated() : damaged(error.message);
  }

  async write(chunk: Buffer): Promise<void> {
    // The chunk is only lent, and the stream may keep it.
    const copy = Buffer.from(chunk);
    this.#given += copy.length;
    await new Promise<void>((resolve) => {
      this.#stream.once('close', resolve);
      this.#stream.write(copy, () => {
        this.#stream.off('close', resolve);
        resolve();
      });
    });
    if (this.#failure !== undefined) throw this.#failure;
  }

  async finish(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#stream.once('close', resolve);
      this.#stream.once('end', resolve);
      this.#stream.end();
    });
    if (this.#failure !== undefined) throw this.#failure;
    // Node 24 stops after the first of several frames without a word.
    if (this.#compression === 'zstd' && this.#stream.bytesWritten !== this.#given) {
      throw damaged('this Node does not read on after its first frame');
    }
  }

  close(): void {
    this.#stream.destroy();
  }
}

let known: InflateWay | undefined;

/** Tries the native streams once for each thread: a Node that changed them gets the public ones. */
export function fastestWay(): InflateWay {
  known ??= handleWorks() ? 'handle' : 'public';
  return known;
}

function handleWorks(): boolean {
  // More than one output buffer, so that going on with the same input is tried too.
  const sample = Buffer.alloc(outputSize + 5000, 'plimsoll ');
  try {
    return (
      sample.equals(
        runOnce(createInflateRaw(), constants.Z_NO_FLUSH, deflateRawSync(sample, { level: 1 })),
      ) &&
      sample.equals(
        runOnce(createZstdDecompress(), constants.ZSTD_e_continue, zstdCompressSync(sample)),
      )
    );
  } catch {
    return false;
  }
}

function runOnce(stream: Transform, flush: number, packed: Buffer): Buffer {
  const parts: Buffer[] = [];
  const sync = new SyncStream(stream, (plain, length) => {
    parts.push(Buffer.from(plain.subarray(0, length)));
  });
  const half = packed.length >> 1;
  sync.run(flush, packed.subarray(0, half), 0);
  sync.run(flush, packed.subarray(half), 0);
  sync.close();
  return Buffer.concat(parts);
}
