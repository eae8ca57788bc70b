import type { Severity, SeverityStatement } from '../../model/index.ts';

/** The rating that is shown, and who gave it. `source` is absent when nobody rated the fault. */
export interface Rating {
  readonly severity: Severity;
  readonly source?: string;
}

/** What the rating is chosen from. */
export interface Ratings {
  /** Feed whose advisory decided the match. */
  readonly detecting: string;
  /** That advisory's own ratings, the one for this very package first. */
  readonly own: readonly SeverityStatement[];
  /** Everybody else's, in the order in which they are trusted. */
  readonly others: readonly SeverityStatement[];
}

/**
 * Chooses by source: the vendor of the detecting feed, then NVD, then any other. `order` replaces
 * that order where the user gives one; `auto` in it stands for the default. Silence stays
 * `unknown`: a fault without a score is not a low one.
 */
export function chooseSeverity(ratings: Ratings, order: readonly string[] = ['auto']): Rating {
  for (const source of order) {
    const found = source === 'auto' ? automatic(ratings) : from(ratings, source);
    if (found !== undefined) return { severity: found.severity, source: found.source };
  }
  return { severity: 'unknown' };
}

function automatic(ratings: Ratings): SeverityStatement | undefined {
  return (
    best(ratings.own) ??
    from(ratings, ratings.detecting) ??
    from(ratings, 'nvd') ??
    best(ratings.others)
  );
}

function from(ratings: Ratings, source: string): SeverityStatement | undefined {
  return best([...ratings.own, ...ratings.others].filter((row) => row.source === source));
}

/** A vendor's own word before a score, a newer CVSS before an older one. Ratings that say nothing do not count. */
function best(statements: readonly SeverityStatement[]): SeverityStatement | undefined {
  const rated = statements.filter((statement) => statement.severity !== 'unknown');
  const first = rated[0];
  if (first === undefined) return undefined;
  return rated
    .filter((statement) => statement.source === first.source)
    .reduce((a, b) => (standing(b) > standing(a) ? b : a));
}

function standing(statement: SeverityStatement): number {
  if (statement.cvss === undefined) return 10;
  return statement.word === undefined ? Number(statement.cvss.version) : 10;
}

/** Statements without repetition, in their order. */
export function distinctSeverities(
  statements: readonly SeverityStatement[],
): readonly SeverityStatement[] {
  const seen = new Map<string, SeverityStatement>();
  for (const statement of statements) {
    const { source, severity, word = '', cvss } = statement;
    const key = JSON.stringify([source, severity, word, cvss?.vector ?? '']);
    if (!seen.has(key)) seen.set(key, statement);
  }
  return [...seen.values()];
}
