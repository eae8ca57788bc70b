import { createSqlite } from '../../io/sqlite.ts';
import type { SqliteFile, SqliteStatement } from '../../io/sqlite.ts';
import type { FeedRecord } from './contract.ts';
import { cveNumber } from './ids.ts';
import { matchRows, textOfAdvisory } from './memory.ts';
import { longestName } from './names.ts';
import { packRow, packSeverity } from './packed.ts';
import { packEpss, stagingSql } from './schema.ts';

/** What became of the records of one feed. */
export interface FeedCount {
  documents: number;
  /** Records read, of every kind, before anything is left out. */
  records: number;
  withdrawn: number;
  /** Records of an id that an earlier record of the feed had. */
  duplicates: number;
  /** Statements about one package each. */
  rows: number;
  problems: number;
  /** Texts of the first problems. */
  readonly examples: string[];
  readonly ecosystems: Set<string>;
  /** Records with a time of their own. */
  timed: number;
  /** Newest time of a record. */
  newest?: string;
  /** The document's own date, where it has one. */
  dated?: string;
}

/**
 * The time up to which a feed reaches: the date of its document, else the newest of its records
 * when most of them have one. A repository that fills dates in on publication leaves them out in
 * nearly all records (Go), and the few that are there tell nothing.
 */
export function newestOf(count: FeedCount): string | undefined {
  if (count.dated !== undefined) return count.dated;
  return count.timed * 2 >= count.records ? count.newest : undefined;
}

/** Where records wait to be sorted. */
export interface Staging {
  readonly file: SqliteFile;
  /** Takes one record; says nothing about problems, which only count. */
  readonly add: (record: FeedRecord, count: FeedCount) => void;
  readonly seal: () => void;
}

/** A count of nothing. */
export function emptyCount(): FeedCount {
  return {
    documents: 0,
    records: 0,
    withdrawn: 0,
    duplicates: 0,
    rows: 0,
    timed: 0,
    problems: 0,
    examples: [],
    ecosystems: new Set(),
  };
}

/** Problems that are kept in words; the others are only counted. */
const examplesKept = 20;

/** Counts a problem and keeps the text of the first ones. */
export function addProblem(count: FeedCount, text: string): void {
  count.problems += 1;
  if (count.examples.length < examplesKept) count.examples.push(text.slice(0, 300));
}

interface Statements {
  readonly row: SqliteStatement;
  readonly text: SqliteStatement;
  readonly epss: SqliteStatement;
  readonly kev: SqliteStatement;
  readonly severity: SqliteStatement;
  readonly life: SqliteStatement;
}

/** Numbers that stand for feed ids in rows. */
export interface FeedNumbers {
  /** The feed whose records come now. */
  readonly feed: () => number;
  /** Number of a feed id, -1 for a source of severities that is no feed. */
  readonly numberOf: (id: string) => number;
}

/** Opens a staging file. Records that come first win over later ones of the same key. */
export function openStaging(path: string, numbers: FeedNumbers): Staging {
  const file = createSqlite(path, (fresh) => {
    fresh.execute(stagingSql);
    fresh.execute('BEGIN');
  });
  const statements: Statements = {
    row: file.prepare('INSERT INTO rows VALUES (?, ?, ?, ?, ?)'),
    text: file.prepare('INSERT INTO texts VALUES (?, ?, ?)'),
    epss: file.prepare('INSERT OR IGNORE INTO epss VALUES (?, ?)'),
    kev: file.prepare('INSERT OR IGNORE INTO kev VALUES (?, ?)'),
    severity: file.prepare('INSERT INTO severities VALUES (?, ?)'),
    life: file.prepare('INSERT INTO life_cycles VALUES (?, ?, ?, ?)'),
  };
  return {
    file,
    add: (record, count) => addRecord({ statements, ...numbers }, record, count),
    seal: () => file.execute('COMMIT'),
  };
}

interface Target extends FeedNumbers {
  readonly statements: Statements;
}

function addRecord(target: Target, record: FeedRecord, count: FeedCount): void {
  const { statements } = target;
  if (record.kind === 'problem') {
    addProblem(count, `${record.where}: ${record.text}`);
    return;
  }
  if (record.kind === 'dated') {
    count.dated = record.time;
    return;
  }
  count.records += 1;
  if (record.kind === 'advisory') {
    addAdvisory(target, record, count);
  } else if (record.kind === 'end-of-life') {
    const { kind: _kind, product, ...cycle } = record;
    statements.life.run(product, cycle.cycle, target.feed(), JSON.stringify(cycle));
    count.rows += 1;
  } else {
    addCveFact(target, record, count);
  }
}

type CveRecord = Extract<FeedRecord, { readonly kind: 'epss' | 'kev' | 'severity' }>;

function addCveFact(target: Target, record: CveRecord, count: FeedCount): void {
  const { statements } = target;
  const cve = cveNumber(record.cve);
  if (cve === undefined) {
    addProblem(count, `"${record.cve.slice(0, 40)}" is no CVE id`);
    return;
  }
  count.rows += 1;
  if (record.kind === 'epss') {
    noteTime(count, record.date);
    statements.epss.run(cve, packEpss(record.probability, record.percentile));
  } else if (record.kind === 'kev') {
    const { added, due, ransomware, name } = record;
    statements.kev.run(cve, JSON.stringify({ added, due, ransomware, name }));
  } else {
    noteTime(count, record.modified ?? record.published);
    statements.severity.run(cve, JSON.stringify(packSeverity(record.statement, target.numberOf)));
    addText(target, record.cve, {
      ...(record.title === undefined ? {} : { title: record.title }),
      ...(record.description === undefined ? {} : { description: record.description }),
      references: [],
      cwes: record.cwes ?? [],
    });
  }
}

function addAdvisory(
  target: Target,
  { advisory }: Extract<FeedRecord, { readonly kind: 'advisory' }>,
  count: FeedCount,
): void {
  noteTime(count, advisory.modified ?? advisory.published);
  if (advisory.withdrawn !== undefined) {
    count.withdrawn += 1;
    return;
  }
  const feed = target.feed();
  for (const row of matchRows(advisory)) {
    const { ecosystem, name } = row.affected;
    if (name.length > longestName || ecosystem.length > longestName) {
      addProblem(count, `${advisory.id}: a package name of ${name.length} characters`);
      continue;
    }
    const packed = JSON.stringify(packRow(row, target.numberOf));
    target.statements.row.run(ecosystem, name, feed, advisory.id, packed);
    count.rows += 1;
    count.ecosystems.add(ecosystem);
  }
  addText(target, advisory.id, textOfAdvisory(advisory));
}

function addText(target: Target, id: string, text: ReturnType<typeof textOfAdvisory>): void {
  const { title, description, references, cwes } = text;
  if (title === undefined && description === undefined && references.length + cwes.length === 0)
    return;
  const body = JSON.stringify([title ?? 0, description ?? 0, references, cwes]);
  target.statements.text.run(target.feed(), id, body);
}

function noteTime(count: FeedCount, time: string | undefined): void {
  if (time === undefined || !/^\d{4}-\d\d-\d\d/.test(time)) return;
  count.timed += 1;
  if (count.newest === undefined || time > count.newest) count.newest = time;
}
