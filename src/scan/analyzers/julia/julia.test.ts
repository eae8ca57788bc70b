import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { juliaManifest, juliaProject } from './julia.ts';

const second = `julia_version = "1.9.0"
manifest_format = "2.0"

[[deps.JSON]]
deps = ["Dates", "Parsers"]
git-tree-sha1 = "31"
uuid = "682c"
version = "0.21.4"

[[deps.Dates]]
uuid = "ade2"

[[deps.Parsers]]
git-tree-sha1 = "6c"
repo-rev = "main"
uuid = "69de"
version = "2.4.2"
    [deps.Parsers.deps]
    Dates = "ade2"

[[deps.Own]]
path = "../Own"
uuid = "aa"
`;

const first = `[[A]]\nuuid = "1"\nversion = "1.0.0"\n\n[[A]]\nuuid = "2"\n`;

test('Manifest.toml, both formats: the standard library has the version of Julia', () => {
  const { packages = [] } = juliaManifest.read(readerOf('Manifest.toml', second));
  assert.deepEqual(
    packages.map(({ name, version, dependsOn, lines }) => [
      name,
      version,
      dependsOn,
      lines?.startLine,
      lines?.endLine,
    ]),
    [
      ['JSON', '0.21.4', ['Dates@1.9.0', 'Parsers@2.4.2'], 4, 8],
      ['Dates', '1.9.0', undefined, 10, 11],
      ['Parsers', '2.4.2', ['Dates@1.9.0'], 13, 19],
      ['Own', '', undefined, 21, 23],
    ],
  );
  assert.equal(packages[0]?.purl, 'pkg:julia/JSON@0.21.4?uuid=682c');
  assert.deepEqual(
    [packages[2]?.qualifiers, packages[3]?.relationship],
    [{ commit: 'main' }, 'workspace'],
  );
  const old = juliaManifest.read(readerOf('Manifest.toml', first)).packages;
  assert.deepEqual(
    old?.map(({ version, lines }) => [version, lines?.startLine]),
    [
      ['1.0.0', 1],
      ['', 5],
    ],
  );
});

test('Project.toml: packages, not environments', () => {
  const project = 'name = "Ship"\nuuid = "u"\nversion = "1.2.0"\n[deps]\nJSON = "682c"\n';
  const read = (text: string): unknown =>
    juliaProject.read(readerOf('Project.toml', text)).packages;
  assert.deepEqual(read(project), [
    { name: 'Ship', version: '1.2.0', type: 'julia', purl: 'pkg:julia/Ship@1.2.0?uuid=u' },
  ]);
  for (const other of ['[deps]\nJSON = "682c"\n', 'name = "x"\nversion = "1"\n'])
    assert.equal(read(other), undefined);
});

test('only manifests of Julia are wanted', () => {
  const wants = (path: string): boolean => juliaManifest.wants(path, { size: 1, mode: 0o644 });
  for (const path of ['Manifest.toml', 'a/Manifest-v1.11.toml', 'JuliaManifest.toml'])
    assert.ok(wants(path), path);
  for (const path of ['manifest.toml', 'XManifest.toml', 'Manifest.toml/a'])
    assert.equal(wants(path), false, path);
});

test('fuzz Julia files', () => {
  fuzz([Buffer.from(second), Buffer.from(first)], (bytes) =>
    juliaManifest.read(readerOf('Manifest.toml', bytes)),
  );
  fuzz([Buffer.from('name = "S"\nuuid = "u"\nversion = "1"\n')], (bytes) =>
    juliaProject.read(readerOf('Project.toml', bytes)),
  );
});
