import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Advisory, AdvisoryState, Affected, Package } from '../../model/index.ts';
import { memoryDatabase } from '../advisories/memory.ts';
import { matchPackages } from './match-packages.ts';

const release = 'Ubuntu:16.04:LTS';
const channel = 'Ubuntu:Pro:16.04:LTS';

/** One vendor's word: a state, and a fix where there is one. */
function says(ecosystem: string, state: AdvisoryState, fixed?: string): Affected {
  const events = [{ introduced: '0' }, ...(fixed === undefined ? [] : [{ fixed }])];
  const ranges = state === 'not_affected' ? [] : [{ kind: 'events' as const, events }];
  return { ecosystem, name: 'wayland', state, ranges };
}

function judge(affected: readonly Affected[], version: string, pro: boolean) {
  const advisory: Advisory = {
    id: 'CVE-2021-3782',
    aliases: [],
    source: 'test',
    kind: 'vulnerability',
    severities: [],
    affected,
  };
  const pkg: Package = {
    name: 'libwayland-client0',
    version,
    type: 'deb',
    purl: `pkg:deb/ubuntu/libwayland-client0@${version}`,
    source: { name: 'wayland', version },
    foundBy: 'dpkg',
    locations: [],
  };
  const channels = pro ? { channels: ['esm'] } : {};
  const { findings } = matchPackages([pkg], {
    os: { id: 'ubuntu', version: '16.04', ...channels },
    now: new Date('2026-09-01T00:00:00Z'),
    database: memoryDatabase({ advisories: [advisory] }),
  });
  const [finding] = findings;
  if (finding === undefined) return 'nothing';
  const remark = finding.evidence.find((line) => line.includes('subscribers')) ?? '';
  return [finding.verdict, finding.fix?.state, ...(finding.fix?.versions ?? []), remark]
    .filter((word) => word !== '')
    .join(' ');
}

const remark = 'fixed in 1.12+esm1 for subscribers of Ubuntu Pro';
const rows: readonly [string, readonly Affected[], string, string, string][] = [
  // What they say · the rows · version · without · with a subscription
  [
    'the release ended, the channel has a fix',
    [says(release, 'end_of_life'), says(channel, 'fixed', '1.12+esm1')],
    '1.11',
    `affected end_of_life ${remark}`,
    'affected fixed 1.12+esm1',
  ],
  [
    'the fix of the channel is installed, whoever installed it',
    [says(release, 'end_of_life'), says(channel, 'fixed', '1.12+esm1')],
    '1.12+esm1',
    'nothing',
    'nothing',
  ],
  [
    'the release has a fix, the channel a later one',
    [says(release, 'fixed', '1.11-1'), says(channel, 'fixed', '1.12+esm1')],
    '1.11-1',
    'nothing',
    'nothing',
  ],
  [
    'the release has a fix that is not installed',
    [says(release, 'fixed', '1.11-1')],
    '1.10',
    'affected fixed 1.11-1',
    'affected fixed 1.11-1',
  ],
  [
    'the release is not affected, the channel says nothing else',
    [says(release, 'not_affected'), says(channel, 'fixed', '1.12+esm1')],
    '1.11',
    'nothing',
    'nothing',
  ],
  [
    'only the channel speaks: the package gets fixes nowhere else',
    [says(channel, 'fixed', '1.12+esm1')],
    '1.11',
    `affected affected ${remark}`,
    'affected fixed 1.12+esm1',
  ],
  [
    'neither has a fix',
    [says(release, 'affected'), says(channel, 'affected')],
    '1.11',
    'affected affected',
    'affected affected',
  ],
  [
    'the channel has not decided on what the release leaves open',
    [says(release, 'end_of_life'), says(channel, 'under_investigation')],
    '1.11',
    'affected end_of_life',
    'affected end_of_life',
  ],
  [
    'the channel clears what the release no longer decides',
    [says(release, 'end_of_life'), says(channel, 'not_affected')],
    '1.11',
    'nothing',
    'nothing',
  ],
  [
    'the channel clears its own versions, the release still needs the fix',
    [says(release, 'affected'), says(channel, 'not_affected')],
    '1.11',
    'affected affected',
    'nothing',
  ],
];

for (const [title, affected, version, without, subscribed] of rows) {
  test(`Ubuntu Pro: ${title}`, () => {
    assert.equal(judge(affected, version, false), without, 'without a subscription');
    assert.equal(judge(affected, version, true), subscribed, 'with a subscription');
  });
}
