import { createHash, type Hash } from 'node:crypto';
import { parseDigest } from '../formats/digest.ts';
import { TarReader } from '../formats/tar.ts';
import { LimitError, limits } from '../model/index.ts';
import type { LayerRef } from './contract.ts';
import { ImageError } from './errors.ts';
import { compressionOf, openInflater } from './inflate.ts';
import type { Inflater } from './inflater.ts';
import { LayerCollector } from './layer-collector.ts';
import type { LayerFacts, LayerVisitor, WalkOptions } from './layer-facts.ts';

/** Packed bytes needed to recognise the packing. */
const magicLength = 4;
/** Below this the ratio of plain to packed bytes says nothing. */
const ratioFrom = 16 * 1024 * 1024;
const progressBytes = 256 * 1024;

/** A walk that is pushed: what `walkChunks` does, for sources that carry several layers in one stream. */
export class LayerWalk {
  readonly #ref: LayerRef;
  readonly #options: WalkOptions;
  readonly #collector: LayerCollector;
  readonly #reader: TarReader;
  readonly #storedHash: Hash | undefined;
  readonly #plainHash: Hash | undefined;
  #inflater: Inflater | undefined;
  #head: Buffer | undefined = Buffer.alloc(0);
  #stored = 0;
  #plain = 0;
  #reported = 0;
  /** Why the archive is not read on, and whether decompression stopped too. */
  #tarFailure: unknown;
  #packFailure: unknown;

  constructor(ref: LayerRef, visitor: LayerVisitor, options: WalkOptions = {}) {
    this.#ref = ref;
    this.#options = options;
    this.#collector = new LayerCollector(visitor);
    this.#reader = new TarReader(this.#collector);
    // One hash is enough, and hashing stored bytes costs a third of hashing plain ones.
    if (ref.digest !== undefined) this.#storedHash = hashOf(ref.digest);
    else this.#plainHash = hashOf(ref.diffId ?? 'sha256:');
  }

  /** Takes the next stored bytes. A returned promise must be awaited before the next call. */
  push(chunk: Uint8Array): void | Promise<void> {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#stored += bytes.length;
    const { size } = this.#ref;
    if (size !== undefined && this.#stored > size) throw this.#wrongSize('more');
    this.#storedHash?.update(bytes);
    this.#progress();
    if (this.#head === undefined) return this.#inflate(bytes);
    this.#head = Buffer.concat([this.#head, bytes]);
    if (this.#head.length >= magicLength) return this.#open();
  }

  /** Says that there are no more bytes, verifies them and returns the facts. */
  async finish(): Promise<LayerFacts> {
    if (this.#head !== undefined) await this.#open();
    const { size, digest, diffId } = this.#ref;
    if (size !== undefined && this.#stored < size) throw this.#wrongSize(`${this.#stored} bytes`);
    const storedDigest = this.#verify(this.#storedHash, digest);
    await this.#finishPacking();
    // Without a digest of the stored bytes nothing vouches for what did not unpack to its end.
    if (this.#packFailure !== undefined && digest === undefined) throw this.#packFailure;
    const plainDigest = this.#verify(this.#plainHash, diffId);
    this.#finishTar();
    this.#progress(true);
    return {
      entries: this.#reader.entries,
      bytes: this.#plain,
      ...(plainDigest === undefined ? {} : { diffId: plainDigest }),
      ...(storedDigest === undefined ? {} : { digest: storedDigest }),
      ...this.#collector.facts(),
    };
  }

  /** Frees native memory; also after an error. */
  close(): void {
    this.#inflater?.close();
  }

  #open(): void | Promise<void> {
    const head = this.#head ?? Buffer.alloc(0);
    this.#head = undefined;
    this.#inflater = openInflater(compressionOf(head), (plain, length) =>
      this.#onPlain(plain, length),
    );
    return this.#inflate(head);
  }

  #inflate(bytes: Buffer): void | Promise<void> {
    // Nobody needs plain bytes any more: the rest is only hashed.
    if (this.#packFailure !== undefined) return;
    if (this.#tarFailure !== undefined && this.#plainHash === undefined) return;
    try {
      const pending = this.#inflater?.write(bytes);
      return pending?.catch((error: unknown) => this.#onPackFailure(error));
    } catch (error) {
      this.#onPackFailure(error);
    }
  }

  #onPackFailure(error: unknown): void {
    this.#packFailure = error;
    this.#collector.problems.addError(error);
  }

  #onPlain(plain: Buffer, length: number): void {
    this.#plain += length;
    if (this.#plain > limits.layer_bytes.value) {
      throw new LimitError('layer_bytes', `layer ${this.#ref.index}`);
    }
    // Decompression bombs: `#stored` already counts the whole chunk that is being unpacked.
    if (this.#plain > ratioFrom && this.#plain > this.#stored * limits.layer_ratio.value) {
      throw new LimitError('layer_ratio', `layer ${this.#ref.index}`);
    }
    this.#plainHash?.update(length === plain.length ? plain : plain.subarray(0, length));
    if (this.#tarFailure !== undefined) return;
    try {
      this.#reader.push(plain, length);
      if (this.#reader.entries > limits.layer_entries.value) {
        throw new LimitError('layer_entries', `layer ${this.#ref.index}`, this.#reader.entries);
      }
    } catch (error) {
      this.#onTarFailure(error);
    }
  }

  #onTarFailure(error: unknown): void {
    this.#tarFailure = error;
    if (this.#reader.ended) {
      this.#collector.problems.add(
        'LAYER_TRAILING',
        `Cannot read layer ${this.#ref.index} beyond its end mark: found data that is no archive`,
      );
    } else this.#collector.problems.addError(error);
  }

  async #finishPacking(): Promise<void> {
    if (this.#packFailure !== undefined || this.#inflater === undefined) return;
    if (this.#tarFailure !== undefined && this.#plainHash === undefined) return;
    try {
      await this.#inflater.finish();
    } catch (error) {
      this.#onPackFailure(error);
      return;
    }
    if (this.#inflater.trailing === 0) return;
    this.#collector.problems.add(
      'LAYER_TRAILING',
      `Cannot read layer ${this.#ref.index} beyond the end of its compressed data: found ${this.#inflater.trailing} bytes of something else`,
    );
  }

  #finishTar(): void {
    if (this.#tarFailure === undefined && this.#packFailure === undefined) {
      try {
        this.#reader.finish();
      } catch (error) {
        this.#onTarFailure(error);
      }
    }
    if (this.#reader.entries > 0 || this.#tarFailure === undefined || this.#reader.ended) return;
    throw new ImageError(
      'LAYER_NOT_TAR',
      `Cannot read layer ${this.#ref.index}: found something else, wanted a tar archive, plain or compressed with gzip or zstd`,
      { cause: this.#tarFailure },
    );
  }

  /** Digest of what was hashed. @throws {ImageError} BLOB_DIGEST when another was expected. */
  #verify(hash: Hash | undefined, expected: string | undefined): string | undefined {
    if (hash === undefined) return undefined;
    const algorithm = expected?.split(':', 1)[0] ?? 'sha256';
    const found = `${algorithm}:${hash.digest('hex')}`;
    if (expected === undefined || found === expected) return found;
    throw new ImageError(
      'BLOB_DIGEST',
      `Cannot read layer ${this.#ref.index}: digest is ${found}, expected ${expected}`,
    );
  }

  #wrongSize(found: string): ImageError {
    return new ImageError(
      'BLOB_SIZE',
      `Cannot read layer ${this.#ref.index}: found ${found}, expected ${this.#ref.size} bytes`,
    );
  }

  #progress(last = false): void {
    if (!last && this.#stored - this.#reported < progressBytes) return;
    this.#reported = this.#stored;
    this.#options.onProgress?.(this.#stored, this.#reader.entries);
  }
}

/** @throws {ImageError} DIGEST_UNKNOWN */
function hashOf(digest: string): Hash {
  const algorithm = digest === 'sha256:' ? 'sha256' : parseDigest(digest)?.algorithm;
  if (algorithm !== undefined) return createHash(algorithm);
  throw new ImageError(
    'DIGEST_UNKNOWN',
    `Cannot verify digest "${digest.slice(0, 100)}": wanted sha256 or sha512`,
  );
}
