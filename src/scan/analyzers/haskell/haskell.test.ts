import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { cabalFreeze } from './cabal-freeze.ts';
import { stackLock, stackProject } from './stack.ts';

const freeze = `active-repositories: hackage.haskell.org:merge
constraints: any.base ==4.18.2.0,
             any.alex ==3.5,
             base installed,
             happy +bootstrap,
             any.loose >=1.0
index-state: hackage.haskell.org 2024-01-01T00:00:00Z
with-compiler: any.ghc ==9.6
`;

test('cabal.project.freeze: exact constraints, without flags and other fields', () => {
  const { packages } = cabalFreeze.read(readerOf('cabal.project.freeze', freeze));
  assert.deepEqual(
    packages?.map(({ name, version, lines }) => [name, version, lines?.startLine]),
    [
      ['base', '4.18.2.0', 2],
      ['alex', '3.5', 3],
    ],
  );
});

const digest = 'a'.repeat(64);
const lock = `packages:
- completed:
    hackage: th-lift-0.10@sha256:${digest},10
  original:
    hackage: th-lift-0.10
- completed:
    git: https://h.example/kore.git
    commit: '0123'
    name: kore
    version: 0.60
- completed:
    hackage: no version here
snapshots: []
`;

test('stack.yaml.lock: Hackage and repositories; versions stay as written', () => {
  const { packages } = stackLock.read(readerOf('stack.yaml.lock', lock));
  assert.deepEqual(
    packages?.map(({ name, version, digest: sum, purl, lines }) => [
      name,
      version,
      sum,
      purl,
      lines?.startLine,
    ]),
    [
      ['th-lift', '0.10', `sha256:${digest}`, undefined, 2],
      [
        'kore',
        '0.60',
        undefined,
        'pkg:hackage/kore@0.60?vcs_url=git%2Bhttps:%2F%2Fh.example%2Fkore.git%400123',
        6,
      ],
    ],
  );
});

const project = `resolver: lts-18.28\nextra-deps:\n- stm-2.5.0.2@rev:1\n- git: https://h.example/x\n  commit: a\n- ./local\n`;

test('stack.yaml: extra packages of Hackage', () => {
  const { packages } = stackProject.read(readerOf('stack.yaml', project));
  assert.deepEqual(
    packages?.map(({ name, version, lines }) => [name, version, lines?.startLine]),
    [['stm', '2.5.0.2', 3]],
  );
});

test('fuzz Haskell files', () => {
  fuzz([Buffer.from(freeze)], (bytes) => cabalFreeze.read(readerOf('cabal', bytes)));
  fuzz([Buffer.from(lock)], (bytes) => stackLock.read(readerOf('stack.yaml.lock', bytes)));
  fuzz([Buffer.from(project)], (bytes) => stackProject.read(readerOf('stack.yaml', bytes)));
});
