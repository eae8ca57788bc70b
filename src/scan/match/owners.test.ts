import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advisory, AdvisoryState, OperatingSystem, Package } from '../../model/index.ts';
import { memoryDatabase } from '../advisories/memory.ts';
import { matchPackages } from './match-packages.ts';

const now = new Date('2026-09-01T00:00:00Z');
const debian: OperatingSystem = { id: 'debian', version: '12.5' };
const alpine: OperatingSystem = { id: 'alpine', version: '3.18.4' };

function distroPackage(type: 'deb' | 'apk', extra: Partial<Package> = {}): Package {
  return {
    name: 'python3-lib',
    version: '1.0-1',
    type,
    purl: `pkg:${type}/python3-lib@1.0-1`,
    source: { name: 'python-lib', version: '1.0-1' },
    foundBy: 'test',
    locations: [{ file: { path: 'var/lib/db' } }],
    ...extra,
  };
}

function languagePackage(owner: string | undefined): Package {
  return {
    name: 'lib',
    version: '1.0',
    type: 'pypi',
    purl: 'pkg:pypi/lib@1.0',
    foundBy: 'test',
    locations: [{ file: { path: 'usr/lib/python3/dist-packages/lib/METADATA' } }],
    ...(owner !== undefined && { owner }),
  };
}

const language: Advisory = {
  id: 'GHSA-x',
  aliases: ['CVE-2024-1000'],
  source: 'osv-pypi',
  kind: 'vulnerability',
  affected: [
    {
      ecosystem: 'PyPI',
      name: 'lib',
      state: 'fixed',
      ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: '2.0' }] }],
    },
  ],
  severities: [],
};

/** The vendor's word on the same CVE, or (with another id) only the proof that its feed is there. */
function vendor(
  ecosystem: string,
  state: AdvisoryState,
  fixed?: string,
  id = 'CVE-2024-1000',
): Advisory {
  const events = [{ introduced: '0' }, ...(fixed === undefined ? [] : [{ fixed }])];
  return {
    ...language,
    id,
    aliases: [],
    source: 'vendor',
    affected: [{ ecosystem, name: 'python-lib', state, ranges: [{ kind: 'events', events }] }],
  };
}

function told(
  packages: readonly Package[],
  advisories: readonly Advisory[],
  os: OperatingSystem,
  staleAfterDays = Number.POSITIVE_INFINITY,
): readonly string[] {
  const database = memoryDatabase({ advisories });
  const { findings, suppressed } = matchPackages(packages, {
    os,
    database,
    now,
    options: { staleAfterDays },
  });
  return [
    ...findings.map(({ rule, package: purl, verdict }) => `${purl} ${rule} ${verdict}`),
    ...suppressed.map(
      ({ package: purl, suppressed: why }) => `(${why?.by}) ${purl}: ${why?.reason}`,
    ),
  ];
}

const deb = distroPackage('deb');
const apk = distroPackage('apk');
const ownedByDeb = languagePackage(deb.purl);
const ownedByApk = languagePackage(apk.purl);
const stands = 'pkg:pypi/lib@1.0 CVE-2024-1000 affected';

test('the vendor answers for language packages that its own package installed', () => {
  const other = vendor('Debian:12', 'fixed', '9', 'CVE-2024-2000');
  const merged = ['pkg:deb/python3-lib@1.0-1 CVE-2024-1000 affected'];
  const rows: readonly [string, readonly Advisory[], readonly string[]][] = [
    ['reported by both: one finding', [language, vendor('Debian:12', 'affected')], merged],
    [
      'fixed by the vendor',
      [language, vendor('Debian:12', 'fixed', '1.0-1')],
      [
        '(vendor) pkg:pypi/lib@1.0: Debian says that python3-lib 1.0-1 is fixed (CVE-2024-1000); it installed lib',
      ],
    ],
    [
      'never affected, says the vendor',
      [language, vendor('Debian:12', 'not_affected')],
      [
        '(vendor) pkg:pypi/lib@1.0: Debian says that python3-lib 1.0-1 is not affected (CVE-2024-1000); it installed lib',
      ],
    ],
    [
      'silence of a comprehensive feed',
      [language, other],
      [
        'pkg:deb/python3-lib@1.0-1 CVE-2024-2000 affected',
        '(vendor) pkg:pypi/lib@1.0: Debian answers for pkg:deb/python3-lib@1.0-1 and does not list this',
      ],
    ],
  ];
  for (const [title, advisories, expected] of rows) {
    assert.deepEqual(told([deb, ownedByDeb], advisories, debian), expected, title);
  }
});

test('one finding keeps the places and names of both packages', () => {
  const database = memoryDatabase({ advisories: [language, vendor('Debian:12', 'affected')] });
  const { findings } = matchPackages([deb, ownedByDeb], { os: debian, database, now });
  assert.deepEqual(
    findings[0]?.locations.map(({ file, package: link }) => `${link?.purl} ${file?.path}`),
    [
      'pkg:deb/python3-lib@1.0-1 var/lib/db',
      'pkg:pypi/lib@1.0 usr/lib/python3/dist-packages/lib/METADATA',
    ],
  );
  assert.deepEqual(findings[0]?.aliases, ['GHSA-x']);
  assert.match(findings[0]?.evidence.at(-1) ?? '', /also reported for pkg:pypi\/lib@1\.0/);
});

test('silence clears nothing where the vendor lists only fixes, is stale, absent or goes by CVE', () => {
  const silentAlpine = vendor('Alpine:v3.18', 'fixed', '0.1-r0', 'CVE-2024-2000');
  const silentDebian = vendor('Debian:12', 'fixed', '0.1', 'CVE-2024-2000');
  assert.deepEqual(told([apk, ownedByApk], [language, silentAlpine], alpine), [stands]);
  assert.deepEqual(told([deb, ownedByDeb], [language, silentDebian], debian, 7), [stands]);
  assert.deepEqual(told([deb, ownedByDeb], [language], debian), [stands]);
  assert.deepEqual(told([ownedByDeb], [language, silentDebian], debian), [stands]);
  assert.deepEqual(told([deb, languagePackage(undefined)], [language, silentDebian], debian), [
    stands,
  ]);
  const nameless = { ...language, aliases: [] };
  assert.deepEqual(told([deb, ownedByDeb], [nameless, silentDebian], debian), [
    'pkg:pypi/lib@1.0 GHSA-x affected',
  ]);
  const foreign = distroPackage('deb', { thirdParty: true });
  assert.deepEqual(
    told([foreign, ownedByDeb], [language, vendor('Debian:12', 'fixed', '1.0-1')], debian),
    [stands],
  );
});

test('a vendor that clears other versions clears nothing here', () => {
  const only = (fix: string): Advisory => vendor('Debian:12', 'not_affected', fix);
  assert.deepEqual(told([deb, ownedByDeb], [language, only('0.9')], debian), [stands]);
  assert.deepEqual(told([deb, ownedByDeb], [language, only('0.9'), only('1.0-1')], debian), [
    stands,
  ]);
  assert.match(told([deb, ownedByDeb], [language, only('1.1')], debian)[0] ?? '', /^\(vendor\)/);
});

test("Alpine's explicit word on the CVE counts", () => {
  const said = vendor('Alpine:v3.18', 'fixed', '1.0-r0');
  const patched = distroPackage('apk', {
    version: '1.0-r0',
    source: { name: 'python-lib', version: '1.0-r0' },
  });
  assert.match(told([patched, ownedByApk], [language, said], alpine)[0] ?? '', /^\(vendor\)/);
});

test('packages that are not judged themselves still answer for what they installed', () => {
  const judge = (advisories: readonly Advisory[]): readonly string[] => {
    const { findings, suppressed, coverage } = matchPackages([ownedByDeb], {
      os: debian,
      now,
      witnesses: [deb],
      database: memoryDatabase({ advisories }),
      options: { staleAfterDays: Number.POSITIVE_INFINITY },
    });
    assert.deepEqual(
      coverage.map(({ ecosystem }) => ecosystem),
      ['PyPI'],
    );
    return [...findings, ...suppressed].map((one) => `${one.package} ${one.suppressed?.by}`);
  };
  assert.deepEqual(judge([language, vendor('Debian:12', 'fixed', '1.0-1')]), [
    'pkg:pypi/lib@1.0 vendor',
  ]);
  assert.deepEqual(judge([language, vendor('Debian:12', 'affected')]), [
    'pkg:pypi/lib@1.0 undefined',
  ]);
});

test('malware is never cleared by a vendor', () => {
  const malware: Advisory = { ...language, id: 'MAL-2024-1', kind: 'malware' };
  const rows = [malware, vendor('Debian:12', 'fixed', '1.0-1')];
  assert.equal(
    told([deb, ownedByDeb], rows, debian).filter((line) => !line.startsWith('(')).length,
    1,
  );
});

test('coverage tells apart what could be answered and what could not', () => {
  const rows = matchPackages(
    [
      deb,
      ownedByDeb,
      distroPackage('deb', { thirdParty: true }),
      distroPackage('apk'),
      { ...ownedByDeb, type: 'cobol' },
      { ...ownedByDeb, type: 'npm' },
    ],
    {
      os: debian,
      now,
      database: memoryDatabase({ advisories: [language, vendor('Debian:12', 'affected')] }),
      options: { staleAfterDays: Number.POSITIVE_INFINITY },
    },
  ).coverage.map(({ ecosystem, state, packages }) => `${ecosystem} ${state} ${packages}`);
  assert.deepEqual(rows, [
    'Debian:12 covered 1',
    'Debian:12 third-party 1',
    'PyPI covered 1',
    'cobol unsupported 1',
    'debian:12.5 unsupported 1',
    'npm no-feed 1',
  ]);
});

test('without a database nothing is found and nothing is called safe', () => {
  const result = matchPackages([deb, ownedByDeb], { os: debian, now });
  assert.deepEqual(result.findings, []);
  assert.deepEqual(
    result.coverage.map(({ ecosystem, state }) => `${ecosystem} ${state}`),
    ['Debian:12 no-database', 'PyPI no-database'],
  );
  const unknown = matchPackages([deb], { now });
  assert.deepEqual(
    unknown.coverage.map(({ state, reason }) => `${state}: ${reason}`),
    ['unsupported: the operating system could not be identified'],
  );
});
