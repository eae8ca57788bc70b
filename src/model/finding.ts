import type { AdvisoryState } from './advisory.ts';
import type { Location } from './location.ts';
import type { Severity, SeverityStatement } from './severity.ts';
import type { Verdict } from './verdict.ts';

/** What a finding is about. */
export type FindingKind =
  | 'vulnerability'
  | 'misconfiguration'
  | 'secret'
  | 'malware'
  | 'licence'
  | 'trust'
  | 'behaviour'
  | 'end-of-life';

/** A sentence for people: the id and parameters select the translation, `text` is the English one. */
export interface Message {
  readonly id: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly text: string;
  /** The same sentence in other languages, where no table of the house has it. */
  readonly translations?: Translations;
}

/** A text in the languages beside English. */
export interface Translations {
  readonly 'zh-CN': string;
}

/** A text for people in every language Plimsoll speaks. `{name}` stands for a parameter. */
export interface Text {
  readonly en: string;
  readonly 'zh-CN': string;
}

/** One fact worth acting on (or, with verdict `unknown`, one question that could not be answered). */
export interface Finding {
  /** Rule id; for vulnerabilities the id under which it is shown (CVE first). */
  readonly rule: string;
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly message: Message;
  /** Ids by which other tools know the same thing. Any of them works in ignore files. */
  readonly aliases: readonly string[];
  readonly locations: readonly Location[];
  /** What was seen, in words fit for a log: never a whole secret. */
  readonly evidence: readonly string[];
  readonly fix?: Fix;
  /** purl of the package, when the finding is about one. */
  readonly package?: string;
  readonly vulnerability?: VulnerabilityDetail;
  readonly misconfiguration?: MisconfigurationDetail;
  /** Set when the finding is kept for the record but does not count. */
  readonly suppressed?: Suppression;
}

/** How to end it. */
export interface Fix {
  readonly state: AdvisoryState;
  /** Lowest versions that carry the fix, one for each maintained line. */
  readonly versions: readonly string[];
  readonly date?: string;
  /** The command or edit that fixes it, when there is one. */
  readonly instruction?: string;
}

/** A change of text: what stands between two UTF-16 offsets of a file (end excluded) is replaced. */
export interface TextEdit {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What is known about a fault of configuration beside its place. */
export interface MisconfigurationDetail {
  /** What was judged: `Dockerfile`, `shop/Deployment/cart`. */
  readonly subject: string;
  /** What kind of thing was judged: `dockerfile`, `compose`, `kubernetes` … */
  readonly type: string;
  readonly title: Text;
  /** What can happen. */
  readonly why: Text;
  /** What to do. */
  readonly advice: Text;
  readonly references: readonly string[];
  /** Edits that end it, comments and layout kept. */
  readonly edits?: readonly TextEdit[];
  /** Set when the edits take something away that what runs may need: a person looks first. */
  readonly review?: true;
  /** Why there are no edits where there might have been; absent: a person has to decide. */
  readonly noEdit?: NoEdit;
}

/**
 * `alias`: an alias of YAML repeats the part, more would change. `layout`: it is written in a way
 * that cannot be changed without changing more. `rendered`: what was judged is no file.
 */
export type NoEdit = 'alias' | 'layout' | 'rendered';

/** Why a finding does not count, and who says so. */
export interface Suppression {
  /** `not-present`: the code at fault is not in the file that was looked at. */
  readonly by:
    | 'vendor'
    | 'ignore-file'
    | 'vex'
    | 'policy'
    | 'option'
    | 'not-present'
    | 'comment'
    | 'baseline';
  readonly reason: string;
  /** File or feed the decision came from. */
  readonly source: string;
  /** RFC 3339 date after which it counts again. */
  readonly expires?: string;
}

/** What is known about a vulnerability beside its match. */
export interface VulnerabilityDetail {
  readonly title?: string;
  readonly description?: string;
  readonly references: readonly string[];
  readonly cwes: readonly string[];
  readonly published?: string;
  readonly modified?: string;
  /** Feed whose statement decided the match. */
  readonly dataSource: string;
  /** Ids of the vendor's own advisories. */
  readonly vendorIds: readonly string[];
  readonly status: AdvisoryState;
  /** Source whose word became `Finding.severity`; absent when nobody rated it. */
  readonly severitySource?: string;
  readonly severities: readonly SeverityStatement[];
  readonly epss?: {
    readonly probability: number;
    readonly percentile: number;
    readonly date: string;
  };
  readonly kev?: { readonly added: string; readonly due?: string; readonly ransomware: boolean };
  /** 0 to 100; see docs/guide/risk. */
  readonly risk: number;
  /** How the match came about: the own name or the source package's, and the range that decided. */
  readonly match: {
    readonly by: 'direct' | 'indirect' | 'cpe';
    readonly name: string;
    readonly range: string;
  };
}
