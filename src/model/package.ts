import type { Location } from './location.ts';

/** How a package came to be there. */
export type Relationship = 'root' | 'workspace' | 'direct' | 'indirect' | 'unknown';

/** A package found inside a subject. Versions are the whole string the ecosystem compares (deb: `1:2.3-4`, rpm: `1:2.3-4.el9`). */
export interface Package {
  readonly name: string;
  /** Empty when the file names a package without saying which version (see `requirement`). */
  readonly version: string;
  /** Row id of the ecosystem table; also the purl type except where the table says otherwise. */
  readonly type: string;
  readonly purl: string;
  readonly arch?: string;
  /** The source package it was built from, when that differs or when advisories go by it. */
  readonly source?: { readonly name: string; readonly version: string };
  readonly licenses?: readonly string[];
  readonly relationship?: Relationship;
  readonly dev?: boolean;
  readonly optional?: boolean;
  /** purls of the packages it needs, where the file says so. */
  readonly dependsOn?: readonly string[];
  /** The range asked for, where no exact version is recorded (`>=3.0` in a requirements file). */
  readonly requirement?: string;
  /** Id of the analyzer that found it. */
  readonly foundBy: string;
  /** `Results[].Type` that readers of Trivy's JSON expect (`npm`, `node-pkg` …): the analyzer's `resultType`. */
  readonly resultType?: string;
  /** The first location is where it was installed; others tell the same package again. */
  readonly locations: readonly Location[];
  /** The operating-system package that installed this file, by purl: the vendor answers for it. */
  readonly owner?: string;
  /** True for packages of a repository the distribution does not answer for (EPEL, Docker, NVIDIA …). */
  readonly thirdParty?: boolean;
  /**
   * Facts that matching needs and only some ecosystems have: `modularity` (`nodejs:12:…`), `vendor` (of an
   * RPM), `goos`, `goarch`, `symbols` (of a Go program, packed; `match` takes them plain as `goSymbols`).
   */
  readonly qualifiers?: Readonly<Record<string, string | readonly string[]>>;
  readonly maintainer?: string;
  /** Digest of the package as its database records it, `sha1:…`, `sha256:…`, `md5:…`. */
  readonly digest?: string;
  /**
   * Names in the Common Platform Enumeration (2.3 formatted strings or 2.2 URIs), for types that are
   * searched by them. No analyzer fills this yet; callers that know the names may.
   */
  readonly cpes?: readonly string[];
}
