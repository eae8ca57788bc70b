import type { Location } from './location.ts';

/** What a file of an image may be, beside a part of a package. */
export type MarkKind =
  | 'setuid'
  | 'ssh-server'
  | 'miner'
  | 'package-cache'
  | 'empty-password'
  | 'duplicate-account'
  | 'secret';

/** What one file is, as the look at it alone tells. */
export interface FileMark {
  readonly kind: MarkKind;
  /** Mode, account, package manager, or the id of the kind of credential. */
  readonly what?: string;
  /** Line, from 1. */
  readonly line?: number;
  /** What may be shown of a credential; never the whole. */
  readonly shown?: string;
}

/** A marked file of a subject, and where it stands. */
export interface MarkedFile extends FileMark {
  readonly path: string;
  /** The instruction and the layer that brought it. */
  readonly at: Location;
  /** The instruction and the layer that hide it again; only credentials are told then: the layer below keeps them. */
  readonly gone?: Location;
}
