import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { opamLocked, opamSwitch } from './opam.ts';

const state = `opam-version: "2.0"
compiler: ["base-bigarray.base" "ocaml.4.14.1"]
roots: ["dune.3.7.2"]
installed: [
  "dune.3.7.2"
  "ocaml.4.14.1" "base-bigarray.base"
]
pinned: ["own.1.0"]
`;
const locked = `depends: [\n  "dune" {= "3.7.2"}\n  "ounit" {= "2.2.7" & with-test}\n  "ocaml" {>= "4.08"}\n]\nbuild: ["dune" {= "0"}]\n`;

test('opam: the state of a switch, its older list, lockfiles', () => {
  const shown = (path: string, text: string): unknown =>
    (path.endsWith('locked') ? opamLocked : opamSwitch)
      .read(readerOf(path, text))
      .packages?.map(({ name, version, relationship, dev, lines }) => [
        `${name}@${version}`,
        relationship ?? dev,
        lines?.startLine,
      ]);
  assert.deepEqual(shown('root/.opam/d/.opam-switch/switch-state', state), [
    ['dune@3.7.2', 'direct', 5],
    ['ocaml@4.14.1', 'indirect', 6],
    ['base-bigarray@base', 'indirect', 6],
  ]);
  assert.deepEqual(shown('root/.opam/d/installed', '# list\ncore_kernel.0.15.1 # x\n\nodd\n'), [
    ['core_kernel@0.15.1', undefined, 2],
  ]);
  assert.deepEqual(shown('a.opam.locked', locked), [
    ['dune@3.7.2', undefined, 2],
    ['ounit@2.2.7', true, 3],
  ]);
});

test('fuzz opam files', () => {
  fuzz([Buffer.from(state)], (bytes) => opamSwitch.read(readerOf('switch-state', bytes)));
  fuzz([Buffer.from(state)], (bytes) => opamSwitch.read(readerOf('installed', bytes)));
  fuzz([Buffer.from(locked)], (bytes) => opamLocked.read(readerOf('a.opam.locked', bytes)));
});
