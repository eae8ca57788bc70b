import type { Finding, Message, Translations } from './finding.ts';
import type { Location } from './location.ts';
import type { Package } from './package.ts';
import type { Severity } from './severity.ts';
import type { OperatingSystem, Subject } from './subject.ts';

/** What may be looked for: Trivy's words for packages, configuration and credentials. */
export type Scanner = 'vuln' | 'misconfig' | 'secret';

/** What one look at one subject found, and how far it could look. */
export interface Report {
  readonly subject: Subject;
  /** `partial`: something could not be read, parsed or kept within its limits; see `errors`. */
  readonly status: 'complete' | 'partial' | 'failed';
  readonly errors: readonly ReportError[];
  /** What was looked for; absent where nobody says, as in reports of other programs. */
  readonly scanners?: readonly Scanner[];
  readonly os?: OperatingSystem;
  readonly packages: readonly Package[];
  readonly findings: readonly Finding[];
  /** Findings that do not count, each with its reason. */
  readonly suppressed: readonly Finding[];
  readonly checks: readonly CheckResult[];
  /** One row for each operating system and ecosystem met: could it be answered, and if not, why. */
  readonly coverage: readonly Coverage[];
  readonly database?: DatabaseInfo;
  /** Remarks for people that are not findings: stale ignore entries, the place an image was read from … */
  readonly notes: readonly ReportNote[];
  /** What to upgrade, one entry for each installed package, the most pressing first; absent when nobody compared versions. */
  readonly upgrades?: readonly Upgrade[];
}

/** One upgrade: the lowest version that ends the most of what counts against one package. */
export interface Upgrade {
  /** Name people upgrade by: the source package's for operating-system packages, else the own. */
  readonly name: string;
  /** Row id of the ecosystem table. */
  readonly type: string;
  /** The version installed, of the package that `name` names. */
  readonly from: string;
  readonly to: string;
  /** purls of the installed packages that move together. */
  readonly packages: readonly string[];
  /** Ids that are gone after it, each once, under its worst severity. */
  readonly ends: Readonly<Partial<Record<Severity, readonly string[]>>>;
  /** Ids against the same packages that stay, because they have no fix or none on the way to `to`. */
  readonly leaves: readonly string[];
  /** A smaller step on the installed major line, when `to` is on another: it ends all but these ids. */
  readonly sameLine?: { readonly to: string; readonly leaves: readonly string[] };
  /** The command that does it, when all that it ends name the same. */
  readonly instruction?: string;
  /** Where the packages stand. */
  readonly locations: readonly Location[];
}

/** A failure that was survived. */
export interface ReportError {
  /** Code from the room's catalogue. */
  readonly code: string;
  readonly text: string;
  /** The same in other languages, where they are known. */
  readonly translations?: Translations;
  readonly location?: Location;
}

/** A remark for people; `id` and `params` select the translation, `text` is the English one. */
export interface ReportNote {
  readonly id: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly text: string;
}

/** Whether the advisories needed for a group of packages were there. */
export interface Coverage {
  /** Ecosystem name as in advisories: `Debian:12`, `npm`. */
  readonly ecosystem: string;
  readonly packages: number;
  readonly state:
    | 'covered'
    | 'starter-set'
    | 'no-database'
    | 'no-feed'
    | 'stale'
    | 'unsupported'
    | 'third-party';
  /** Present unless `covered`, in English. */
  readonly reason?: string;
  /** The same reason as a message, which other languages translate; absent where a report does not tell it. */
  readonly message?: Message;
  readonly feeds: readonly string[];
}

/** The advisory database a report was made with. */
export interface DatabaseInfo {
  readonly path: string;
  readonly schema: number;
  readonly built: string;
  readonly checksum: string;
  readonly starter: boolean;
  readonly feeds: readonly FeedState[];
}

/** State of one feed inside a database. Times are RFC 3339. */
export interface FeedState {
  readonly id: string;
  /** What people call the feed, and where it is published. */
  readonly title?: string;
  readonly url?: string;
  readonly ecosystems: readonly string[];
  readonly records: number;
  /** Time of the newest record, or of the file where records have no times. */
  readonly newest?: string;
  readonly fetched: string;
  readonly licence: string;
  /** True when it only completes other feeds: alone it answers for nothing. */
  readonly supplement?: boolean;
  /** Records that could not be read, and the first of them in words; what they say is not known. */
  readonly problems?: { readonly count: number; readonly examples: readonly string[] };
  /** Set when the last attempt to refresh it failed and an older state was kept. */
  readonly failure?: { readonly time: string; readonly code: string; readonly text: string };
}

/** The answer of one rule on one subject. Only `fail` becomes a Finding; `could-not-read` makes a report partial. */
export interface CheckResult {
  readonly rule: string;
  readonly result:
    | 'pass'
    | 'fail'
    | 'not-applicable'
    | 'needs-human'
    | 'could-not-read'
    | 'waived'
    | 'baseline';
  readonly subject: string;
  readonly evidence: readonly string[];
  /** Both in other languages; absent in a report that was read from a file. */
  readonly translations?: {
    readonly 'zh-CN': { readonly subject: string; readonly evidence: readonly string[] };
  };
}
