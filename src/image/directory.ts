import { basename, dirname, join } from 'node:path';
import { type TarEntry, TarReader, type TarType } from '../formats/tar.ts';
import { kindOf, realPath } from '../io/files.ts';
import { folderEntries, type FolderEntry, readFolderFile } from '../io/folder-tree.ts';
import { readOverlayAttributes } from '../io/overlay-attributes.ts';
import { errorText } from '../model/index.ts';
import type { LayerBytes, OpenImage } from './contract.ts';
import { ImageError } from './errors.ts';
import { LayerCollector } from './layer-collector.ts';
import type { LayerFacts, LayerVisitor, WalkOptions } from './layer-facts.ts';
import { normalisePath } from './layer-path.ts';

/** Where an unpacked layer, system or source tree lies. */
export type FolderBytes = Extract<LayerBytes, { kind: 'directory' }>;

const types: Readonly<Record<FolderEntry['kind'], TarType>> = {
  file: 'file',
  directory: 'directory',
  symlink: 'symlink',
  device: 'other',
  other: 'other',
};

/**
 * An unpacked system, a source tree or one file of it as an image of one plain layer.
 * @throws {ImageError} IMAGE_NOT_AN_IMAGE when there is no such folder or file.
 */
export function openDirectory(path: string): Pick<OpenImage, 'layers' | 'notes'> {
  const kind = kindOf(path);
  if (kind !== 'directory' && kind !== 'file') {
    const found =
      kind === undefined ? 'there is no such file or folder' : 'it is no file or folder';
    throw new ImageError('IMAGE_NOT_AN_IMAGE', `Cannot open "${path}": ${found}`);
  }
  // Links inside a folder are told, never followed; the file that somebody names is the file it leads to.
  const real = kind === 'directory' ? path : realPath(path);
  const place = kind === 'directory' ? { path } : { path: dirname(real), file: basename(real) };
  return { layers: [{ index: 0, bytes: { kind: 'directory', plain: true, ...place } }], notes: [] };
}

/**
 * Walks an unpacked folder as one layer. Symbolic links are told, never followed, so nothing
 * outside the root is read; what cannot be read is a problem in the facts. Nothing vouches for
 * the bytes: whoever can change the folder can change the answer.
 * @throws {IoError} when the root cannot be read.
 */
export async function walkDirectory(
  bytes: FolderBytes,
  visitor: LayerVisitor,
  options: WalkOptions = {},
): Promise<LayerFacts> {
  const walk = new FolderWalk(bytes, visitor);
  let entries = 0;
  const { signal, enter } = options;
  const tree = folderEntries(bytes.path, {
    enter: (folder) => bytes.file === undefined && enter?.(folder) !== false,
    onProblem: (path, error) => walk.problem(path, error),
    signal,
  });
  for await (const batch of tree) {
    for (const entry of batch) {
      if (bytes.file === undefined || entry.path === bytes.file) walk.take(entry);
    }
    entries += batch.length;
    options.onProgress?.(walk.bytes, entries);
  }
  return walk.finish(entries);
}

class FolderWalk {
  bytes = 0;
  readonly #place: FolderBytes;
  readonly #collector: LayerCollector;
  readonly #folders: string[] = [];
  readonly #entry: TarEntry = {
    path: '',
    type: 'file',
    linkPath: '',
    size: 0,
    mode: 0,
    sparse: false,
    overlay: undefined,
  };

  constructor(place: FolderBytes, visitor: LayerVisitor) {
    this.#place = place;
    this.#collector = new LayerCollector(visitor, place.plain !== true);
  }

  problem(path: string, error: unknown): void {
    this.#collector.problems.add('FILE_UNREADABLE', errorText(error), path);
  }

  take(found: FolderEntry): void {
    const { path, kind } = found;
    if (kind === 'device' && found.device === 0 && this.#place.plain !== true) {
      this.#collector.whiteout(path);
      return;
    }
    if (kind === 'directory') this.#folders.push(path);
    const entry = this.#entry;
    entry.path = path;
    entry.type = types[kind];
    entry.linkPath = found.target;
    entry.size = found.size;
    // Whoever names a file wants it looked at, whether or not somebody may run it.
    entry.mode = this.#place.file === undefined ? found.mode : found.mode | 0o111;
    this.bytes += found.size;
    if (!this.#collector.entry(entry)) return;
    let whole = true;
    try {
      whole = readFolderFile(join(this.#place.path, path), found.size, (piece, length, at) =>
        this.#collector.data(piece, 0, length, at),
      );
    } catch (error) {
      this.problem(path, error);
      return;
    }
    if (whole) this.#collector.end();
  }

  finish(entries: number): LayerFacts {
    if (this.#place.plain !== true) this.#readOverlay();
    return { entries, bytes: this.bytes, ...this.#collector.facts() };
  }

  #readOverlay(): void {
    const archive = readOverlayAttributes(this.#place.path, this.#folders);
    if (archive === undefined) {
      this.#collector.problems.add(
        'OVERLAY_ATTRIBUTES',
        `Cannot read the extended attributes of "${this.#place.path}": wanted GNU tar and the rights to read them`,
      );
      return;
    }
    const reader = new TarReader({
      entry: ({ path, overlay }) => {
        const folder = normalisePath(path);
        if (folder !== undefined && overlay !== undefined) this.#collector.overlay(folder, overlay);
        return false;
      },
      data: () => {},
      end: () => {},
    });
    reader.push(archive);
  }
}
