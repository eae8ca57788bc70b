import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fuzzRuns, random } from '../../test/kit/fuzz.ts';
import { compareVersions, satisfies } from './index.ts';

test('Debian versions stand in the order of Policy 5.6.12', () => {
  const ascending = [
    '0~~',
    '0~~a',
    '0~',
    '0',
    '0a',
    '0+',
    '1.0~rc1-1',
    '1.0~rc1-2',
    '1.0',
    '1.0-0+deb12u1',
    '1.0-1~bpo12+1',
    '1.0-1',
    '1.0-1+b1',
    '1.0-1+deb12u1',
    '1.0-1.1',
    '1.0a-1',
    '1.0+dfsg-1',
    '1.0.1',
    '1.2',
    '1.10',
    '9999999999999999999998',
    '9999999999999999999999',
    '1:0~1',
    '1:0.1',
    '2:0',
  ];
  for (const [index, low] of ascending.entries()) {
    assert.equal(compareVersions('deb', low, low), 0);
    for (const high of ascending.slice(index + 1)) {
      assert.equal(compareVersions('deb', low, high), -1, `${low} < ${high}`);
      assert.equal(compareVersions('deb', high, low), 1, `${high} > ${low}`);
    }
  }
});

test('Debian versions that differ in writing only are equal', () => {
  for (const [a, b] of [
    ['1.0', '0:1.0'],
    ['1.0', '1.0-0'],
    ['1.00', '1.0'],
    ['1.0-01', '1.0-1'],
    ['2:4.19.01-1', '2:4.19.1-1'],
    [' 1.0 ', '1.0'],
    ['1.0-1', '1.0-1'],
    ['1.a01', '1.a1'],
  ] as const) {
    assert.equal(compareVersions('deb', a, b), 0, `${a} = ${b}`);
  }
});

test('what is no Debian version is unknown', () => {
  const words = ['', ' ', ':1', '1:', '-1', '1-', '1 0', 'a:1', '-1:1', '1.0-1:2', '<unfixed>'];
  const more = ['none', '1.0_1', '1.0-é', '2147483648:1', '1:~1', `1.${'0'.repeat(1100)}`];
  for (const text of [...words, ...more]) {
    assert.equal(compareVersions('deb', text, '1'), undefined, JSON.stringify(text));
    assert.equal(satisfies('deb', text, '< 2'), undefined, JSON.stringify(text));
  }
  assert.equal(satisfies('deb', '1', '< none'), undefined);
  assert.equal(satisfies('deb', '1', '~> 1'), undefined);
  assert.equal(satisfies('deb', '1', '< 2 ||'), undefined);
});

const hasDpkg = spawnSync('dpkg', ['--version']).status === 0;

test('random versions stand in the order of dpkg', { skip: hasDpkg ? false : 'needs dpkg' }, () => {
  const next = random(20_260);
  const pairs = Array.from(
    { length: Math.ceil(fuzzRuns / 3) },
    () => [randomVersion(next), randomVersion(next)] as const,
  );
  for (const [a, b] of pairs) {
    assert.equal(compareVersions('deb', a, b), dpkgOrder(a, b), `${a} against ${b}`);
  }
});

function randomVersion(next: () => number): string {
  const pick = (text: string): string => text.charAt(Math.floor(next() * text.length));
  const run = (alphabet: string, most: number): string =>
    Array.from({ length: Math.floor(next() * most) }, () => pick(alphabet)).join('');
  const epoch = next() < 0.2 ? `${pick('012')}:` : '';
  const revision = next() < 0.5 ? `-${pick('0123')}${run('01a+.~', 4)}` : '';
  return `${epoch}${pick('0012')}${run('0012aZ.+~', 6)}${revision}`;
}

function dpkgOrder(a: string, b: string): number {
  if (spawnSync('dpkg', ['--compare-versions', a, 'lt', b]).status === 0) return -1;
  return spawnSync('dpkg', ['--compare-versions', a, 'eq', b]).status === 0 ? 0 : 1;
}
