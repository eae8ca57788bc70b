import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advisory, Finding, Package } from '../../model/index.ts';
import { memoryDatabase } from '../advisories/memory.ts';
import { matchPackages } from './match-packages.ts';
import type { MatchOptions } from './contract.ts';
import { productSearch, productsOf } from './products.ts';

const now = new Date('2026-09-01T00:00:00Z');

function program(
  name: string,
  version: string,
  product: string,
  extra?: Partial<Package>,
): Package {
  return {
    name,
    version,
    type: 'generic',
    purl: `pkg:generic/${name}@${version}`,
    cpes: [`cpe:2.3:a:${product}:${version}:*:*:*:*:*:*:*`],
    foundBy: 'program',
    locations: [],
    ...extra,
  };
}

function advisory(
  ecosystem: string,
  name: string,
  fixed: string,
  qualifiers?: Readonly<Record<string, string | readonly string[]>>,
): Advisory {
  return {
    id: ecosystem === 'Bitnami' ? 'BIT-1' : 'CVE-2024-1000',
    aliases: ecosystem === 'Bitnami' ? ['CVE-2024-1000'] : [],
    source: ecosystem === 'CPE' ? 'nvd' : ecosystem.toLowerCase(),
    kind: 'vulnerability',
    affected: [
      {
        ecosystem,
        name,
        state: 'fixed',
        ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed }] }],
        ...(qualifiers && { qualifiers }),
      },
    ],
    severities: [],
  };
}

function told(
  pkg: Package,
  advisories: readonly Advisory[],
  options: MatchOptions = {},
): readonly string[] {
  const { findings } = matchPackages([pkg], {
    os: { id: 'debian', version: '10.3' },
    now,
    database: memoryDatabase({ advisories }),
    options: { staleAfterDays: Number.POSITIVE_INFINITY, ...options },
  });
  const line = ({ rule, verdict, fix }: Finding): string =>
    `${rule} ${verdict} fixed in ${fix?.versions.join()}`;
  return findings.map(line);
}

const redis = program('redis', '7.0.14', 'redis:redis');
const node = program('node', '18.0.0', 'nodejs:node.js');
const hit = (fix: string): readonly string[] => [`CVE-2024-1000 affected fixed in ${fix}`];

/** Each row that fires stands beside two of the same kind that must not. */
const rows: readonly (readonly [string, Package, readonly Advisory[], readonly string[]])[] = [
  ['NVD on the server', redis, [advisory('CPE', 'redis:redis', '7.0.15')], hit('7.0.15')],
  ['the npm package of the name', redis, [advisory('npm', 'redis', '99.0.0')], []],
  [
    "another vendor's client of the name",
    redis,
    [advisory('CPE', 'redis_project:redis', '99.0.0')],
    [],
  ],
  [
    "the product's own module for node.js",
    redis,
    [advisory('CPE', 'redis:redis', '99.0.0', { targetSoftware: 'node.js' })],
    [],
  ],

  ['Bitnami on the server', redis, [advisory('Bitnami', 'redis', '7.0.15')], hit('7.0.15')],
  ['Bitnami on a fork', redis, [advisory('Bitnami', 'keydb', '99.0.0')], []],
  ['Bitnami past the fix', redis, [advisory('Bitnami', 'redis', '7.0.14')], []],
  [
    'Bitnami by a name that the product has not',
    program('redis', '7.0.14', 'acme:redis'),
    [advisory('Bitnami', 'redis', '99.0.0')],
    [],
  ],

  [
    'both: one finding',
    redis,
    [advisory('CPE', 'redis:redis', '7.0.15'), advisory('Bitnami', 'redis', '7.0.15')],
    hit('7.0.15'),
  ],

  ['the runtime', node, [advisory('CPE', 'nodejs:node.js', '18.1.0')], hit('18.1.0')],
  ['the runtime, by Bitnami', node, [advisory('Bitnami', 'node', '18.1.0')], hit('18.1.0')],
  ['a plugin for WordPress', node, [advisory('CPE', 'node:node', '99.0.0', wordpress())], []],
  [
    'a plugin with the vendor and the product',
    node,
    [advisory('CPE', 'nodejs:node.js', '99.0.0', wordpress())],
    [],
  ],
  ['the npm package that installs it', node, [advisory('npm', 'node', '99.0.0')], []],
  [
    'Java before 9 by its second number',
    program('openjdk', '1.8.0_352-b08', 'oracle:openjdk'),
    [advisory('CPE', 'oracle:openjdk', '1.8.0_361')],
    hit('1.8.0_361'),
  ],
  [
    'Java past the fix',
    program('openjdk', '1.8.0_352-b08', 'oracle:openjdk'),
    [advisory('CPE', 'oracle:openjdk', '8.0.352')],
    [],
  ],
  [
    'a later Java than 1.8',
    program('openjdk', '11.0.17+8-LTS', 'oracle:openjdk'),
    [advisory('CPE', 'oracle:openjdk', '1.8.0_361')],
    [],
  ],
  [
    'a fault on Windows',
    node,
    [advisory('CPE', 'nodejs:node.js', '99.0.0', { platforms: ['microsoft:windows'] })],
    [],
  ],
];

for (const [title, pkg, advisories, wanted] of rows) {
  test(`programs: ${title}`, () => {
    assert.deepEqual(told(pkg, advisories), wanted);
  });
}

function wordpress(): Readonly<Record<string, string>> {
  return { targetSoftware: 'wordpress' };
}

test('a program that no feed answers for is unknown, never clean', () => {
  const states = (pkg: Package, advisories: readonly Advisory[]): readonly string[] =>
    matchPackages([pkg], { os: undefined, now, database: memoryDatabase({ advisories }) })
      .coverage.map(({ ecosystem, state }) => `${ecosystem} ${state}`)
      .sort();
  assert.deepEqual(states(redis, []), ['CPE no-feed']);
  assert.deepEqual(states(redis, [advisory('Bitnami', 'redis', '7.0.15')]), ['CPE no-feed']);
  const { cpes: _, ...nameless } = redis;
  assert.deepEqual(states(nameless, []), ['generic unsupported']);
});

test('packages of an ended release are searched by product only when asked', () => {
  const pkg: Package = {
    ...program('openssl', '1:1.1.0a-3+deb10u1', 'openssl:openssl'),
    type: 'deb',
    purl: 'pkg:deb/debian/openssl@1.1.0a-3',
    cpes: ['cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*'],
  };
  const advisories = [advisory('CPE', 'openssl:openssl', '1.1.0b')];
  assert.deepEqual(told(pkg, advisories), []);
  assert.deepEqual(told(pkg, advisories, { endOfLifeByCpe: false }), []);
  assert.deepEqual(told(pkg, advisories, { endOfLifeByCpe: true }), hit(''));
  const { findings } = matchPackages([pkg], {
    os: { id: 'debian', version: '13' },
    now,
    database: memoryDatabase({ advisories }),
    options: { endOfLifeByCpe: true },
  });
  assert.deepEqual(findings, []);
});

test("upstream's version of a package", () => {
  const upstream = (type: string, version: string): string | undefined => {
    const search = productSearch(type);
    const pkg = program('p', version, 'v:p', { type, cpes: ['cpe:2.3:a:v:p:*:*:*:*:*:*:*:*'] });
    return search && productsOf(pkg, search)[0]?.version;
  };
  for (const [type, version, wanted] of [
    ['apk', '1.0.1f-r0', '1.0.1f'],
    ['apk', '9.3_p1-r3', '9.3p1'],
    ['apk', '2.0_rc1-r0', '2.0_rc1'],
    ['deb', '1:2.3~rc1+dfsg-4', '2.3rc1'],
    ['deb', '2.3-1-4', '2.3-1'],
    ['rpm', '1:1.1.0a-3.el7', '1.1.0a'],
    ['generic', '3.12.0-2', '3.12.0-2'],
    ['npm', '1.0.0', undefined],
  ] as const) {
    assert.equal(upstream(type, version), wanted, `${type} ${version}`);
  }
});
