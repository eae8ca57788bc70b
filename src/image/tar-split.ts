import { TarReader } from '../formats/tar.ts';
import type { TarEntry, TarVisitor } from '../formats/tar.ts';
import { TarSplitReader } from '../formats/tar-split.ts';
import { fileChunks, linkTarget, openPlainFile, sizeOf } from '../io/files.ts';
import type { OpenFile } from '../io/files.ts';
import { LimitError, limits } from '../model/index.ts';
import type { LayerBytes, LayerRef } from './contract.ts';
import { ImageError } from './errors.ts';
import { compressionOf, openInflater } from './inflate.ts';
import { LayerCollector } from './layer-collector.ts';
import type { LayerFacts, LayerVisitor, WalkOptions } from './layer-facts.ts';
import { folderOf, normalisePath } from './layer-path.ts';
import { followLinks } from './links.ts';

/**
 * Walks a layer that a daemon has unpacked, in the order and form of the archive it came as: the
 * headers come from the recipe that the daemon keeps, contents from the folder, and only contents
 * that somebody wants are read. So whiteouts, links and modes are those of the archive, whatever
 * the store made of them. No digest is verified: the store belongs to root, as the daemon does.
 * @throws {ImageError} LAYER_UNREADABLE @throws {FormatError} @throws {LimitError} @throws {IoError}
 */
export async function walkTarSplit(
  ref: LayerRef,
  bytes: Extract<LayerBytes, { kind: 'tar-split' }>,
  visitor: LayerVisitor,
  options: WalkOptions = {},
): Promise<LayerFacts> {
  const walk = new TarSplitWalk(ref, bytes.folder, visitor);
  const { recipe: path } = bytes;
  let inflater: ReturnType<typeof openInflater> | undefined;
  try {
    const length = sizeOf(path);
    for await (const chunk of fileChunks({ path, offset: 0, length }, options.signal)) {
      inflater ??= openInflater(compressionOf(chunk), (plain, size) => walk.push(plain, size));
      await inflater.write(chunk);
      options.onProgress?.(walk.bytes, walk.entries);
    }
    await inflater?.finish();
    return walk.finish();
  } finally {
    inflater?.close();
    walk.close();
  }
}

const chunkSize = 256 * 1024;

class TarSplitWalk implements TarVisitor {
  /** Bytes of the archive so far, contents that nobody read included. */
  bytes = 0;
  readonly #ref: LayerRef;
  readonly #folder: string;
  readonly #collector: LayerCollector;
  readonly #reader: TarReader;
  readonly #split: TarSplitReader;
  readonly #realFolders = new Map<string, string | undefined>();
  readonly #buffer: Buffer = Buffer.allocUnsafeSlow(chunkSize);
  #entry: TarEntry | undefined;
  #file: OpenFile | undefined;

  constructor(ref: LayerRef, folder: string, visitor: LayerVisitor) {
    this.#ref = ref;
    this.#folder = folder;
    this.#collector = new LayerCollector(this.#reading(visitor));
    this.#reader = new TarReader(this);
    this.#split = new TarSplitReader({
      segment: (segment) => this.#onSegment(segment),
      content: (size) => this.#onContent(size),
    });
  }

  get entries(): number {
    return this.#reader.entries;
  }

  push(recipe: Buffer, length: number): void {
    this.#split.push(recipe, length);
    if (this.#reader.entries > limits.layer_entries.value) {
      throw new LimitError('layer_entries', `layer ${this.#ref.index}`, this.#reader.entries);
    }
  }

  finish(): LayerFacts {
    this.#split.finish();
    this.#reader.finish();
    return { entries: this.#reader.entries, bytes: this.bytes, ...this.#collector.facts() };
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  entry(entry: TarEntry): boolean {
    this.#entry = entry;
    return this.#collector.entry(entry);
  }

  data(chunk: Buffer, start: number, end: number, at: number): void | false {
    return this.#collector.data(chunk, start, end, at);
  }

  end(): void {
    this.#collector.end();
  }

  /** The visitor, asked on only for files that can be opened: what cannot is a problem, not content. */
  #reading(visitor: LayerVisitor): LayerVisitor {
    return {
      wants: (path, stat) => {
        const wanted = visitor.wants(path, stat);
        const entry = this.#entry;
        if (wanted === false || entry?.type !== 'file' || entry.size === 0) return wanted;
        return this.#open(entry, path) && wanted;
      },
      ...(visitor.wantsHead === undefined
        ? {}
        : { wantsHead: (path, stat, head) => visitor.wantsHead?.(path, stat, head) ?? true }),
      ...(visitor.stream === undefined
        ? {}
        : { stream: (path, stat, head) => visitor.stream?.(path, stat, head) }),
      file: (path, stat, bytes) => visitor.file(path, stat, bytes),
      ...(visitor.lent === undefined ? {} : { lent: visitor.lent }),
      ...(visitor.held === undefined ? {} : { held: () => visitor.held?.() ?? 0 }),
    };
  }

  #open(entry: TarEntry, path: string): boolean {
    this.close();
    try {
      const place = this.#placeOf(entry.path);
      const file = place === undefined ? undefined : openPlainFile(place);
      if (file !== undefined && file.size === entry.size && !entry.sparse) {
        this.#file = file;
        return true;
      }
      file?.close();
      this.#collector.problems.add(
        'FILE_UNREADABLE',
        `Cannot read "${path}" in the store of the daemon: found ${file?.size ?? 'no'} bytes, expected ${entry.size}`,
        path,
      );
    } catch (error) {
      this.#collector.problems.addError(error, path);
    }
    return false;
  }

  /**
   * Where the store keeps a member. Its name is the image's word, and so are links in the folder:
   * they are followed inside it only, as the daemon did when it unpacked them.
   */
  #placeOf(name: string): string | undefined {
    const path = normalisePath(name);
    if (path === undefined || path === '') return undefined;
    const parent = folderOf(path);
    if (!this.#realFolders.has(parent)) {
      const found = followLinks(parent, (at) => linkTarget(`${this.#folder}/${at}`), true);
      this.#realFolders.set(parent, found.kind === 'path' ? found.path : undefined);
    }
    const real = this.#realFolders.get(parent);
    return real === undefined ? undefined : `${this.#folder}/${real}/${path.slice(parent.length)}`;
  }

  #onSegment(segment: Buffer): void {
    this.bytes += segment.length;
    this.#reader.push(segment);
  }

  #onContent(size: number): void {
    this.bytes += size;
    if (this.#reader.skippable >= size) {
      this.#reader.skip(size);
      return;
    }
    const file = this.#file;
    if (file === undefined) throw this.#unreadable('its recipe does not fit its headers');
    for (let at = 0; at < size;) {
      const count = file.read(this.#buffer.subarray(0, Math.min(chunkSize, size - at)), at);
      if (count === 0) throw this.#unreadable(`"${file.path}" became shorter while it was read`);
      this.#reader.push(this.#buffer, count);
      at += count;
      // Its first bytes showed that nobody wants it.
      if (at < size && this.#reader.skippable >= size - at) {
        this.#reader.skip(size - at);
        break;
      }
    }
    this.close();
  }

  #unreadable(state: string): ImageError {
    return new ImageError(
      'LAYER_UNREADABLE',
      `Cannot read layer ${this.#ref.index} from the store of the daemon: ${state}`,
    );
  }
}
