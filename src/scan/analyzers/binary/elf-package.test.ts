import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildElf, elfNote } from '../../../../test/kit/elf.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { elfPackage } from './elf-package.ts';

const said = {
  type: 'rpm',
  name: 'bash',
  version: '5.2.15-3.fc38',
  architecture: 'x86_64',
  os: 'fedora',
  osVersion: '38',
  osCpe: 'cpe:/o:fedoraproject:fedora:38',
};

function program(text: string, type = 0xcafe1a7e, name = 'FDO'): Buffer {
  const content = elfNote(name, type, Buffer.from(`${text}\0`));
  return buildElf([{ name: '.note.package', type: 7, content }]);
}

test('a program tells the package that it was copied out of', () => {
  const { packages } = elfPackage.read(readerOf('opt/bash', program(JSON.stringify(said))));
  assert.deepEqual(
    packages?.map(({ name, version, purl }) => [name, version, purl]),
    [['bash', '5.2.15-3.fc38', 'pkg:rpm/fedora/bash@5.2.15-3.fc38?arch=x86_64&distro=fedora-38']],
  );
});

test('other notes tell nothing, a damaged one is a problem', () => {
  const text = JSON.stringify(said);
  for (const bytes of [
    program(text, 1),
    program(text, 0xcafe1a7e, 'GNU'),
    buildElf([]),
    program('{}'),
    program('[]'),
  ])
    assert.deepEqual(elfPackage.read(readerOf('x', bytes)), {});
  const { problems } = elfPackage.read(readerOf('x', program('{"name"')));
  assert.deepEqual(
    problems?.map(({ code }) => code),
    ['JSON_INVALID'],
  );
  const head = (bytes: Uint8Array): boolean =>
    elfPackage.wantsHead?.(bytes.subarray(0, 4096), 'x', { size: 1, mode: 0o755 }) ?? true;
  assert.ok(head(program(text)));
  assert.ok(!head(buildElf([])));
  assert.ok(!head(Buffer.from('FDO\0')));
});

test('package notes survive mutations', () => {
  fuzz([program(JSON.stringify(said))], (bytes) => elfPackage.read(readerOf('x', bytes)));
});
