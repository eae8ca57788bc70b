import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { toldTogether } from '../../../../test/kit/joined.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { cargoLock } from './cargo-lock.ts';
import { cargoToml } from './cargo-toml.ts';

const told = (files: Readonly<Record<string, string>>): Record<string, string[]> =>
  toldTogether([cargoLock, cargoToml], files);

const lock = `version = 4
[[package]]
name = "app"
version = "0.1.0"
dependencies = ["used", "tester"]
[[package]]
name = "used"
version = "1.0.0"
source = "registry+x"
dependencies = ["both"]
[[package]]
name = "tester"
version = "2.0.0"
source = "registry+x"
dependencies = ["both", "only-tests"]
[[package]]
name = "both"
version = "3.0.0"
source = "registry+x"
[[package]]
name = "only-tests"
version = "4.0.0"
source = "registry+x"
`;
const manifest = `[package]
name = "app"
version = "0.1.0"
[dependencies]
used = "1"
[dev-dependencies]
tester = "2"
`;

test('a Cargo.toml beside its lockfile tells only what is for development', () => {
  assert.deepEqual(told({ 'Cargo.lock': lock, 'Cargo.toml': manifest }), {
    'Cargo.lock': [
      'app@0.1.0',
      'used@1.0.0',
      'tester@2.0.0-dev',
      'both@3.0.0',
      'only-tests@4.0.0-dev',
    ],
    'Cargo.toml': [],
  });
  assert.deepEqual(told({ 'Cargo.toml': manifest })['Cargo.toml'], [
    'used@',
    'tester@-dev',
    'app@0.1.0',
  ]);
});

test('Cargo.lock tells root, direct and indirect crates', () => {
  const { packages = [] } = cargoLock.read(readerOf('Cargo.lock', lock));
  assert.deepEqual(
    packages.map(({ name, relationship }) => `${name} ${relationship}`),
    ['app root', 'used direct', 'tester direct', 'both indirect', 'only-tests indirect'],
  );
});

test('Cargo.toml: renamed, inherited, optional and target dependencies; no folders or repositories', () => {
  const { packages = [] } = cargoToml.read(
    readerOf(
      'Cargo.toml',
      `[dependencies]
short = { package = "long-name", version = "1.2", optional = true }
shared = { workspace = true }
folder = { path = "../folder" }
repository = { git = "https://example.com/x.git" }
[target.'cfg(windows)'.dependencies]
win = "0.3"
[workspace.dependencies]
shared = "5.1"
`,
    ),
  );
  assert.deepEqual(
    packages.map(({ name, requirement, optional }) => [name, requirement, optional]),
    [
      ['long-name', '1.2', true],
      ['shared', '5.1', undefined],
      ['win', '0.3', undefined],
    ],
  );
});

test('the files of Cargo survive mutations', () => {
  fuzz([Buffer.from(lock), Buffer.from(manifest)], (bytes) => {
    cargoLock.read(readerOf('Cargo.lock', bytes));
  });
  fuzz([Buffer.from(lock), Buffer.from(manifest)], (bytes) => {
    cargoToml.read(readerOf('Cargo.toml', bytes));
  });
});
