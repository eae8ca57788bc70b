import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { pacman, pacmanFiles } from './pacman.ts';
import { portage, portageContents } from './portage.ts';

const stat = { size: 1, mode: 0o644 };
const desc = `%NAME%\nlibxml2\n\n%VERSION%\n1:2.13.5-1\n\n%BASE%\nlibxml\n\n%ARCH%\nx86_64\n\n%LICENSE%\nMIT\nISC\n\n%PACKAGER%\nA <a@h.example>\n`;
const files = '%FILES%\nusr/\nusr/lib/python3/a.dist-info/METADATA\n\n%BACKUP%\netc/x\tabc\n';
const folder = 'var/lib/pacman/local/python-a-1.0-1';

test('pacman: packages and the files they own', () => {
  assert.deepEqual(pacman.read(readerOf(`${folder}/desc`, desc)).packages, [
    {
      name: 'libxml2',
      version: '1:2.13.5-1',
      type: 'alpm',
      source: { name: 'libxml', version: '1:2.13.5-1' },
      arch: 'x86_64',
      maintainer: 'A <a@h.example>',
      licenses: ['MIT', 'ISC'],
    },
  ]);
  assert.deepEqual(pacmanFiles.read(readerOf(`${folder}/files`, files)).owned, [
    { package: 'python-a', paths: ['usr/lib/python3/a.dist-info/METADATA'] },
  ]);
  assert.throws(() => pacman.read(readerOf(`${folder}/desc`, '%NAME%\na\n')), {
    code: 'METADATA_INVALID',
  });
});

const place = 'var/db/pkg/dev-python/a-b-1.2_rc1-r2';

test('portage: packages by category, and the files they own', () => {
  assert.deepEqual(portage.read(readerOf(`${place}/PF`, 'a-b-1.2_rc1-r2\n')).packages, [
    {
      name: 'dev-python/a-b',
      version: '1.2_rc1-r2',
      type: 'ebuild',
      purl: 'pkg:ebuild/dev-python/a-b@1.2_rc1-r2',
    },
  ]);
  const contents = `dir /usr\nobj /usr/lib/a b/METADATA ${'0'.repeat(32)} 17\nsym /x -> y 17\n`;
  assert.deepEqual(portageContents.read(readerOf(`${place}/CONTENTS`, contents)).owned, [
    { package: 'dev-python/a-b', paths: ['usr/lib/a b/METADATA'] },
  ]);
  for (const text of ['', 'name', '1.0', '{}'])
    assert.throws(() => portage.read(readerOf(`${place}/PF`, text)), { code: 'METADATA_INVALID' });
});

test('only the databases themselves are wanted', () => {
  for (const [analyzer, path] of [
    [pacman, `${folder}/desc`],
    [pacmanFiles, `${folder}/files`],
    [portage, `${place}/PF`],
    [portageContents, `${place}/CONTENTS`],
  ] as const) {
    assert.ok(analyzer.wants(path, stat), path);
    for (const other of [
      `x/${path}`,
      `${path}/foo`,
      path.replace('local', 'localfoo').replace('pkg', 'p'),
    ])
      assert.equal(analyzer.wants(other, stat), false, other);
  }
});

test('fuzz databases of pacman and Portage', () => {
  fuzz([Buffer.from(desc)], (bytes) => pacman.read(readerOf(`${folder}/desc`, bytes)));
  fuzz([Buffer.from(files)], (bytes) => pacmanFiles.read(readerOf(`${folder}/files`, bytes)));
  fuzz([Buffer.from('a-b-1.2_rc1-r2\n')], (bytes) => portage.read(readerOf(`${place}/PF`, bytes)));
});
