import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import type { FileAnalyzer } from '../contract.ts';
import { mise, nodeVersion, toolVersions } from './tool-versions.ts';

const asdf = `# tools
nodejs 20.10.0 system # comment
python 3.12 ref:abc
java temurin-17.0.1+12
empty
`;

const tools = `[tools]
node = { version = "22" }
python = ["3.12.1", "3.11"]
"npm:prettier" = "3.0.0"
"cargo:ripgrep" = "latest"
"ubi:owner/tool" = "1.2.3"
[env]
X = "1"
`;

test('what advisories call a program is what its file is called by', () => {
  const text = 'nginx 1.25.3\nvault 1.15.0\nkubectl 1.29.0\nerlang 26.1\nunheard-of 1.0.0\n';
  const { packages = [] } = toolVersions.read(readerOf('.tool-versions', text));
  assert.deepEqual(
    packages.map(({ name, cpes = [] }) => [name, ...cpes.map((cpe) => cpe.split(':*', 1)[0])]),
    [
      ['nginx', 'cpe:2.3:a:f5:nginx', 'cpe:2.3:a:nginx:nginx'],
      ['vault', 'cpe:2.3:a:hashicorp:vault'],
      ['kubectl', 'cpe:2.3:a:kubernetes:kubectl'],
      ['erlang', 'cpe:2.3:a:erlang:erlang\\/otp'],
      ['unheard-of'],
    ],
  );
});

const rows: readonly (readonly [FileAnalyzer, string, string, readonly string[]])[] = [
  [
    toolVersions,
    'a/.tool-versions',
    asdf,
    ['generic node@20.10.0  2', 'generic python@3.12  3', 'generic java@temurin-17.0.1+12  4'],
  ],
  [
    mise,
    'mise.toml',
    tools,
    [
      'generic node@ 22 0',
      'generic python@3.12.1  0',
      'generic python@ 3.11 0',
      'npm prettier@3.0.0  0',
      'generic owner/tool@1.2.3  0',
    ],
  ],
  [nodeVersion, '.nvmrc', '# x\n\nv20.1.0 # y\n18\n', ['generic node@20.1.0  3']],
  [nodeVersion, '.node-version', '20', ['generic node@ 20 1']],
];

for (const [analyzer, path, text, expected] of rows) {
  test(`${analyzer.id} ${path}: programs, exact versions and ranges`, () => {
    assert.ok(analyzer.wants(path, { size: 1, mode: 0o644 }));
    const { packages = [] } = analyzer.read(readerOf(path, text));
    assert.deepEqual(
      packages.map(
        ({ type, name, version, requirement, lines }) =>
          `${type} ${name}@${version} ${requirement ?? ''} ${lines?.startLine ?? 0}`,
      ),
      expected,
    );
  });

  test(`fuzz ${analyzer.id} ${path}`, () => {
    fuzz([Buffer.from(text)], (bytes) => analyzer.read(readerOf(path, bytes)));
  });
}

test('words that name no release give nothing, what is no such file is refused', () => {
  for (const text of ['lts/*', 'node', 'nodejs24.04', '', '\n# 18\n'])
    assert.deepEqual(nodeVersion.read(readerOf('.nvmrc', text)), {}, text);
  assert.throws(() => nodeVersion.read(readerOf('.nvmrc', '\u0000')), { code: 'LOCKFILE_INVALID' });
  assert.throws(() => mise.read(readerOf('mise.toml', '= =')), { code: 'TOML_INVALID' });
});

test('wants: near misses', () => {
  const stat = { size: 1, mode: 0o644 };
  for (const [analyzer, other] of [
    [toolVersions, 'x.tool-versions'],
    [toolVersions, '.tool-versions/a'],
    [mise, 'promise.toml'],
    [mise, 'mise.a.b.toml'],
    [nodeVersion, 'x.nvmrc'],
    [nodeVersion, '.node-version.bak'],
  ] as const)
    assert.equal(analyzer.wants(other, stat), false, other);
});
