import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advisory, Affected, OperatingSystem, Package } from '../../model/index.ts';
import { memoryDatabase } from '../advisories/memory.ts';
import { matchPackages } from './match-packages.ts';

const now = new Date('2026-09-01T00:00:00Z');
const alpine: OperatingSystem = { id: 'alpine', version: '3.18.4' };
const named = 'cpe:2.3:a:acme:tool:1.2.0-r3:*:*:*:*:*:*:*';

function apk(extra: Partial<Package> = {}): Package {
  const { name = 'tool', version = '1.2.0-r3' } = extra;
  return {
    name,
    version,
    type: 'apk',
    purl: `pkg:apk/alpine/${name}@${version}`,
    cpes: [named],
    foundBy: 'test',
    locations: [],
    ...extra,
  };
}

/** Affected below `fix`, by default the product of {@link named}. */
function product(fix: string, extra: Partial<Affected> = {}): Affected {
  return {
    ecosystem: 'CPE',
    name: 'acme:tool',
    state: 'fixed',
    ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: fix }] }],
    ...extra,
  };
}

function advisory(affected: Affected, extra: Partial<Advisory> = {}): Advisory {
  return {
    id: 'CVE-2024-1000',
    aliases: [],
    source: affected.ecosystem === 'CPE' ? 'nvd' : 'alpine-secdb',
    kind: 'vulnerability',
    affected: [affected],
    severities: [],
    ...extra,
  };
}

const distribution = (fix: string, extra: Partial<Affected> = {}): Advisory =>
  advisory(product(fix, { ecosystem: 'Alpine:v3.18', name: 'tool', ...extra }));

/** Findings as `rule verdict by`, cleared ones in brackets. */
function told(pkg: Package, advisories: readonly Advisory[]): readonly string[] {
  const { findings, suppressed } = matchPackages([pkg], {
    os: alpine,
    now,
    database: memoryDatabase({ advisories }),
    options: { staleAfterDays: Number.POSITIVE_INFINITY },
  });
  for (const { fix } of [...findings, ...suppressed]) {
    assert.equal(fix?.versions.includes('1.3.0'), false, "upstream's release is no apk version");
  }
  const line = (one: (typeof findings)[number]): string =>
    `${one.rule} ${one.verdict} ${one.vulnerability?.match.by}`;
  return [...findings.map(line), ...suppressed.map((one) => `(${line(one)})`)];
}

const hit = ['CVE-2024-1000 affected cpe'];
const cleared = ['(CVE-2024-1000 affected cpe)'];
const upstream = advisory(product('1.3.0'));

/** Each row that fires stands between two of the same kind that must not. */
const rows: readonly (readonly [string, Package, readonly Advisory[], readonly string[]])[] = [
  ['a version below the fix', apk(), [upstream], hit],
  ['the fixed version', apk({ version: '1.3.0-r0', cpes: [cpeOf('1.3.0-r0')] }), [upstream], []],
  ['a later version', apk({ version: '1.10.0-r0', cpes: [cpeOf('1.10.0-r0')] }), [upstream], []],

  ['a listed version', apk(), [advisory(product('', listed('1.2.0')))], hit],
  ['another listed version', apk(), [advisory(product('', listed('1.2.1')))], []],
  ['a listed pre-release', apk(), [advisory(product('', listed('1.2.0rc1')))], []],

  [
    'a range that begins before it ends',
    apk(),
    [advisory(product('', between('1.0', '1.3.0')))],
    hit,
  ],
  ['a range that ends before it begins', apk(), [advisory(product('', between('1.1', '1.0')))], []],
  [
    'one that ends before it begins beside another version',
    apk(),
    [advisory(product('', { ...between('1.1', '1.0'), versions: ['1.2.1'] }))],
    [],
  ],

  ['the revision of the package left out', apk(), [advisory(product('1.2.0.1'))], hit],
  ['a fix equal without the revision', apk(), [advisory(product('1.2.0'))], []],
  ['a range that ends before', apk(), [advisory(product('1.1.9'))], []],

  ['the same vendor and product', apk({ cpes: [cpeOf('*')] }), [upstream], hit],
  ['another vendor', apk({ cpes: [named.replace(':acme:', ':other:')] }), [upstream], []],
  ['another product', apk({ cpes: [named.replace(':tool:', ':tool_kit:')] }), [upstream], []],

  ['a product for Linux', apk(), [advisory(product('1.3.0', target('linux_kernel')))], hit],
  ['a product for node.js', apk(), [advisory(product('1.3.0', target('node.js')))], []],
  ['a product for WordPress', apk(), [advisory(product('1.3.0', target('wordpress')))], []],

  [
    'a package that itself is for node.js',
    apk({ cpes: [named.replace(/\*:\*:\*$/, 'node.js:*:*')] }),
    [advisory(product('1.3.0', target('node.js')))],
    hit,
  ],
  ['a package without names', apk({ cpes: [] }), [upstream], []],
  ['an operating system', apk({ cpes: [named.replace(':a:', ':o:')] }), [upstream], []],

  ['a fault on Linux', apk(), [advisory(product('1.3.0', on('linux:linux_kernel')))], hit],
  ['a fault on Windows', apk(), [advisory(product('1.3.0', on('microsoft:windows_10')))], []],
  [
    'a fault on macOS and telephones',
    apk(),
    [advisory(product('1.3.0', on('apple:macos', 'google:android')))],
    [],
  ],

  [
    'the source of a part',
    apk({
      name: 'libtool',
      source: { name: 'tool', version: '1.2.0-r3' },
      cpes: ['cpe:2.3:a:libtool:libtool:1.2.0-r3:*:*:*:*:*:*:*'],
    }),
    [advisory(product('1.3.0', { name: 'tool:tool' }))],
    hit,
  ],
  [
    'the source of a part whose product has another name',
    apk({ name: 'libtool', source: { name: 'tool', version: '1.2.0-r3' } }),
    [advisory(product('1.3.0', { name: 'tool:tool' }))],
    [],
  ],
  [
    'a type that has better sources',
    apk({ type: 'npm', purl: 'pkg:npm/tool@1.2.0', version: '1.2.0' }),
    [upstream],
    [],
  ],

  ['silence of the distribution', apk(), [upstream, distribution('9', { name: 'other' })], hit],
  ['a fix of the distribution', apk(), [upstream, distribution('1.2.0-r2')], cleared],
  ['fault and fix of the distribution', apk(), [upstream, distribution('1.2.0-r4')], direct()],

  [
    '"not affected" for other versions',
    apk(),
    [upstream, distribution('1.2.0-r1', { state: 'not_affected' })],
    hit,
  ],
  [
    '"not affected" for this version',
    apk(),
    [upstream, distribution('1.2.0-r4', { state: 'not_affected' })],
    cleared,
  ],
  [
    '"not affected" for every version',
    apk(),
    [upstream, distribution('', { state: 'not_affected', ranges: [] })],
    cleared,
  ],
];

for (const [title, pkg, advisories, wanted] of rows) {
  test(`search by CPE: ${title}`, () => {
    assert.deepEqual(told(pkg, advisories), wanted);
  });
}

function cpeOf(version: string): string {
  return `cpe:2.3:a:acme:tool:${version}:*:*:*:*:*:*:*`;
}

function between(introduced: string, fixed: string): Partial<Affected> {
  return { ranges: [{ kind: 'events', events: [{ introduced }, { fixed }] }] };
}

function listed(version: string): Partial<Affected> {
  return { state: 'affected', ranges: [], versions: [version] };
}

function target(software: string): Partial<Affected> {
  return { qualifiers: { targetSoftware: software } };
}

function on(...platforms: readonly string[]): Partial<Affected> {
  return { qualifiers: { platforms } };
}

function direct(): readonly string[] {
  return ['CVE-2024-1000 affected direct'];
}

test('what the distribution clears says who does so and why', () => {
  const { suppressed } = matchPackages([apk()], {
    os: alpine,
    now,
    database: memoryDatabase({ advisories: [upstream, distribution('1.2.0-r2')] }),
    options: { staleAfterDays: Number.POSITIVE_INFINITY },
  });
  assert.deepEqual(suppressed[0]?.suppressed, {
    by: 'vendor',
    reason:
      "Alpine:v3.18 says that tool 1.2.0-r3 is fixed (CVE-2024-1000); ranges by CPE know upstream's versions only",
    source: 'alpine-secdb',
  });
});

test('a name that cannot be read leaves a note, one of another type and a good one none', () => {
  const notes = (pkg: Package): readonly string[] =>
    matchPackages([pkg], {
      os: alpine,
      now,
      database: memoryDatabase({ advisories: [] }),
    }).notes.map(({ text }) => text);
  assert.deepEqual(notes(apk({ cpes: [named, 'cpe:2.3:a:acme', `\u001b${'x'.repeat(200)}`] })), [
    '2 names of products (CPE) could not be read, so that nothing was looked up by them (first: "cpe:2.3:a:acme" of tool)',
  ]);
  assert.deepEqual(notes(apk()), []);
  assert.deepEqual(notes(apk({ type: 'npm', cpes: ['nonsense'] })), []);
});
