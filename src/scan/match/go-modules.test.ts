import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packGoSymbols } from '../../formats/go-symbols.ts';
import type { Advisory, Package } from '../../model/index.ts';
import { memoryDatabase } from '../advisories/memory.ts';
import { isUnreleased } from './go-modules.ts';
import { matchPackages } from './match-packages.ts';

const now = new Date('2026-09-01T00:00:00Z');

function module(extra: Partial<Package> = {}): Package {
  return {
    name: 'example.com/m',
    version: 'v1.0.0',
    type: 'golang',
    purl: 'pkg:golang/example.com/m@v1.0.0',
    foundBy: 'test',
    locations: [],
    ...extra,
  };
}

function advisory(id: string, imports?: readonly string[]): Advisory {
  return {
    id,
    aliases: ['CVE-2024-1000'],
    source: 'osv-go',
    kind: 'vulnerability',
    severities: [],
    affected: [
      {
        ecosystem: 'Go',
        name: 'example.com/m',
        state: 'fixed',
        ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: '1.1.0' }] }],
        ...(imports && { qualifiers: { imports } }),
      },
    ],
  };
}

function told(pkg: Package, advisories: readonly Advisory[]): string {
  const { findings, suppressed } = matchPackages([pkg], {
    database: memoryDatabase({ advisories }),
    now,
    options: { staleAfterDays: Number.POSITIVE_INFINITY },
  });
  const [one, ...more] = [...findings, ...suppressed];
  assert.deepEqual(more, []);
  return one?.suppressed === undefined
    ? (one?.verdict ?? 'nothing')
    : `${one.suppressed.by}: ${one.suppressed.reason}`;
}

const has = (symbols: readonly string[], path = 'example.com/m/p'): Partial<Package> => ({
  qualifiers: { symbols: [packGoSymbols(path, symbols)], goos: 'linux', goarch: 'amd64' },
});

test('a fault counts when the code that its advisory names is in the program, or nobody knows', () => {
  const rows: readonly [string, Partial<Package>, readonly string[] | undefined, string][] = [
    ['function there', has(['Bad']), ['example.com/m/p#Bad'], 'affected'],
    ['one of several there', has(['T.Bad']), ['example.com/m/p#Worse,T.Bad'], 'affected'],
    ['package there, no functions named', has(['X']), ['example.com/m/p'], 'affected'],
    ['no code named', has(['X']), undefined, 'affected'],
    ['contents unknown', {}, ['example.com/m/p#Bad'], 'affected'],
    [
      'function not there',
      has(['Good']),
      ['example.com/m/p#Bad'],
      'not-present: the program contains example.com/m/p but not Bad',
    ],
    [
      'package not there',
      has(['Bad'], 'example.com/m/q'),
      ['example.com/m/p#Bad'],
      'not-present: the program contains nothing of example.com/m/p',
    ],
    [
      'one of two packages there',
      has(['Bad']),
      ['example.com/m/q#A', 'example.com/m/p#Bad'],
      'affected',
    ],
    [
      'another system',
      has(['Bad']),
      ['example.com/m/p#Bad?goos=windows,plan9'],
      'not-present: example.com/m/p is at fault on windows, plan9 only, this is for linux',
    ],
    [
      'this system',
      has(['Bad']),
      ['example.com/m/p#Bad?goos=linux&goarch=amd64,arm64'],
      'affected',
    ],
    [
      'another architecture',
      has(['Bad']),
      ['example.com/m/p?goarch=386'],
      'not-present: example.com/m/p is at fault on 386 only, this is for amd64',
    ],
  ];
  for (const [name, extra, imports, expected] of rows)
    assert.equal(told(module(extra), [advisory('GO-1', imports)]), expected, name);
});

test('an advisory that names code speaks for those of the same fault that do not', () => {
  const named = advisory('GO-1', ['example.com/m/p#Bad']);
  assert.match(told(module(has(['Good'])), [advisory('GHSA-1'), named]), /^not-present/);
  assert.equal(told(module(has(['Bad'])), [advisory('GHSA-1'), named]), 'affected');
  const other = advisory('GO-2', ['example.com/m/p#Good']);
  assert.equal(told(module(has(['Good'])), [other, named]), 'affected');
  assert.equal(told(module({ ...has([]), version: 'v1.1.0' }), [named]), 'nothing');
});

test('main modules whose version is made up are not judged, and the report says so', () => {
  const rows: readonly [string, boolean][] = [
    ['(devel)', true],
    ['v0.0.0-20240102030405-0123456789ab', true],
    ['v1.2.4-0.20240102030405-0123456789ab', true],
    ['v1.2.3-rc.1.0.20240102030405-0123456789ab+dirty', true],
    ['v1.2.3+dirty', true],
    ['v1.2.3', false],
    ['v2.0.0+incompatible', false],
    ['v1.2.3-rc.1', false],
  ];
  for (const [version, expected] of rows) {
    assert.equal(isUnreleased(module({ version, relationship: 'root' })), expected, version);
    assert.equal(isUnreleased(module({ version })), false, `${version} of a dependency`);
  }
  const main = module({ version: '(devel)', relationship: 'root' });
  const { findings, notes } = matchPackages([main], {
    database: memoryDatabase({ advisories: [advisory('GO-1')] }),
    now,
  });
  assert.deepEqual(findings, []);
  assert.deepEqual(
    notes.map(({ id }) => id),
    ['scan.go-programs'],
  );
});

test('pseudo-versions and +incompatible of dependencies are compared', () => {
  const rows: readonly [string, string][] = [
    ['v1.0.1-0.20240102030405-0123456789ab', 'affected'],
    ['v1.1.0-0.20240102030405-0123456789ab', 'affected'],
    ['v1.1.1-0.20240102030405-0123456789ab', 'nothing'],
    ['v1.0.0+incompatible', 'affected'],
    ['v2.0.0+incompatible', 'nothing'],
  ];
  for (const [version, expected] of rows)
    assert.equal(told(module({ version }), [advisory('GO-1')]), expected, version);
});
