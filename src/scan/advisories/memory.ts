import type { Advisory, DatabaseInfo } from '../../model/index.ts';
import type { AdvisoryDatabase, AdvisoryText, CveFacts, LifeCycle, MatchRow } from './database.ts';

/** Content of an in-memory database. */
export interface MemoryContent {
  readonly advisories: readonly Advisory[];
  readonly cves?: ReadonlyMap<string, CveFacts>;
  /** Release lines by product name of endoflife.date. */
  readonly lifeCycles?: ReadonlyMap<string, readonly LifeCycle[]>;
  /** What the database says about itself; made up from the advisories when absent. */
  readonly info?: DatabaseInfo;
}

/**
 * A database of the advisories given: for library users, tests and the starter set. It answers for
 * the ecosystems that occur in them. Withdrawn advisories are left out, as everywhere.
 */
export function memoryDatabase(content: MemoryContent): AdvisoryDatabase {
  const rows = new Map<string, MatchRow[]>();
  const texts = new Map<string, AdvisoryText>();
  for (const advisory of content.advisories) {
    if (advisory.withdrawn !== undefined) continue;
    texts.set(key(advisory.source, advisory.id), textOfAdvisory(advisory));
    for (const row of matchRows(advisory)) {
      const at = key(row.affected.ecosystem, row.affected.name);
      const list = rows.get(at);
      if (list === undefined) rows.set(at, [row]);
      else list.push(row);
    }
  }
  const info = content.info ?? infoOf(content.advisories);
  return {
    info,
    lookup: (ecosystem, name) => rows.get(key(ecosystem, name)) ?? [],
    text: (source, id) => texts.get(key(source, id)),
    cve: (id) => content.cves?.get(id),
    lifeCycles: (product) => content.lifeCycles?.get(product) ?? [],
    feedsFor: (ecosystem) => info.feeds.filter((feed) => feed.ecosystems.includes(ecosystem)),
    close: () => {},
  };
}

/** What matching needs of an advisory, once for each package it names. */
export function matchRows(advisory: Advisory): MatchRow[] {
  const { id, aliases, source, kind, severities, published, modified } = advisory;
  const dates = {
    ...(published === undefined ? {} : { published }),
    ...(modified === undefined ? {} : { modified }),
  };
  return advisory.affected.map((affected) =>
    // Two fifths of Ubuntu's rows say that there is nothing: how bad, and since when, is nothing too.
    affected.state === 'not_affected' && affected.ranges.length === 0
      ? { id, aliases, source, kind, severities: [], affected }
      : { id, aliases, source, kind, severities, ...dates, affected },
  );
}

/** What people read about an advisory. */
export function textOfAdvisory(advisory: Advisory): AdvisoryText {
  return {
    ...(advisory.title === undefined ? {} : { title: advisory.title }),
    ...(advisory.description === undefined ? {} : { description: advisory.description }),
    references: advisory.references ?? [],
    cwes: advisory.cwes ?? [],
  };
}

function infoOf(advisories: readonly Advisory[]): DatabaseInfo {
  const epoch = '1970-01-01T00:00:00Z';
  const bySource = Map.groupBy(advisories, (advisory) => advisory.source);
  return {
    path: ':memory:',
    schema: 0,
    built: epoch,
    checksum: '',
    starter: false,
    feeds: [...bySource].map(([id, list]) => ({
      id,
      ecosystems: [
        ...new Set(list.flatMap((advisory) => advisory.affected.map((item) => item.ecosystem))),
      ].sort(),
      records: list.length,
      fetched: epoch,
      licence: '',
    })),
  };
}

function key(first: string, second: string): string {
  return `${first}\0${second}`;
}
