import type { FileStat } from './contract.ts';

/** Bytes from the start of a file by which it can be recognised: ELF program headers and notes lie within a page. */
export const headBytes = 4096;

/** A symbolic or hard link of a layer. */
export interface LayerLink {
  readonly path: string;
  /** Of a symbolic link as it was written; of a hard link the normalised path of the same layer. */
  readonly target: string;
  readonly hard: boolean;
  /** Whether somebody asked for the path; other symbolic links are kept because wanted ones may lead through them. */
  readonly wanted: boolean;
}

/** Something of a layer that could not be read, understood or kept: it makes the report partial. */
export interface LayerProblem {
  readonly code: string;
  readonly text: string;
  readonly path?: string;
}

/** What one walk over one layer learned. Plain data, so that it crosses threads and lies in caches. */
export interface LayerFacts {
  readonly entries: number;
  /** Bytes of the plain tar. */
  readonly bytes: number;
  /** Digest of the plain tar; only computed where no digest of the blob vouches for the bytes. */
  readonly diffId?: string;
  /** Verified digest of the blob as stored. */
  readonly digest?: string;
  /** Paths that are removed from lower layers, with all below them. */
  readonly whiteouts: readonly string[];
  /** Folders whose content in lower layers is hidden. */
  readonly opaque: readonly string[];
  /** `pathHash` of every entry that is no folder, in order: each hides what lower layers have at or below its path. */
  readonly nonDirectories: Float64Array;
  /** `pathHash` of every folder, also of those that only stand in the paths of others: each hides a lower file of its path. */
  readonly directories: Float64Array;
  readonly links: readonly LayerLink[];
  /** Paths whose content the visitor got and that still stand at the end of the layer. What else it got was replaced. */
  readonly captured: readonly string[];
  readonly problems: readonly LayerProblem[];
}

/** Takes a file piece by piece; the pieces are only lent. */
export interface FileStream {
  push(piece: Uint8Array): void;
  end(): void;
}

/** Says which files are wanted, and receives them. */
export interface LayerVisitor {
  /**
   * Called for each file and link, with a normalised path without leading slash: string tests only.
   * The size of links is 0. `head`: perhaps, `wantsHead` decides once the file begins; of links
   * only hard ones to files that were kept are then told.
   */
  wants(path: string, stat: FileStat): boolean | 'head';
  /**
   * Asked with the first bytes (`headBytes`, fewer when the file is shorter) of a file for which
   * `wants` said `head`. The bytes are only lent. What it refuses is never held or limited.
   */
  wantsHead?(path: string, stat: FileStat, head: Uint8Array): boolean;
  /**
   * Asked with the first bytes of a file that `wantsHead` took: something that takes it in pieces
   * instead of as a whole, so that it is neither held nor limited.
   */
  stream?(path: string, stat: FileStat, head: Uint8Array): FileStream | undefined;
  /** The content, owned by the visitor unless `lent`. A path may come twice: later members of an archive replace earlier ones. */
  file(path: string, stat: FileStat, bytes: Uint8Array): void;
  /** True when `file` is done with the bytes once it returns: those of large files are then used again for the next. */
  readonly lent?: boolean;
  /** Bytes that the visitor still holds; without it everything it got counts against `captured_bytes`. */
  held?(): number;
}

/** How a layer is walked. */
export interface WalkOptions {
  readonly signal?: AbortSignal;
  /** False for folders that need not be entered; only asked of unpacked layers, systems and source trees. */
  readonly enter?: (folder: string) => boolean;
  /** Called now and then with the stored bytes and entries read so far. */
  readonly onProgress?: (stored: number, entries: number) => void;
}
