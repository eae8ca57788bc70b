import type {
  Advisory,
  AdvisoryRange,
  Affected,
  DatabaseInfo,
  RangeEvent,
  Severity,
} from '../../model/index.ts';
import type { AdvisoryDatabase } from './database.ts';
import { memoryDatabase } from './memory.ts';
import { schemaNumber } from './schema.ts';
import { alpineStarter } from './starter/alpine.ts';
import { debianStarter } from './starter/debian.ts';
import { npmStarter } from './starter/npm.ts';
import { pypiStarter } from './starter/pypi.ts';
import type { RangeStarterRow } from './starter/rows.ts';

/** Source that rows of the starter set name. */
export const starterSource = 'starter';

/** Day on which the facts were last compared with the feeds. */
const compared = '2026-08-22T00:00:00Z';

/**
 * The starter set: some 300 of the most exploited vulnerabilities of what containers are made of,
 * kept by hand as facts, so that the first scan without any database says something. It proves
 * what is vulnerable, never what is safe: `info.starter` is true, and whoever asks for coverage
 * must say `starter-set`.
 */
export function starterDatabase(): AdvisoryDatabase {
  const advisories = starterAdvisories();
  const ecosystems = new Set(
    advisories.flatMap((advisory) => advisory.affected.map((affected) => affected.ecosystem)),
  );
  const info: DatabaseInfo = {
    path: '(starter set)',
    schema: schemaNumber,
    built: compared,
    checksum: '',
    starter: true,
    feeds: [
      {
        id: starterSource,
        ecosystems: [...ecosystems].sort(),
        records: advisories.length,
        newest: compared,
        fetched: compared,
        licence: 'Apache-2.0',
      },
    ],
  };
  return memoryDatabase({ advisories, info });
}

/** The rows of all tables as advisories. */
export function starterAdvisories(): Advisory[] {
  return [
    ...debianStarter.map(([cve, severity, name, fixed]) =>
      advisory(
        [cve],
        severity,
        Object.entries(fixed).map(([release, version]) =>
          below(`Debian:${release}`, name, version),
        ),
      ),
    ),
    ...alpineStarter.map(([cve, severity, name, runs]) =>
      advisory(
        [cve],
        severity,
        runs.flatMap(([from, to, version]) =>
          Array.from({ length: to - from + 1 }, (_, index) =>
            below(`Alpine:v3.${from + index}`, name, version),
          ),
        ),
      ),
    ),
    ...npmStarter.map((row) => ranged('npm', row)),
    ...pypiStarter.map((row) => ranged('PyPI', row)),
  ];
}

function advisory(
  ids: readonly [string, ...string[]],
  severity: Severity,
  affected: readonly Affected[],
): Advisory {
  const [id, ...aliases] = ids;
  return {
    id,
    aliases,
    source: starterSource,
    kind: 'vulnerability',
    affected,
    severities: [{ source: starterSource, severity }],
  };
}

function below(ecosystem: string, name: string, fixed: string): Affected {
  const events = [{ introduced: '0' }, { fixed }];
  return { ecosystem, name, state: 'fixed', ranges: [{ kind: 'events', events }] };
}

function ranged(ecosystem: string, row: RangeStarterRow): Advisory {
  const [id, cve, severity, name, spans] = row;
  const ranges = spans.map(([introduced, end]): AdvisoryRange => {
    const events: RangeEvent[] = [{ introduced }];
    if (end?.startsWith('=') === true) events.push({ last_affected: end.slice(1) });
    else if (end !== undefined) events.push({ fixed: end });
    return { kind: 'events', events };
  });
  const fixed = spans.some(([, end]) => end !== undefined && !end.startsWith('='));
  const affected: Affected = { ecosystem, name, state: fixed ? 'fixed' : 'affected', ranges };
  return advisory([id, cve], severity, [affected]);
}
