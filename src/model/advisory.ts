import type { SeverityStatement } from './severity.ts';

/** The vendor's word on one package, in our vocabulary (Trivy's, so that its readers read ours). */
export type AdvisoryState =
  | 'affected'
  | 'fixed'
  | 'not_affected'
  | 'under_investigation'
  | 'will_not_fix'
  | 'fix_deferred'
  | 'end_of_life'
  | 'unimportant';

/** What kind of statement an advisory is. Only `vulnerability` and `malware` are findings by default. */
export type AdvisoryKind = 'vulnerability' | 'malware' | 'informational';

/**
 * One advisory of one source. Ranges keep the upstream's own semantics; the matcher interprets
 * them with the version scheme of the ecosystem.
 */
export interface Advisory {
  readonly id: string;
  /** Ids by which others know the same fault; CVE ids first. */
  readonly aliases: readonly string[];
  /** Id of the feed it came from. */
  readonly source: string;
  readonly kind: AdvisoryKind;
  readonly affected: readonly Affected[];
  readonly severities: readonly SeverityStatement[];
  readonly title?: string;
  readonly description?: string;
  readonly references?: readonly string[];
  readonly cwes?: readonly string[];
  readonly published?: string;
  readonly modified?: string;
  /** RFC 3339 time; a withdrawn advisory matches nothing. */
  readonly withdrawn?: string;
}

/** One package of an advisory. Several entries for one package are alternatives (OR). */
export interface Affected {
  /**
   * OSV ecosystem name with release where there is one: `Debian:12`, `Alpine:v3.18`, `npm`, `PyPI`. Of a
   * distribution `distroOf(id)?.advisories(os)` tells it (`Red Hat:enterprise_linux:8`). `CPE` for
   * advisories that name products: the package name is then `vendor:product`.
   */
  readonly ecosystem: string;
  /** Name as the feed has it, normalised by the ecosystem's rule (PEP 503 for PyPI). For deb and apk the source package. */
  readonly name: string;
  readonly state: AdvisoryState;
  /** The vendor's own word for the state (`no-dsa`, `postponed` …). */
  readonly vendorState?: string;
  readonly ranges: readonly AdvisoryRange[];
  /** Versions listed one by one; each counts as affected besides the ranges. */
  readonly versions?: readonly string[];
  /** Versions the vendor declares unaffected; they win over ranges (GHSA, ruby-advisory-db). */
  readonly unaffected?: readonly string[];
  /**
   * True when the source lost where the range ends: versions from `introduced` on may be affected
   * or not, so their verdict is `unknown`.
   */
  readonly upperBoundUnknown?: boolean;
  readonly severity?: SeverityStatement;
  /** Date on which the fix became available, RFC 3339 date. */
  readonly fixDate?: string;
  /** Ids of the vendor's own advisories (DSA, RHSA) that carry this fix. */
  readonly vendorIds?: readonly string[];
  /**
   * What must also hold of the package:
   * - `modularity`: the module stream of an RPM, `nodejs:12`; a package without one may be of it.
   * - `arch`: architectures, as the package has them.
   * - `names`: `binary` when the name is never that of a source package.
   * - `imports`: code of a Go module, `path[#Function,Type.Method][?goos=linux&goarch=amd64]` each.
   * - `cpe`: products of Red Hat whose repositories must be in use.
   * - `platforms`, `targetSoftware` (with `CPE`): what the product must run on, `vendor:product`, or in.
   */
  readonly qualifiers?: Readonly<Record<string, string | readonly string[]>>;
}

/** Either ordered events (OSV) or a range expression in the ecosystem's own syntax. */
export type AdvisoryRange = EventRange | ExpressionRange;

/** OSV events; they may arrive unsorted. `introduced: "0"` is before every version. An open range affects all later versions. */
export interface EventRange {
  readonly kind: 'events';
  readonly events: readonly RangeEvent[];
}

/** One OSV event. `last_affected` is inclusive, `limit` exclusive. */
export type RangeEvent =
  | { readonly introduced: string; readonly exclusive?: boolean }
  | { readonly fixed: string }
  | { readonly last_affected: string }
  | { readonly limit: string };

/** A range in words, `>= 1.0, < 1.2 || 2.0`: commas are AND, `||` is OR. The empty string is every version. */
export interface ExpressionRange {
  readonly kind: 'expression';
  readonly expression: string;
  readonly fixed?: readonly string[];
  /** Ranges inside it whose versions have the fix, each in words (ruby-advisory-db's `patched_versions`). */
  readonly except?: readonly string[];
}
