import assert from 'node:assert/strict';
import { test } from 'node:test';

import { advisoriesOf, documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import type { Affected, AdvisoryRange } from '../../../model/index.ts';
import { debianTracker } from './debian-tracker.ts';

function parse(content: unknown): ReturnType<typeof advisoriesOf> {
  return advisoriesOf(debianTracker.parse(documentOf('debian-tracker.json', content)));
}

function release(fields: Record<string, unknown>, codename = 'bookworm'): Affected | undefined {
  return parse({ openssl: { 'CVE-2022-4203': { releases: { [codename]: fields } } } })[0]
    ?.affected[0];
}

const open: readonly AdvisoryRange[] = [{ kind: 'events', events: [{ introduced: '0' }] }];
const below = (fixed: string): readonly AdvisoryRange[] => [
  { kind: 'events', events: [{ introduced: '0' }, { fixed }] },
];

const rows: readonly [
  Record<string, unknown>,
  Affected['state'],
  string | undefined,
  readonly AdvisoryRange[],
][] = [
  [
    { status: 'resolved', fixed_version: '1.2-3', urgency: 'not yet assigned' },
    'fixed',
    'resolved',
    below('1.2-3'),
  ],
  [
    { status: 'resolved', fixed_version: '0', urgency: 'unimportant' },
    'not_affected',
    'unimportant',
    [],
  ],
  [{ status: 'resolved', fixed_version: '0' }, 'not_affected', 'resolved', []],
  [
    { status: 'resolved', fixed_version: '1.2-3', urgency: 'unimportant' },
    'unimportant',
    'unimportant',
    below('1.2-3'),
  ],
  [{ status: 'open', urgency: 'medium' }, 'affected', 'open', open],
  [{ status: 'open', urgency: 'unimportant' }, 'unimportant', 'unimportant', open],
  [{ status: 'open', urgency: 'end-of-life' }, 'end_of_life', 'end-of-life', open],
  [{ status: 'open', nodsa: 'Minor issue', nodsa_reason: '' }, 'will_not_fix', 'no-dsa', open],
  [
    { status: 'open', nodsa: 'Minor issue', nodsa_reason: 'ignored' },
    'will_not_fix',
    'ignored',
    open,
  ],
  [
    { status: 'open', nodsa: 'Wait for point update', nodsa_reason: 'postponed' },
    'fix_deferred',
    'postponed',
    open,
  ],
  [{ status: 'undetermined' }, 'under_investigation', 'undetermined', open],
  [{ status: 'resolved' }, 'affected', 'open', open],
  [{}, 'affected', 'open', open],
];

for (const [fields, state, word, ranges] of rows) {
  test(`the tracker's ${JSON.stringify(fields)} is ${state}`, () => {
    const found = release(fields);
    assert.equal(found?.state, state);
    assert.equal(found?.vendorState, word);
    assert.deepEqual(found?.ranges, ranges);
  });
}

test('urgency is a severity with its word, and "not yet assigned" is none', () => {
  assert.deepEqual(release({ status: 'open', urgency: 'high**' })?.severity, {
    source: 'debian-tracker',
    severity: 'high',
  });
  assert.deepEqual(release({ status: 'open', urgency: 'unimportant' })?.severity, {
    source: 'debian-tracker',
    severity: 'low',
    word: 'unimportant',
  });
  assert.equal(release({ status: 'open', urgency: 'not yet assigned' })?.severity, undefined);
});

test('code names become releases; an unknown one is told once', () => {
  assert.equal(release({ status: 'open' }, 'trixie')?.ecosystem, 'Debian:13');
  assert.equal(release({ status: 'open' }, 'sid')?.ecosystem, 'Debian:sid');
  const document = documentOf('debian-tracker.json', {
    a: { 'CVE-2020-1': { releases: { zurg: {} } }, 'CVE-2020-2': { releases: { zurg: {} } } },
  });
  const records = [...debianTracker.parse(document)];
  assert.deepEqual(advisoriesOf(records), []);
  assert.equal(problemsOf(records).length, 1);
});

test('temporary ids and hostile names are taken as they are', () => {
  const found = parse({
    __proto__x: {},
    constructor: {
      'TEMP-0000000-ABCDEF': { description: 'd', releases: { sid: { status: 'open' } } },
    },
  });
  assert.deepEqual(
    found.map((item) => [item.id, item.affected[0]?.name, item.description]),
    [['TEMP-0000000-ABCDEF', 'constructor', 'd']],
  );
});

test('the tracker parser survives mutations', () => {
  const fixture = {
    openssl: {
      'CVE-2022-4203': {
        description: 'x',
        releases: {
          bookworm: {
            status: 'resolved',
            fixed_version: '3.0.8-1',
            urgency: 'low',
            repositories: { bookworm: '3.0.8-1' },
          },
        },
      },
    },
    zlib: {},
  };
  fuzz([Buffer.from(JSON.stringify(fixture, undefined, 1))], (bytes) => [
    ...debianTracker.parse(documentOf('t', bytes)),
  ]);
});
