import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz, random } from '../../test/kit/fuzz.ts';
import { compareVersions, satisfies, schemeOf, schemes } from './index.ts';

/** Ascending versions of each scheme: every earlier one is lower than every later one. */
const ladders: Readonly<Record<string, readonly string[]>> = {
  apk: [
    '1.0_alpha',
    '1.0_alpha2',
    '1.0_beta',
    '1.0_pre',
    '1.0_rc1',
    '1.0',
    '1.0-r1',
    '1.0-r10',
    '1.0_cvs1',
    '1.0_git20200101',
    '1.0_p1',
    '1.0a',
    '1.0.01',
    '1.0.1',
    '1.0.1~1a',
    '1.2',
    '1.10',
    '2',
  ],
  semver: [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.0.1',
    '1.1',
    '2',
    '99999999999999999999.0.0',
    '99999999999999999999.0.1',
  ],
  npm: [
    '0.0.0-0',
    '0.0.0',
    '1.0.0-1',
    '1.0.0-2',
    '1.0.0-10',
    '1.0.0-a',
    '1.0.0',
    '1.0.1-rc.0',
    '1.0.1',
  ],
  pypi: [
    '1.0.dev1',
    '1.0a1.dev1',
    '1.0a1',
    '1.0a1.post1',
    '1.0b1',
    '1.0rc1',
    '1.0',
    '1.0+abc',
    '1.0+abc.1',
    '1.0+1',
    '1.0.post1.dev1',
    '1.0.post1',
    '1.0.1',
    '1.1',
    '1!0.1',
  ],
  rpm: [
    '1.0~~',
    '1.0~rc1',
    '1.0',
    '1.0-1',
    '1.0-1.el8',
    '1.0-2',
    '1.0^20200101',
    '1.0a',
    '1.0.1',
    '1.2',
    '1.10',
    '1:0.1',
    '2:0',
  ],
  gem: [
    '1.0.a',
    '1.0.a1',
    '1.0.beta',
    '1.0.pre.1',
    '1.0',
    '1.0.1',
    '1.0.9.pre',
    '1.0.9',
    '1.2',
    '1.10',
  ],
  maven: [
    '1-alpha-1',
    '1-alpha-2',
    '1-beta',
    '1-milestone-1',
    '1-rc1',
    '1-SNAPSHOT',
    '1',
    '1-sp',
    '1-jre',
    '1-1',
    '1.0.1',
    '1.1',
    '1.10',
    '2',
  ],
  go: [
    'v0.0.0-20200101000000-abcdefabcdef',
    'v0.0.0',
    'v1.0.0-rc.1',
    'v1.0.0',
    'v1.0.1-0.20200101000000-abcdefabcdef',
    'v1.0.1',
    'go1.21rc2',
    'go1.21',
    '1.22.3',
    'v2.0.0+incompatible',
  ],
  cargo: ['0.1.0-alpha', '0.1.0', '0.2.0', '1.0.0-rc.1', '1.0.0'],
  composer: [
    '1.0-dev',
    '1.0a1',
    '1.0-beta',
    '1.0-beta2',
    '1.0RC1',
    '1.0-RC2-dev',
    '1.0-RC2',
    '1.0',
    '1.0-p1',
    '1.0.1',
    '1.0.1.1',
    '1.x-dev',
    '2.0.0',
  ],
  nuget: ['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-BETA', '1.0.0', '1.0.0.1', '1.0.1', '1.10'],
  hex: ['1.0.0-dev', '1.0.0-rc.0', '1.0.0', '1.0.1'],
  pub: ['1.0.0-dev', '1.0.0', '1.0.0+1', '1.0.0+2', '1.0.0+a', '1.0.1'],
  swift: ['1.0.0-beta.1', '1.0.0', 'v1.0.1'],
  conan: ['1.0-pre.1', '1.0', '1.0+b.1', '1.0+b.2', '1.1', '1.a'],
  cran: ['0.9', '0.75', '1.0', '1.0-0', '1.0-1', '1.0.2'],
  hackage: ['0.9', '0.10', '1', '1.0', '1.0.0', '1.0.1'],
  alpm: ['1.0alpha', '1.0b', '1.0beta', '1.0rc1', '1.0-1', '1.0-2', '1.0.a', '1.0.1', '1:0.1-1'],
  gentoo: [
    '1_alpha',
    '1_alpha2',
    '1_beta',
    '1_pre',
    '1_rc1',
    '1',
    '1-r1',
    '1_p0',
    '1_p1',
    '1a',
    '1.0',
    '1.01',
    '1.1',
    '1.10',
  ],
  openssl: [
    '0.9.8zh',
    '1.0.2-beta1',
    '1.0.2',
    '1.0.2a',
    '1.0.2z',
    '1.0.2za',
    '1.1.1w',
    '3.0.0-alpha1',
    '3.0.0-beta1',
    '3.0.0',
    '3.0.10',
  ],
  bitnami: ['1.2.3-rc1', '1.2.3', '1.2.4-1', '1.10.0-0'],
  jvm: ['1.7.0_80', '8.0.5', '1.8.0_131', '8u201', '9-ea', '9', '11.0.4+11', '17.0.1'],
  kb: ['1', '99', 'KB4012212', '5000001'],
  generic: [
    '1.0.2-beta1',
    '1.0.2rc1',
    '1.0.2',
    '1.0.2a',
    '1.0.2k-r0',
    '1.0.2k',
    '1.0.2zg',
    '1.0.3',
    '1.10',
    '2',
  ],
};

/** Different writings of one version. */
const equals: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  apk: [
    ['1.0-r0', '1.0-r00'],
    ['1.0_p1', '1.0_p01'],
  ],
  semver: [
    ['v1.0.0', '1.0.0'],
    ['1', '1.0.0'],
    ['1.0.0+a', '1.0.0+b'],
    ['1.21rc2', '1.21.0-rc2'],
  ],
  npm: [
    ['=v1.2.3', '1.2.3'],
    ['1.2.3+linux', '1.2.3'],
  ],
  pypi: [
    ['1', '1.0.0'],
    ['1.0alpha1', '1.0a1'],
    ['1.0-1', '1.0.post1'],
    ['1.0c1', '1.0rc1'],
    ['v1.0', '1.0'],
    ['1.0+ABC_1', '1.0+abc.1'],
    ['1.0.DEV', '1.0.dev0'],
  ],
  rpm: [
    ['1.0', '0:1.0'],
    ['1.0', '1_0'],
    ['1.01', '1.1'],
  ],
  gem: [
    ['1.0', '1'],
    ['1.0.0.rc1', '1.rc1'],
    ['1.0-x86_64-linux', '1.0'],
    ['1.0-1', '1.0.pre.1'],
  ],
  maven: [
    ['1', '1.0.0'],
    ['1-ga', '1'],
    ['1.0.RELEASE', '1'],
    ['1cr2', '1-rc-2'],
    ['1a1', '1-alpha-1'],
  ],
  go: [
    ['v1.0.0', '1.0.0+incompatible'],
    ['go1.21', '1.21.0'],
  ],
  composer: [
    ['v1.0', '1.0.0.0'],
    ['1.0.0+abc', '1.0'],
    ['1.0-b2', '1.0beta2'],
    ['1.0-stable', '1.0'],
  ],
  nuget: [
    ['1.0', '1.0.0.0'],
    ['1.0.0-Beta', '1.0.0-beta+x'],
  ],
  conan: [
    ['1', '1.0.0'],
    ['1-pre', '1.0-pre'],
  ],
  cran: [['1.0-1', '1.0.1']],
  alpm: [
    ['1.0', '1.0-5'],
    ['0:1.0', '1.0'],
  ],
  openssl: [['1.0.2k-fips', '1.0.2k']],
  bitnami: [['1.2.3-4', '1.2.3']],
  jvm: [
    ['1.8.0_131-b11', '8.0.131'],
    ['8u131', '8.0.131'],
    ['17.0.1+12', '17.0.1'],
  ],
  kb: [['KB4012212', '4012212']],
  generic: [
    ['v1.0', '1'],
    ['1.0+build', '1.0'],
  ],
};

/** Texts that a scheme must not order. */
const foreign: Readonly<Record<string, readonly string[]>> = {
  apk: ['', 'c', 'none', '-r1', '.1'],
  semver: ['', '1.2.3.4', 'latest', '1.0.0-', '1.0.0-a..b', '1..2', '1.2.3 4'],
  npm: ['', '1.2.3.4', 'latest', 'file:../x', '1.0.0-é', '*'],
  pypi: ['', '2004d', '1.0-final-x', '1.0..1', '1.0.', 'v', '1!', '1.0+', '1.0-', '*'],
  rpm: ['', ':1', 'a:1', '1 0', '-1', '<1'],
  gem: ['1..2', 'a', '1.0!', '1_0'],
  maven: ['', '1 0', '[1,2]'],
  go: ['', 'latest', '(devel)', 'master'],
  cargo: ['', '*', '^1'],
  composer: ['', 'dev-main', 'self.version', '1.0.0.0.0.x'],
  nuget: ['', '1.2.3.4.5', '*', '1.0-'],
  hex: ['', 'main', '~> 1.0'],
  pub: ['', 'any', '^1.0.0'],
  swift: ['', 'main', '1.2.3.4'],
  conan: ['', '1 0', '[>=1]', '-1'],
  cran: ['', 'a', '1.', '1..2', '1.0a'],
  hackage: ['', '1.0a', '1.'],
  alpm: ['', ':1', '1 0', '1-a', '1-1-1'],
  gentoo: ['', '1_foo', '1.', 'a', '1-1', '9999z9'],
  openssl: ['', '1.0', 'fips', '1.0.2!'],
  bitnami: ['', 'latest', '-1'],
  jvm: ['', 'java', '1.8_x!', '17 LTS'],
  kb: ['', ' ', 'KB 1', 'a,b'],
  generic: ['', 'latest', 'v', '1.0 2', '1.0!'],
};

/** version, range, inside? Both readings of one range: the ecosystem's own (`satisfies`) and the advisory's. */
const ranges: Readonly<
  Record<string, readonly (readonly [string, string, boolean | undefined, boolean | undefined])[]>
> = {
  npm: [
    ['1.2.4', '>= 1.2.3, < 2.0.0', true, true],
    ['2.0.0-rc.1', '>= 1.2.3, < 2.0.0', true, true],
    ['2.0.0-rc.1', '>=1.2.3 <2.0.0', false, true],
    ['2.0.0', '>= 1.2.3, < 2.0.0', false, false],
    ['1.2.3', '== 1.2.3', true, true],
    ['1.2.3', '= 1.2.3', true, true],
    ['1.9.0', '1.2.3 - 2', true, true],
    ['2.9.9', '1.2.3 - 2', true, true],
    ['3.0.0', '1.2.3 - 2', false, false],
    ['3.0.0-0', '1.2.3 - 2.x', false, false],
    ['0.2.9', '^0.2.3', true, true],
    ['0.3.0', '^0.2.3', false, false],
    ['1.0.0', '', true, true],
    ['1.0.0', '|| 2', true, true],
    ['1.0.0-rc.1', '*', false, true],
    ['8.1.4', '^8.1.4 || ^7.0.0', true, true],
    ['1.2.3', '>=1.2.3 <=latest', undefined, undefined],
    ['latest', '>=1.2.3', undefined, undefined],
  ],
  pypi: [
    ['2.0rc1', '<2.0', false, true],
    ['2.0rc1', '>=1.0, <2.0', true, true],
    ['1.9', '<2.0', true, true],
    ['2.0', '<2.0', false, false],
    ['1.4.5', '~=1.4.2', true, true],
    ['1.5.0', '~=1.4.2', false, false],
    ['1.4.2', '===1.4.2', true, true],
    ['2004d', '<2005', undefined, undefined],
    ['1.0', '~=1', undefined, undefined],
    ['1.0.post1', '>1.0', false, true],
  ],
  apk: [
    ['1.2.3-r1', '>= 1.2.3-r0, < 1.2.3-r2', true, true],
    ['1.2.3-r2', '>= 1.2.3-r0, < 1.2.3-r2', false, false],
    ['1.2.3-r2', '< none', undefined, undefined],
  ],
  semver: [
    ['1.2.0-rc.1', '^1.0.0', false, true],
    ['1.2.0', '^1.0.0', true, true],
    ['2.0.0', '~1', false, false],
  ],
  rpm: [
    ['1:1.0-1', '< 2.0', true, false],
    ['1.0-1', '< 1:0.5', false, true],
    ['1:1.0-1', '< 1:1.0-2', true, true],
    ['1.0-1', '< <unfixed>', undefined, undefined],
  ],
  gem: [
    ['1.4.9', '~> 1.4.2', true, true],
    ['1.5.0', '~> 1.4.2', false, false],
    ['1.5.0.rc1', '~> 1.4.2', false, false],
    ['5.2.4', '>= 5.0, < 5.2.4.3', true, true],
  ],
  maven: [
    ['1.5', '[1.0,2.0),(3.0,]', true, true],
    ['2.0', '[1.0,2.0),(3.0,]', false, false],
    ['4', '[1.0,2.0),(3.0,]', true, true],
    ['2.0-rc1', '>= 1.0, < 2.0', true, true],
    ['1', '[1.0', undefined, undefined],
    ['1', '[1.0]x', undefined, undefined],
    ['1', '(1.0)', false, false],
  ],
  go: [
    ['v1.2.0+incompatible', '>= 1.0.0, < 1.3.0', true, true],
    ['(devel)', '< 1', undefined, undefined],
  ],
  cargo: [
    ['1.5.0', '1.2', true, true],
    ['2.0.0', '1.2', false, false],
    ['1.3.0-rc.1', '>= 1.0, < 2.0', false, true],
    ['0.2.9', '0.2.3', true, true],
    ['0.3.0', '0.2.3', false, false],
  ],
  composer: [
    ['1.2.5', '^1.2', true, true],
    ['2.0.0', '^1.2', false, false],
    ['2.0.0-beta1', '<2.0', false, true],
    ['1.2.9', '1.2.*', true, true],
    ['1.3.0', '1.2.*', false, false],
    ['1.9', '~1.2', true, true],
    ['1.3.0', '~1.2.3', false, false],
    ['1.5', '1.0 - 2.0', true, true],
    ['3.1', '1.0|3.1', true, true],
    ['dev-main', '<2.0', undefined, undefined],
  ],
  nuget: [
    ['1.5.0', '[1.0,2.0)', true, true],
    ['2.0.0', '[1.0,2.0)', false, false],
    ['1.5.0', '1.0', true, false],
    ['1.5.0', '>= 1.0, < 1.5.1', true, true],
  ],
  hex: [
    ['2.9.0', '~> 2.1', true, true],
    ['2.2.0', '~> 2.1.3', false, false],
    ['1.5.0', '>= 1.0.0 and < 2.0.0 or >= 3.0.0', true, true],
    ['2.5.0', '>= 1.0.0 and < 2.0.0 or >= 3.0.0', false, false],
    ['1.0.0', '~> 1', undefined, undefined],
  ],
  pub: [
    ['1.9.9', '^1.2.3', true, true],
    ['2.0.0', '^1.2.3', false, false],
    ['1.0.0', 'any', true, true],
  ],
  swift: [
    ['1.9.9', '>= 1.0.0, < 2.0.0', true, true],
    ['2.0.0', '>= 1.0.0, < 2.0.0', false, false],
  ],
  conan: [
    ['1.5', '[>=1.0 <2.0]', true, true],
    ['2.0', '[>=1.0 <2.0, include_prerelease]', false, false],
  ],
  cran: [['1.0', '>= 0.9, < 1.0-1', true, true]],
  hackage: [
    ['1.2.9', '==1.2.*', true, true],
    ['1.3', '==1.2.*', false, false],
    ['1.2.9', '^>=1.2.3', true, true],
    ['1.3', '^>=1.2.3', false, false],
    ['1.5', '>=1.0 && <2.0', true, true],
  ],
  alpm: [['1.0-1', '< 1.0-2', true, true]],
  gentoo: [['1.2-r1', '< 1.2-r2', true, true]],
  openssl: [
    ['1.0.2k-fips', '>= 1.0.2, < 1.0.2zg', true, true],
    ['3.0.7', '>= 3.0.0, < 3.0.7', false, false],
  ],
  bitnami: [['1.2.3-4', '< 1.2.4', true, true]],
  jvm: [['1.8.0_131', '< 8.0.132', true, true]],
  kb: [
    ['KB1', '1, 2', true, true],
    ['3', '1 || 2', false, false],
    ['3', '< 4', undefined, undefined],
    ['3', '', false, false],
  ],
  generic: [
    ['1.2.9', '~> 1.2.3', true, true],
    ['1.3', '~> 1.2.3', false, false],
    ['latest', '< 1', undefined, undefined],
  ],
};

test('versions stand in ascending order, both ways round', () => {
  for (const [scheme, ladder] of Object.entries(ladders)) {
    for (const [index, low] of ladder.entries()) {
      assert.equal(compareVersions(scheme, low, low), 0, `${scheme}: ${low}`);
      for (const high of ladder.slice(index + 1)) {
        assert.equal(compareVersions(scheme, low, high), -1, `${scheme}: ${low} < ${high}`);
        assert.equal(compareVersions(scheme, high, low), 1, `${scheme}: ${high} > ${low}`);
      }
    }
  }
});

test('different writings of one version are equal', () => {
  for (const [scheme, pairs] of Object.entries(equals)) {
    for (const [a, b] of pairs) {
      assert.equal(compareVersions(scheme, a, b), 0, `${scheme}: ${a} = ${b}`);
      assert.equal(compareVersions(scheme, b, a), 0, `${scheme}: ${b} = ${a}`);
    }
  }
});

test('what a scheme cannot read is undefined, on either side', () => {
  for (const [scheme, texts] of Object.entries(foreign)) {
    const good = ladders[scheme]?.[0] ?? '1';
    for (const text of texts) {
      assert.equal(compareVersions(scheme, text, good), undefined, `${scheme}: "${text}"`);
      assert.equal(compareVersions(scheme, good, text), undefined, `${scheme}: "${text}"`);
    }
  }
});

test('ranges in their own and in the advisory reading', () => {
  for (const [name, rows] of Object.entries(ranges)) {
    const scheme = schemeOf(name)!;
    for (const [version, range, own, advisory] of rows) {
      assert.equal(satisfies(name, version, range), own, `${name}: ${version} in ${range}`);
      const inside = scheme.range(range);
      const parsed = scheme.parse(version);
      const found = parsed === undefined ? undefined : inside?.(parsed);
      assert.equal(found, advisory, `${name}: ${version} in advisory ${range}`);
    }
  }
});

test('every scheme has a table here, a name of its own and a reference', () => {
  const names = schemes.flatMap(({ scheme, aliases }) => [scheme, ...(aliases ?? [])]);
  assert.equal(new Set(names).size, names.length);
  for (const { scheme, reference } of schemes) {
    assert.ok(scheme === 'deb' || (scheme in ladders && scheme in foreign), scheme);
    assert.notEqual(reference, '');
  }
  assert.throws(() => compareVersions('none', '1', '2'), /scheme "none" is not known/);
});

/**
 * Schemes whose own definition has cycles. Conan compares a word with a number as texts: 2 < 10 < 1a
 * < 2. Maven compares a list with a word in its place: 1.0_p1rc, 1.0-_p1, 1_p1.post.
 */
const cyclic: ReadonlySet<string> = new Set(['conan', 'maven']);

test('every scheme is a total order on random versions', () => {
  for (const scheme of schemes) {
    const texts = randomVersions(scheme, 60);
    const parsed = texts.map((text) => scheme.parse(text));
    const orders = parsed.map((a) => parsed.map((b) => scheme.compare(a, b)));
    const at = (i: number, j: number): number => orders[i]?.[j] ?? Number.NaN;
    for (const [i, a] of texts.entries()) {
      assert.equal(at(i, i), 0, `${scheme.scheme}: ${a}`);
      for (const [j, b] of texts.entries()) {
        assert.equal(at(i, j) + at(j, i), 0, `${scheme.scheme}: ${a}, ${b}`);
        if (at(i, j) > 0 || cyclic.has(scheme.scheme)) continue;
        const later = texts.keys().filter((k) => at(j, k) <= 0);
        for (const k of later)
          assert.equal(
            at(i, k),
            Math.min(at(i, j), at(j, k)),
            `${scheme.scheme}: ${a}, ${b}, ${texts[k]}`,
          );
      }
    }
  }
});

function randomVersions(scheme: (typeof schemes)[number], count: number): readonly string[] {
  const next = random(7);
  const pick = (list: readonly string[]): string => list[Math.floor(next() * list.length)] ?? '';
  const heads = ['0', '1', '1.0', '1.2', '2'];
  const pieces =
    '0 1 2 10 01 . . . - _ ~ ^ + a b rc alpha p -r1 _p1 .0 -1 : final sp dev post'.split(' ');
  const found: string[] = [];
  while (found.length < count) {
    const tail = Array.from({ length: Math.floor(next() * 4) }, () => pick(pieces)).join('');
    const text = `${pick(heads)}${tail}`;
    if (scheme.parse(text) !== undefined) found.push(text);
  }
  return found;
}

test('over-long versions and ranges are undefined, whatever they hold', () => {
  for (const { scheme } of schemes) {
    for (const piece of [
      '1',
      '1.',
      '0',
      'a',
      '-',
      '~',
      '1-',
      '_p',
      '.x',
      'rc',
      '1!',
      '(',
      '"',
      'b1',
      '-b',
    ]) {
      const long = `1${piece.repeat(20_000)}`;
      assert.equal(compareVersions(scheme, long, long), undefined, `${scheme} ${piece}`);
      assert.equal(satisfies(scheme, '1.0', `< ${long}`), undefined, `${scheme} ${piece}`);
    }
    assert.equal(satisfies(scheme, '1.0', '< 2 ||'.repeat(20_000)), undefined, scheme);
  }
});

test('no version and no range makes a scheme throw', () => {
  const versions = Object.values(ladders).flat().concat(Object.values(equals).flat(2));
  const texts = [
    ...versions,
    ...Object.values(ranges).flatMap((rows) => rows.map((row) => row[1])),
  ];
  const fixtures = texts.map((text) => Buffer.from(text));
  for (const { scheme } of schemes) {
    fuzz(fixtures, (bytes) => {
      const text = Buffer.from(bytes).toString();
      const order = compareVersions(scheme, text, '1.0.0');
      assert.ok(order === undefined || [-1, 0, 1].includes(order));
      const back = compareVersions(scheme, '1.0.0', text);
      assert.equal(back, order === undefined ? undefined : 0 - order, JSON.stringify(text));
      assert.ok([true, false, undefined].includes(satisfies(scheme, '1.0.0', text)));
      assert.ok([true, false, undefined].includes(satisfies(scheme, text, `<= ${text}`)));
    });
  }
});

test('a scheme is found by the ecosystem that uses it, and by no other name', () => {
  for (const [name, scheme] of [
    ['cocoapods', 'gem'],
    ['crates.io', 'cargo'],
    ['Packagist', 'composer'],
    ['semantic', 'semver'],
    ['pacman', 'alpm'],
  ] as const) {
    assert.equal(schemeOf(name)?.scheme, scheme);
  }
  for (const name of ['', 'NPM', 'toString', '__proto__', 'Debian:12'])
    assert.equal(schemeOf(name), undefined);
  assert.equal(compareVersions('golang', 'v1.2.0', 'v1.10.0'), -1);
  assert.throws(() => compareVersions('PyPi', '1', '2'), RangeError);
});
