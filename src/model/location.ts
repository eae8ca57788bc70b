/**
 * Where a finding is: a chain from the line somebody wrote to the process that runs, each link
 * filled in by whoever knows it. An absent link is unknown, not empty.
 */
export interface Location {
  readonly dockerfile?: FileLink;
  readonly history?: HistoryLink;
  readonly layer?: LayerLink;
  readonly file?: FileLink;
  readonly package?: PackageLink;
  /** A field of a compose file, a pod or a container's settings, as a JSON pointer. */
  readonly field?: { readonly pointer: string };
  readonly container?: { readonly id: string; readonly name?: string };
  readonly process?: { readonly pid: number; readonly executable?: string };
}

/** The links of a `Location`, from source text to process; reports print them in this order. */
export const chain: readonly (keyof Location)[] = [
  'dockerfile',
  'history',
  'layer',
  'file',
  'package',
  'field',
  'container',
  'process',
];

/** A file inside the subject. `path` has no leading slash inside images; lines count from 1. */
export interface FileLink {
  readonly path: string;
  readonly startLine?: number;
  readonly endLine?: number;
  /** Columns from 1, in UTF-16 units; `endColumn` is the one after the last. */
  readonly startColumn?: number;
  readonly endColumn?: number;
}

/** An entry of the image configuration's `history`, the instruction that made a layer. */
export interface HistoryLink {
  /** Index into the configuration's `history`, counting empty layers. */
  readonly index: number;
  readonly createdBy: string;
}

/** A layer: `digest` is that of the blob as stored (absent for a daemon's store), `diffId` that of the plain tar. */
export interface LayerLink {
  readonly index: number;
  readonly diffId?: string;
  readonly digest?: string;
}

/** The package a finding belongs to. */
export interface PackageLink {
  readonly purl: string;
}
