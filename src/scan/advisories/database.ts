import type {
  Affected,
  Advisory,
  DatabaseInfo,
  FeedState,
  SeverityStatement,
} from '../../model/index.ts';

/** What matching needs of an advisory, for one package: small, read on every look-up. */
export interface MatchRow extends Pick<
  Advisory,
  'id' | 'aliases' | 'source' | 'kind' | 'severities' | 'withdrawn' | 'published' | 'modified'
> {
  readonly affected: Affected;
}

/** What people want to read about an advisory: large, read only for what is shown. */
export interface AdvisoryText {
  readonly title?: string;
  readonly description?: string;
  readonly references: readonly string[];
  readonly cwes: readonly string[];
}

/** Facts about a CVE whichever feed found it. */
export interface CveFacts {
  readonly epss?: {
    readonly probability: number;
    readonly percentile: number;
    readonly date: string;
  };
  readonly kev?: { readonly added: string; readonly due?: string; readonly ransomware: boolean };
  readonly severities: readonly SeverityStatement[];
}

/** One release line of a product. */
export interface LifeCycle {
  readonly cycle: string;
  readonly codename?: string;
  readonly eol?: string | boolean;
  readonly extended?: string | boolean;
}

/**
 * The advisory database as the matcher sees it. Implementations: the read-only SQLite artifact,
 * an in-memory list (library users, tests), the starter set, and `none`.
 */
export interface AdvisoryDatabase {
  readonly info: DatabaseInfo | undefined;
  /** Rows for one package of one ecosystem (`Debian:12`, `openssl`); names are already normalised. */
  readonly lookup: (ecosystem: string, name: string) => readonly MatchRow[];
  readonly text: (source: string, id: string) => AdvisoryText | undefined;
  readonly cve: (id: string) => CveFacts | undefined;
  readonly lifeCycles: (product: string) => readonly LifeCycle[];
  /** Feeds that answer for an ecosystem; empty means that silence is no answer. */
  readonly feedsFor: (ecosystem: string) => readonly FeedState[];
  readonly close: () => void;
}
