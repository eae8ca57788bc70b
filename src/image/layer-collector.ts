import type { TarEntry, TarOverlay, TarVisitor } from '../formats/tar.ts';
import { LimitError, limits } from '../model/index.ts';
import { Capture, ProblemList } from './capture.ts';
import type { LayerFacts, LayerLink, LayerVisitor } from './layer-facts.ts';
import { folderOf, normalisePath } from './layer-path.ts';
import { followLinks } from './links.ts';
import { HashTable, NumberList, pathHash } from './path-hash.ts';

const whiteoutPrefix = '.wh.';
const opaqueName = '.wh..wh..opq';
/** Other names with this prefix are bookkeeping of AUFS, no content. */
const bookkeepingPrefix = '.wh..wh.';

/** What a collector knows at the end of a layer. */
export type CollectedFacts = Omit<LayerFacts, 'bytes' | 'diffId' | 'digest' | 'entries'>;

/**
 * Turns the entries of one layer into its facts and gives wanted files to the visitor. Entries
 * come from a tar archive or from a folder. Nothing is allocated for entries that nobody wants but
 * their path and 8 bytes.
 */
export class LayerCollector implements TarVisitor {
  readonly problems: ProblemList = new ProblemList();
  readonly #visitor: LayerVisitor;
  readonly #capture: Capture;
  readonly #whiteouts: string[] = [];
  readonly #opaque: string[] = [];
  readonly #nonDirectories = new NumberList();
  readonly #folders = new NumberList();
  readonly #folderTable = new HashTable();
  readonly #hardLinks = new Map<string, LayerLink>();
  readonly #symlinks = new Map<string, LayerLink>();
  readonly #captured = new Set<string>();
  /** Captured paths and the folders above them: an entry that hits one may replace content of its own layer. */
  readonly #capturedTable = new HashTable();
  readonly #stat = { size: 0, mode: 0 };
  /** Folder of the entry before, and where it really lies when its path leads through links. */
  #folder: string | undefined;
  #realFolder: string | undefined;
  #tooManyLinks = false;

  /** Whether `.wh.` names are whiteouts; in source trees and unpacked systems they are files. */
  readonly #marks: boolean;

  constructor(visitor: LayerVisitor, marks = true) {
    this.#visitor = visitor;
    this.#marks = marks;
    this.#capture = new Capture(visitor, this.problems);
  }

  entry(entry: TarEntry): boolean {
    const path = this.#place(entry.path);
    if (path === undefined || path === '') return false;
    const base = path.lastIndexOf('/') + 1;
    if (this.#marks && path.charCodeAt(base) === 0x2e && path.startsWith(whiteoutPrefix, base)) {
      this.#onWhiteout(path, base);
      return false;
    }
    const hash = pathHash(path);
    if (this.#capturedTable.get(hash) >= 0) this.#onReplaced(path, entry.type === 'directory');
    if (this.#symlinks.size > 0) this.#symlinks.delete(path);
    if (entry.type === 'directory') {
      if (this.#folderTable.add(hash, 0)) this.#folders.push(hash);
      if (entry.overlay !== undefined) this.overlay(path, entry.overlay);
      return false;
    }
    this.#nonDirectories.push(hash);
    if (this.#hardLinks.size > 0) this.#hardLinks.delete(path);
    if (entry.type === 'symlink') this.#onSymlink(path, entry);
    else if (entry.type === 'hardlink') this.#onHardLink(path, entry);
    else if (entry.type === 'file') return this.#onFile(path, entry);
    return false;
  }

  data(chunk: Buffer, start: number, end: number, at: number): void | false {
    return this.#capture.data(chunk, start, end, at);
  }

  end(): void {
    const path = this.#capture.end();
    if (path !== undefined) this.#onCaptured(path);
  }

  /** A path that an overlayfs device removes from lower layers. */
  whiteout(path: string): void {
    this.#whiteouts.push(path);
  }

  /** What overlayfs says of a folder in extended attributes. */
  overlay(path: string, says: TarOverlay): void {
    if (says === 'opaque') this.#opaque.push(path);
    else {
      this.problems.add(
        'OVERLAY_ATTRIBUTES',
        `Cannot read folder "${path}" of a layer: overlayfs keeps its content under another path`,
        path,
      );
    }
  }

  /** What was learned of the layer, at its end. */
  facts(): CollectedFacts {
    this.#capture.close();
    return {
      whiteouts: this.#whiteouts,
      opaque: this.#opaque,
      nonDirectories: this.#nonDirectories.toArray(),
      directories: this.#folders.toArray(),
      links: [...this.#symlinks.values(), ...this.#hardLinks.values()],
      captured: [...this.#captured],
      problems: this.problems.toArray(),
    };
  }

  /** The path inside the image of a member's name; undefined when it has none, which is recorded. */
  #place(name: string): string | undefined {
    const path = normalisePath(name);
    if (path === undefined) {
      this.problems.add('PATH_ESCAPE', `Cannot place entry "${name}": it climbs out of the image`);
      return undefined;
    }
    if (path.length > limits.path_bytes.value) {
      this.problems.addError(new LimitError('path_bytes', 'path of an entry', path.length));
      return undefined;
    }
    const slash = path.lastIndexOf('/');
    if (slash < 0) return path;
    if (slash !== this.#folder?.length || !path.startsWith(this.#folder)) {
      this.#enterFolder(path.slice(0, slash));
    }
    if (this.#realFolder === undefined) return path;
    if (this.#realFolder === '') return path.slice(slash + 1);
    return this.#realFolder + path.slice(slash);
  }

  /** Remembers a folder and those above it, and where it lies when links of this layer lead elsewhere. */
  #enterFolder(folder: string): void {
    this.#folder = folder;
    this.#realFolder = undefined;
    let real = folder;
    if (this.#symlinks.size > 0) {
      const found = followLinks(folder, (path) => this.#symlinks.get(path)?.target, true);
      if (found.kind === 'cycle') {
        this.problems.add(
          'LINK_CYCLE',
          `Cannot follow folder "${folder}" of an entry: its links lead in a circle`,
          folder,
        );
      } else if (found.steps > 0) {
        real = found.path;
        this.#realFolder = real;
      }
    }
    for (let above = real; above !== ''; above = folderOf(above)) {
      const hash = pathHash(above);
      if (!this.#folderTable.add(hash, 0)) return;
      this.#folders.push(hash);
    }
  }

  #onWhiteout(path: string, base: number): void {
    const folder = base === 0 ? '' : path.slice(0, base - 1);
    const name = path.slice(base);
    const hidden = name.slice(whiteoutPrefix.length);
    if (name === opaqueName) this.#opaque.push(folder);
    else if (name.startsWith(bookkeepingPrefix)) return;
    else if (hidden === '' || hidden === '.' || hidden === '..') {
      this.problems.add(
        'PATH_WHITEOUT',
        `Cannot apply whiteout "${path}": it names nothing that could be removed`,
        path,
      );
    } else this.#whiteouts.push(path.slice(0, base) + hidden);
  }

  #onFile(path: string, entry: TarEntry): boolean {
    this.#stat.size = entry.size;
    this.#stat.mode = entry.mode;
    const wanted = this.#visitor.wants(path, this.#stat);
    if (wanted === false) return false;
    const stat = { size: entry.size, mode: entry.mode };
    return wanted === 'head'
      ? this.#capture.startUndecided(path, stat, entry.sparse)
      : this.#capture.start(path, stat, entry.sparse);
  }

  #onSymlink(path: string, entry: TarEntry): void {
    // What the folder of the next entry leads to may have changed.
    if (this.#folder?.startsWith(path) === true) this.#folder = undefined;
    if (!this.#roomForLink(path)) return;
    this.#symlinks.set(path, {
      path,
      target: entry.linkPath,
      hard: false,
      wanted: this.#wantsLink(path, entry) === true,
    });
  }

  #onHardLink(path: string, entry: TarEntry): void {
    const wanted = this.#wantsLink(path, entry);
    if (wanted === false) return;
    const target = normalisePath(entry.linkPath);
    if (target === undefined) {
      this.problems.add(
        'PATH_ESCAPE',
        `Cannot place hard link "${path}": its target "${entry.linkPath}" climbs out of the image`,
        path,
      );
      return;
    }
    const real = followLinks(target, (at) => this.#symlinks.get(at)?.target, false);
    const place = real.kind === 'path' ? real.path : target;
    // What a file turned out not to be, its other names are not either.
    if (wanted === 'head' && !this.#captured.has(place)) return;
    if (this.#captured.has(place) && this.#capture.repeat(path, place, entry.mode)) {
      this.#onCaptured(path);
    } else if (this.#roomForLink(path)) {
      this.#hardLinks.set(path, { path, target: place, hard: true, wanted: true });
    }
  }

  #wantsLink(path: string, entry: TarEntry): boolean | 'head' {
    this.#stat.size = 0;
    this.#stat.mode = entry.mode;
    return this.#visitor.wants(path, this.#stat);
  }

  #roomForLink(path: string): boolean {
    if (this.#symlinks.size + this.#hardLinks.size < limits.layer_links.value) return true;
    if (!this.#tooManyLinks) {
      this.#tooManyLinks = true;
      this.problems.addError(new LimitError('layer_links', 'links of a layer'), path);
    }
    return false;
  }

  #onCaptured(path: string): void {
    this.#captured.add(path);
    for (let above = path; above !== ''; above = folderOf(above)) {
      if (!this.#capturedTable.add(pathHash(above), 0)) return;
    }
  }

  /** A later member of the same layer takes the place of a captured file, or of a folder with captured files. */
  #onReplaced(path: string, byFolder: boolean): void {
    this.#captured.delete(path);
    this.#capture.forget(path);
    if (byFolder) return;
    const below = `${path}/`;
    for (const captured of this.#captured) {
      if (!captured.startsWith(below)) continue;
      this.#captured.delete(captured);
      this.#capture.forget(captured);
    }
  }
}
