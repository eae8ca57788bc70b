import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { needsShared, sharedPath } from '../../../test/kit/outside.ts';
import { runSuite } from '../../../test/kit/suite.ts';
import type { AdvisoryRange } from '../../model/index.ts';
import { compareVersions } from '../../versions/index.ts';
import { fixedClock } from '../../io/clock.ts';
import { buildDatabase } from './build.ts';
import { feeds } from './feeds/index.ts';
import { isCve } from './ids.ts';
import { openDatabase } from './open.ts';
import { starterAdvisories, starterDatabase } from './starter.ts';

const schemes: Readonly<Record<string, string>> = {
  Debian: 'deb',
  Alpine: 'apk',
  npm: 'npm',
  PyPI: 'pypi',
};
const advisories = starterAdvisories();

test('starterDatabase says that it is the starter set, and for which ecosystems it has facts', () => {
  const database = starterDatabase();
  assert.equal(database.info?.starter, true);
  for (const ecosystem of [
    'npm',
    'PyPI',
    'Debian:11',
    'Debian:12',
    'Debian:13',
    'Alpine:v3.15',
    'Alpine:v3.22',
  ])
    assert.deepEqual(
      database.feedsFor(ecosystem).map((feed) => feed.id),
      ['starter'],
      ecosystem,
    );
  assert.deepEqual(database.feedsFor('Debian:10'), []);
  assert.deepEqual(database.feedsFor('Go'), []);
  assert.equal(
    database.lookup('Debian:12', 'curl').some((row) => row.id === 'CVE-2023-38545'),
    true,
  );
});

test('the starter set has some hundred well-formed facts', () => {
  const cves = new Set(advisories.flatMap((item) => [item.id, ...item.aliases]).filter(isCve));
  assert.ok(cves.size >= 200, `${cves.size} CVEs`);
  for (const advisory of advisories) {
    assert.ok([advisory.id, ...advisory.aliases].some(isCve), advisory.id);
    assert.ok(advisory.affected.length > 0, advisory.id);
    for (const affected of advisory.affected) {
      const scheme = schemes[affected.ecosystem.split(':')[0] ?? ''] ?? '';
      for (const version of versionsOf(affected.ranges))
        assert.equal(compareVersions(scheme, version, version), 0, `${advisory.id} ${version}`);
    }
  }
});

function versionsOf(ranges: readonly AdvisoryRange[]): string[] {
  return ranges
    .flatMap((range) =>
      range.kind === 'events' ? range.events.flatMap((event) => Object.values(event)) : [],
    )
    .filter((version): version is string => typeof version === 'string' && version !== '0');
}

test(
  'every fact of the starter set stands in the feeds',
  needsShared('feeds/MANIFEST.json'),
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-starter-'));
    try {
      const out = join(folder, 'plimsoll.db');
      const wanted = new Set([
        'debian-tracker',
        'debian-advisories',
        'alpine-secdb',
        'osv-npm',
        'osv-pypi',
      ]);
      const chosen = feeds.filter((feed) => wanted.has(feed.id));
      await buildDatabase({ from: sharedPath('feeds'), out, feeds: chosen, clock: fixedClock(0) });
      const database = openDatabase(out);
      const rows = advisories.flatMap((advisory) =>
        advisory.affected.map((affected) => ({
          id: `${advisory.id} ${affected.ecosystem} ${affected.name}`,
          run: () => {
            const found = database
              .lookup(affected.ecosystem, affected.name)
              .filter((row) => row.id === advisory.id);
            const known = new Set(found.flatMap((row) => versionsOf(row.affected.ranges)));
            for (const version of versionsOf(affected.ranges))
              assert.ok(known.has(version), `${version} is not in ${[...known].join(' ')}`);
          },
        })),
      );
      await runSuite('starter-facts', rows);
      database.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
