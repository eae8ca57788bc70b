import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { cpanMeta, cpanSnapshot } from './cpan.ts';

const json = '{"name": "ExtUtils-Helpers", "version": "0.028", "license": ["perl_5", "unknown"]}';
const yaml = '--- #YAML:1.0\nname: Class-Data\nversion: 0.10\nlicense: perl\nauthor: ~\n';
const snapshot = `# carton snapshot format: version 1.0
DISTRIBUTIONS
  Class-Inspector-1.36
    pathname: P/PL/PLICEASE/Class-Inspector-1.36.tar.gz
    provides:
      Class::Inspector 1.36
  URI-v5.34_01
`;
const folder = 'root/.cpanm/work/1/X-1';

test('META files in both forms: versions stay as written', () => {
  assert.deepEqual(cpanMeta.read(readerOf(`${folder}/META.json`, json)).packages, [
    { name: 'ExtUtils-Helpers', version: '0.028', type: 'cpan', licenses: ['perl_5'] },
  ]);
  assert.deepEqual(cpanMeta.read(readerOf(`${folder}/META.yml`, yaml)).packages, [
    { name: 'Class-Data', version: '0.10', type: 'cpan', licenses: ['perl'] },
  ]);
  const bare = cpanMeta.read(readerOf(`${folder}/META.json`, '{"name": "x"}'));
  assert.deepEqual([bare.packages, bare.problems?.[0]?.code], [undefined, 'METADATA_INVALID']);
});

test('only META files of installed distributions are wanted', () => {
  const wants = (path: string): boolean => cpanMeta.wants(path, { size: 1, mode: 0o644 });
  for (const path of [
    `${folder}/META.json`,
    '.cpan/build/X-1-0/META.yml',
    'usr/local/lib/perl5/x86/.meta/URI-5.34/MYMETA.json',
  ])
    assert.ok(wants(path), path);
  for (const path of [`${folder}/t/META.json`, 'src/META.json', 'a/.meta/MYMETA.json'])
    assert.equal(wants(path), false, path);
});

test('cpanfile.snapshot: distributions, not their modules', () => {
  const found = cpanSnapshot.read(readerOf('cpanfile.snapshot', snapshot)).packages;
  assert.deepEqual(
    found?.map(({ name, version, lines }) => [name, version, lines?.startLine]),
    [
      ['Class-Inspector', '1.36', 3],
      ['URI', 'v5.34_01', 7],
    ],
  );
});

test('fuzz CPAN files', () => {
  fuzz([Buffer.from(json)], (bytes) => cpanMeta.read(readerOf('META.json', bytes)));
  fuzz([Buffer.from(yaml)], (bytes) => cpanMeta.read(readerOf('META.yml', bytes)));
  fuzz([Buffer.from(snapshot)], (bytes) => cpanSnapshot.read(readerOf('a.snapshot', bytes)));
});
