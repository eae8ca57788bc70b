import type { FindingKind } from '../model/index.ts';
import type { PathPattern } from './glob.ts';

/** One entry of an ignore file. All scopes that are given must hold. */
export interface IgnoreEntry {
  /** Rule or any alias, in upper case; absent when the entry goes by scope alone. */
  readonly id?: string;
  /** Further ids of the same entry; one that ends with `.*` is all that begin so. */
  readonly others?: readonly string[];
  readonly line: number;
  readonly kinds?: readonly FindingKind[];
  /** Package names, with a version after `@` where one is meant. */
  readonly packages: readonly string[];
  readonly paths: readonly PathPattern[];
  readonly purls: readonly ((purl: string) => boolean)[];
  /** Objects of configuration: `shop/Deployment/cart`, the name of a container or service. */
  readonly subjects?: readonly ((subject: string) => boolean)[];
  readonly reason?: string;
  /** RFC 3339 date or time from which the entry no longer counts, as written. */
  readonly expires?: string;
}

/** A file of findings that somebody decided to live with. */
export interface IgnoreFile {
  readonly path: string;
  readonly entries: readonly IgnoreEntry[];
}
