import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import type { Affected, SeverityStatement } from '../../model/index.ts';
import type { MatchRow } from './database.ts';
import { packRow, packSeverity, unpackRow, unpackSeverity } from './packed.ts';
import { packEpss, unpackEpss } from './schema.ts';

const sources = ['debian-tracker', 'osv-npm'];
const numberOf = (id: string): number => sources.indexOf(id);
const key = { ecosystem: 'npm', name: 'a' };

// Without null prototypes: JSON makes none, and a comparison would see them.
const plain = { noNullPrototype: true } as const;

/** As the database does: through JSON and back. */
function again(row: MatchRow): MatchRow {
  const json = JSON.stringify(packRow(row, numberOf));
  return unpackRow(JSON.parse(json) as readonly unknown[], key, sources);
}

const version = fc.string({ minLength: 1, maxLength: 12 });
const event = fc.oneof(
  fc.record({ introduced: version }, plain),
  fc.record({ introduced: version, exclusive: fc.constant(true) }, plain),
  fc.record({ fixed: version }, plain),
  fc.record({ last_affected: version }, plain),
  fc.record({ limit: version }, plain),
);
const range = fc.oneof(
  fc.record(
    { kind: fc.constant('events' as const), events: fc.array(event, { maxLength: 5 }) },
    plain,
  ),
  fc.constant({ kind: 'events' as const, events: [{ introduced: '0' }] }),
  fc.record(
    {
      kind: fc.constant('expression' as const),
      expression: fc.string(),
      fixed: fc.array(fc.string()),
      except: fc.array(fc.string()),
    },
    { ...plain, requiredKeys: ['kind', 'expression'] },
  ),
);
const severity: fc.Arbitrary<SeverityStatement> = fc.oneof(
  fc.record(
    {
      source: fc.constantFrom('debian-tracker', 'osv-npm', 'cna:redhat', 'nvd'),
      severity: fc.constantFrom('critical', 'high', 'medium', 'low', 'unknown'),
      word: fc.string({ minLength: 1 }),
    },
    { requiredKeys: ['source', 'severity'], ...plain },
  ),
  fc.record(
    {
      source: fc.constantFrom('osv-npm', 'cisa-adp'),
      severity: fc.constantFrom('critical', 'low'),
      cvss: fc.record(
        {
          version: fc.constantFrom('2.0', '3.0', '3.1', '4.0'),
          vector: fc.string(),
          score: fc.constantFrom(0, 3.1, 10),
        },
        plain,
      ),
    },
    plain,
  ),
);
const affected: fc.Arbitrary<Affected> = fc.record(
  {
    ecosystem: fc.constant(key.ecosystem),
    name: fc.constant(key.name),
    state: fc.constantFrom(
      'affected',
      'fixed',
      'not_affected',
      'under_investigation',
      'will_not_fix',
      'fix_deferred',
      'end_of_life',
      'unimportant',
    ),
    ranges: fc.array(range, { maxLength: 3 }),
    vendorState: fc.string(),
    versions: fc.array(version, { maxLength: 3 }),
    unaffected: fc.array(version, { maxLength: 3 }),
    upperBoundUnknown: fc.constant(true),
    severity,
    fixDate: fc.constant('2024-01-02'),
    vendorIds: fc.array(version, { maxLength: 2 }),
    qualifiers: fc.constant({ imports: ['net/http#A'] }),
  },
  { requiredKeys: ['ecosystem', 'name', 'state', 'ranges'], ...plain },
);
const time = fc.constantFrom(
  '2024-01-02T03:04:05Z',
  '2024-01-02T03:04:05.123Z',
  '2024-01-02',
  '1969-12-31T23:59:59Z',
  'soon',
);
const row: fc.Arbitrary<MatchRow> = fc.record(
  {
    id: fc.string({ minLength: 1 }),
    aliases: fc.array(fc.string(), { maxLength: 3 }),
    source: fc.constantFrom(...sources),
    kind: fc.constantFrom('vulnerability', 'malware', 'informational'),
    severities: fc.array(severity, { maxLength: 3 }),
    published: time,
    modified: time,
    affected,
  },
  { requiredKeys: ['id', 'aliases', 'source', 'kind', 'severities', 'affected'], ...plain },
);

test('a row that was packed comes back as it was', () => {
  fc.assert(
    fc.property(row, (value) => {
      assert.deepEqual(again(value), value);
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test('a severity statement that was packed comes back as it was', () => {
  fc.assert(
    fc.property(severity, (value) => {
      const json = JSON.stringify(packSeverity(value, numberOf));
      assert.deepEqual(unpackSeverity(JSON.parse(json), sources), value);
    }),
    { seed: 2, numRuns: 1000 },
  );
});

test('the usual row is short', () => {
  const usual: MatchRow = {
    id: 'CVE-2023-38545',
    aliases: [],
    source: 'debian-tracker',
    kind: 'vulnerability',
    severities: [],
    affected: {
      ...key,
      state: 'fixed',
      ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: '7.88.1-10+deb12u4' }] }],
    },
  };
  assert.equal(
    JSON.stringify(packRow(usual, numberOf)),
    '["CVE-2023-38545",0,3,["7.88.1-10+deb12u4"]]',
  );
});

test('EPSS shares of five digits survive', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100_000 }),
      fc.integer({ min: 0, max: 100_000 }),
      (a, b) => {
        const shares = { probability: a / 1e5, percentile: b / 1e5 };
        assert.deepEqual(unpackEpss(packEpss(shares.probability, shares.percentile)), shares);
      },
    ),
    { seed: 3 },
  );
});
