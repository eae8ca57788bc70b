import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Affected, AdvisoryRange, RangeEvent } from '../../model/index.ts';
import type { Order, VersionScheme } from '../../versions/scheme.ts';
import { placeVersion } from './scope.ts';
import { versionJudges } from './version-judge.ts';

/** Dotted numbers: enough to test windows without any ecosystem's oddities. */
const dotted: VersionScheme<readonly number[]> = {
  scheme: 'dotted',
  reference: 'this test',
  parse: (text) => (/^\d+(\.\d+)*$/.test(text) ? text.split('.').map(Number) : undefined),
  compare: (a, b) => {
    for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
      const order = Math.sign((a[at] ?? 0) - (b[at] ?? 0));
      if (order !== 0) return order as Order;
    }
    return 0;
  },
  range: (text) => {
    const bound = dotted.parse(/^< (\d+(?:\.\d+)*)$/.exec(text)?.[1] ?? '');
    return bound === undefined ? undefined : (version) => dotted.compare(version, bound) < 0;
  },
  satisfies: () => {
    throw new Error('advisories are judged by range()');
  },
};
const judge = versionJudges(() => dotted)('dotted')!;

function events(...list: RangeEvent[]): AdvisoryRange {
  return { kind: 'events', events: list };
}

function affected(ranges: readonly AdvisoryRange[], extra: Partial<Affected> = {}): Affected {
  return { ecosystem: 'E', name: 'n', state: 'affected', ranges, ...extra };
}

const zero = { introduced: '0' };

test('placeVersion() follows OSV events, whatever their order', () => {
  const rows: readonly [string, readonly AdvisoryRange[], string, boolean | undefined, boolean][] =
    [
      ['below the fix', [events(zero, { fixed: '2' })], '1.9', true, false],
      ['at the fix', [events(zero, { fixed: '2' })], '2', false, true],
      ['above the fix', [events(zero, { fixed: '2' })], '2.0.1', false, true],
      ['fix before start', [events({ fixed: '2' }, zero)], '1', true, false],
      [
        'before it was introduced',
        [events({ introduced: '1' }, { fixed: '2' })],
        '0.9',
        false,
        false,
      ],
      ['last_affected is inclusive', [events(zero, { last_affected: '2' })], '2.0', true, false],
      ['after last_affected', [events(zero, { last_affected: '2' })], '2.1', false, false],
      ['no end: all later ones', [events({ introduced: '1' })], '99', true, false],
      ['exclusive start, at it', [events({ introduced: '1', exclusive: true })], '1', false, false],
      [
        'exclusive start, above',
        [events({ introduced: '1', exclusive: true })],
        '1.1',
        true,
        false,
      ],
      [
        'second stretch, shuffled',
        [events({ fixed: '4' }, { introduced: '3' }, { fixed: '2' }, zero)],
        '3.5',
        true,
        false,
      ],
      [
        'between stretches',
        [events({ fixed: '4' }, { introduced: '3' }, { fixed: '2' }, zero)],
        '2.5',
        false,
        true,
      ],
      [
        'adjoining stretches',
        [events(zero, { fixed: '2' }, { introduced: '2' }, { fixed: '3' })],
        '2',
        true,
        false,
      ],
      [
        'several fixes close once',
        [events(zero, { fixed: '2' }, { fixed: '3' })],
        '2.5',
        false,
        true,
      ],
      ['limit bounds an open range', [events(zero, { limit: '2' })], '2', false, false],
      ['limit leaves what is below', [events(zero, { limit: '2' })], '1', true, false],
      ['limit * bounds nothing', [events(zero, { limit: '*' })], '9', true, false],
      ['end without a start', [events({ fixed: '2' })], '1', true, false],
      [
        'ranges are alternatives',
        [events(zero, { fixed: '1' }), events({ introduced: '3' })],
        '3',
        true,
        false,
      ],
      ['unparsable version', [events(zero, { fixed: '2' })], 'one', undefined, false],
      ['unparsable bound', [events(zero, { fixed: 'two' })], '1', undefined, false],
      ['unparsable version in an open range', [events(zero)], 'one', true, false],
      ['no range at all is every version', [], 'one', true, false],
      ['expression', [{ kind: 'expression', expression: '< 2' }], '1', true, false],
      ['expression, outside', [{ kind: 'expression', expression: '< 2' }], '2', false, false],
      [
        'expression, outside and fixed',
        [{ kind: 'expression', expression: '< 2', fixed: ['2'] }],
        '2',
        false,
        true,
      ],
      [
        'empty expression is every version',
        [{ kind: 'expression', expression: '' }],
        'one',
        true,
        false,
      ],
      [
        'inside an exception of an expression',
        [{ kind: 'expression', expression: '', except: ['< 1', '< 2'] }],
        '1',
        false,
        true,
      ],
      [
        'outside of every exception',
        [{ kind: 'expression', expression: '', except: ['< 1', '< 2'] }],
        '2',
        true,
        false,
      ],
      [
        'unreadable exception',
        [{ kind: 'expression', expression: '', except: ['< 1', 'from 5'] }],
        '2',
        undefined,
        false,
      ],
      [
        'unparsable version with exceptions',
        [{ kind: 'expression', expression: '', except: ['< 1'] }],
        'one',
        undefined,
        false,
      ],
      [
        'unreadable expression',
        [{ kind: 'expression', expression: 'up to 2' }],
        '1',
        undefined,
        false,
      ],
    ];
  for (const [title, ranges, version, inside, fixed] of rows) {
    const scope = placeVersion(affected(ranges), version, judge);
    assert.equal(scope.inside, inside, title);
    assert.equal(scope.fixed, fixed, `${title}: fixed`);
    assert.equal(scope.reason !== undefined, inside === undefined, `${title}: reason`);
  }
});

test('placeVersion() counts listed versions besides the ranges, and exceptions before both', () => {
  const range = [events({ introduced: '1' }, { fixed: '2' })];
  const rows: readonly [string, Affected, string, boolean | undefined, boolean][] = [
    ['listed', affected(range, { versions: ['5'] }), '5', true, false],
    ['listed in another spelling', affected(range, { versions: ['5'] }), '5.0', true, false],
    ['not listed', affected(range, { versions: ['5'] }), '6', false, false],
    ['only a list', affected([], { versions: ['5'] }), '6', false, false],
    ['only a list, unparsable and listed', affected([], { versions: ['x'] }), 'x', true, false],
    [
      'only a list, unparsable and not listed',
      affected([], { versions: ['5'] }),
      'x',
      undefined,
      false,
    ],
    ['exception inside the range', affected(range, { unaffected: ['1.5'] }), '1.5', false, true],
    ['exception as a requirement', affected(range, { unaffected: ['< 1.6'] }), '1.5', false, true],
    ['exception elsewhere', affected(range, { unaffected: ['< 1.2'] }), '1.5', true, false],
  ];
  for (const [title, entry, version, inside, declared] of rows) {
    const scope = placeVersion(entry, version, judge);
    assert.equal(scope.inside, inside, title);
    assert.equal(scope.declaredUnaffected, declared, title);
  }
});

test('placeVersion() is unknown where the source lost the upper bound', () => {
  const lost = { upperBoundUnknown: true };
  const rows: readonly [string, Affected, string, boolean | undefined][] = [
    ['in the open stretch', affected([events({ introduced: '2' })], lost), '3', undefined],
    ['before it', affected([events({ introduced: '2' })], lost), '1', false],
    ['every version', affected([events(zero)], lost), '1', undefined],
    ['listed', affected([events(zero)], { ...lost, versions: ['1'] }), '1', true],
    ['in a closed stretch', affected([events(zero, { fixed: '2' })], lost), '1', true],
  ];
  for (const [title, entry, version, inside] of rows) {
    assert.equal(placeVersion(entry, version, judge).inside, inside, title);
  }
});

test('placeVersion() names the lowest fix of each line above the version, and none that is affected again', () => {
  const lines = [
    events(zero, { fixed: '1.2' }),
    events({ introduced: '2' }, { fixed: '2.3' }),
    events({ introduced: '1.9' }, { last_affected: '1.95' }),
  ];
  assert.deepEqual(placeVersion(affected(lines), '1.0', judge).fixes, ['1.2', '2.3']);
  assert.deepEqual(placeVersion(affected(lines), '2.1', judge).fixes, ['2.3']);
  assert.deepEqual(placeVersion(affected(lines), '1.9', judge).fixes, ['2.3']);
  const again = [events(zero, { fixed: '1.2' }), events({ introduced: '1.1' }, { fixed: '1.4' })];
  assert.deepEqual(placeVersion(affected(again), '1.0', judge).fixes, ['1.4']);
});

test('placeVersion() says in words which range decided', () => {
  const range = events(
    { introduced: '1' },
    { fixed: '2' },
    { introduced: '3' },
    { last_affected: '4' },
  );
  assert.equal(placeVersion(affected([range]), '1.5', judge).range, '>= 1, < 2');
  assert.equal(placeVersion(affected([range]), '3.5', judge).range, '>= 3, <= 4');
  assert.equal(placeVersion(affected([range]), '0.5', judge).range, '>= 1, < 2 || >= 3, <= 4');
});

/** The evaluation of the OSV schema, word for word, over whole numbers: the oracle. */
function osvSays(list: readonly RangeEvent[], version: number): boolean {
  const numberOf = (event: RangeEvent): number => Number(Object.values(event)[0]);
  let vulnerable = false;
  for (const event of [...list].sort((a, b) => numberOf(a) - numberOf(b))) {
    if ('introduced' in event && version >= numberOf(event)) vulnerable = true;
    else if ('fixed' in event && version >= numberOf(event)) vulnerable = false;
    else if ('last_affected' in event && version > numberOf(event)) vulnerable = false;
  }
  return vulnerable;
}

test('placeVersion() agrees with the evaluation of the OSV schema for every order of events', () => {
  const ends = fc.array(fc.constantFrom('introduced', 'fixed', 'last_affected'), { maxLength: 8 });
  const versions = fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 9 });
  const run = fc.property(versions, ends, fc.nat(), (numbers, kinds, seed) => {
    const sorted = numbers.toSorted((a, b) => a - b);
    const list = sorted.map((number, at) => {
      const kind = at === 0 ? 'introduced' : (kinds[at - 1] ?? 'fixed');
      return { [kind]: String(number) } as RangeEvent;
    });
    const shuffled = list.toSorted((a, b) => hash(a, seed) - hash(b, seed));
    for (let version = 0; version <= 31; version += 1) {
      const scope = placeVersion(affected([events(...shuffled)]), String(version), judge);
      assert.equal(
        scope.inside,
        osvSays(list, version),
        `${JSON.stringify(shuffled)} at ${version}`,
      );
      for (const fix of scope.fixes)
        assert.ok(!osvSays(list, Number(fix)), `fix ${fix} is affected`);
    }
  });
  fc.assert(run, { seed: 20_261_121, numRuns: 500 });
});

function hash(event: RangeEvent, seed: number): number {
  const text = JSON.stringify(event) + String(seed);
  return Array.from(text).reduce(
    (sum, character) => (sum * 31 + character.charCodeAt(0)) % 65_521,
    7,
  );
}
