import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readProject } from '../../../../test/kit/project.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import type { AnalyzerResult, FileAnalyzer } from '../contract.ts';
import { bunLock } from './bun-lock.ts';
import { npmManifest } from './npm-manifest.ts';
import { pnpmLock } from './pnpm-lock.ts';
import { yarnLock } from './yarn-lock.ts';

const classic = `# yarn lockfile v1


"@s/a@^1.0.0", "@s/a@>= 1, < 2":
  version "1.2.0"
  resolved "https://r.example/@s/a/-/a-1.2.0.tgz#0"
  dependencies:
    b "^2.0.0"
  peerDependencies:
    c "*"

b@^2.0.0:
  version "2.1.0"

"alias@npm:real@^1":
  version "1.0.0"

"g@git+https://user:secret@x.example/g.git":
  version "3.0.0"

"old@^1":
  version "9.0.0"
  resolved "https://r.example/@fork/old/-/old-9.0.0.tgz#0"
`;

const berry = `__metadata:
  version: 8

"@s/a@npm:^1.0.0, @s/a@npm:^1.1.0":
  version: 1.2.0
  resolution: "@s/a@npm:1.2.0"
  dependencies:
    b: "npm:^2.0.0"
  checksum: 00
  languageName: node

"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."
  dependencies:
    "@s/a": "npm:^1.0.0"
    t: "npm:1"

"b@npm:^2.0.0":
  version: 2.1.0
  resolution: "b@npm:2.1.0"

? "p@patch:p@npm%3A1.0.0#./p.patch"
:
  version: 1.0.0
  resolution: "p@patch:p@npm%3A1.0.0#./p.patch::hash=1"

"t@npm:1":
  version: 1.0.0
  resolution: "t@npm:1.0.0"
`;

const pnpm9 = `lockfileVersion: '9.0'

importers:
  .:
    dependencies:
      a: {specifier: ^1, version: 1.0.0(b@2.0.0)}
      tool: {specifier: 'workspace:*', version: link:tool}
  tool:
    devDependencies:
      al:
        specifier: npm:real@1
        version: real@1.0.0

packages:

  a@1.0.0:
    resolution: {integrity: x}
    peerDependencies:
      b: '*'

  b@2.0.0:
    resolution: {integrity: x}

  g@https://x.example/g/tar.gz/0:
    resolution: {tarball: https://x.example/g/tar.gz/0}
    version: 3.0.0

  real@1.0.0:
    resolution: {integrity: x}

snapshots:

  a@1.0.0(b@2.0.0):
    dependencies:
      b: 2.0.0

  b@2.0.0: {}

  g@https://x.example/g/tar.gz/0: {}

  real@1.0.0:
    optional: true
`;

const pnpm5 = `lockfileVersion: 5.4
specifiers: {a: ^1}
dependencies:
  a: 1.0.0_b@2.0.0
devDependencies:
  d: 4.0.0
packages:
  /a/1.0.0_b@2.0.0:
    dependencies: {b: 2.0.0}
  /b/2.0.0:
    dev: false
  /d/4.0.0:
    dev: true
  r.example/@s/e/1.0.0:
    dev: true
  nothing:
    dev: true
`;

const bun = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "app", "dependencies": { "a": "^1" }, "devDependencies": { "d": "1", }, },
    "packages/w": { "name": "w", "version": "0.1.0", "dependencies": { "b": "*" } },
  },
  "packages": {
    "a": ["a@1.0.0", "", { "dependencies": { "b": "^2", "@s/c": "1" } }, "sha512-x"],
    "a/@s/c": ["@s/c@1.0.0", "", {}, "sha512-x"],
    "a/@s/c/b": ["b@9.0.0", "", {}, "sha512-x"], // never asked for
    "b": ["b@2.0.0", "", {}, "sha512-x"],
    "d": ["d@4.0.0", "", { "optionalDependencies": { "b": "2" } }, "sha512-x"],
    "f": ["f@file:../f", {}],
    "w": ["w@workspace:packages/w"],
    "bad": [1],
  }
}`;

function brief({ packages }: AnalyzerResult): unknown[] {
  return (packages ?? []).map(({ name, version, dev, optional, relationship, ...rest }) => [
    `${name}@${version}`,
    [dev === true ? 'dev' : '', optional === true ? 'optional' : '', relationship ?? '']
      .filter((word) => word !== '')
      .join(' '),
    rest.dependsOn ?? [],
    rest.requirement ?? '',
    rest.lines === undefined ? [] : [rest.lines.startLine, rest.lines.endLine],
  ]);
}

const rows: readonly (readonly [FileAnalyzer, string, string, readonly unknown[]])[] = [
  [
    yarnLock,
    'yarn.lock',
    classic,
    [
      ['@s/a@1.2.0', '', ['b@2.1.0'], '', [4, 10]],
      ['b@2.1.0', '', [], '', [12, 13]],
      ['real@1.0.0', '', [], '', [15, 16]],
      ['g@3.0.0', '', [], 'git+https://x.example/g.git', [18, 19]],
      ['@fork/old@9.0.0', '', [], '', [21, 23]],
    ],
  ],
  [
    yarnLock,
    'a/yarn.lock',
    berry,
    [
      ['@s/a@1.2.0', 'direct', ['b@2.1.0'], '', [4, 10]],
      ['b@2.1.0', 'indirect', [], '', [19, 21]],
      ['p@1.0.0', 'indirect', [], 'patch:p@npm%3A1.0.0#./p.patch::hash=1', [23, 26]],
      ['t@1.0.0', 'direct', [], '', [28, 30]],
    ],
  ],
  [
    pnpmLock,
    'pnpm-lock.yaml',
    pnpm9,
    [
      ['a@1.0.0', 'direct', ['b@2.0.0'], '', [16, 19]],
      ['b@2.0.0', 'indirect', [], '', [21, 22]],
      ['g@3.0.0', 'indirect', [], 'https://x.example/g/tar.gz/0', [24, 26]],
      ['real@1.0.0', 'dev optional direct', [], '', [28, 29]],
    ],
  ],
  [
    pnpmLock,
    'x/pnpm-lock.yaml',
    pnpm5,
    [
      ['a@1.0.0', 'direct', ['b@2.0.0'], '', [8, 9]],
      ['b@2.0.0', 'indirect', [], '', [10, 11]],
      ['d@4.0.0', 'dev direct', [], '', [12, 13]],
      ['@s/e@1.0.0', 'dev indirect', [], '', [14, 15]],
    ],
  ],
  [
    bunLock,
    'bun.lock',
    bun,
    [
      ['a@1.0.0', 'direct', ['b@2.0.0', '@s/c@1.0.0'], '', [8, 8]],
      ['@s/c@1.0.0', 'indirect', [], '', [9, 9]],
      ['b@9.0.0', 'indirect', [], '', [10, 10]],
      ['b@2.0.0', 'direct', [], '', [11, 11]],
      ['d@4.0.0', 'dev direct', ['b@2.0.0'], '', [12, 12]],
      ['f@', 'indirect', [], 'file:../f', [13, 13]],
      ['w@0.1.0', 'workspace', ['b@2.0.0'], '', [14, 14]],
    ],
  ],
];

for (const [analyzer, path, text, expected] of rows) {
  test(`${analyzer.id} ${path}: packages, parts, needs, origins and lines`, () => {
    assert.ok(analyzer.wants(path, { size: 1, mode: 0o644 }));
    assert.deepEqual(brief(analyzer.read(readerOf(path, text))), expected);
  });

  test(`fuzz ${analyzer.id} ${path}`, () => {
    fuzz([Buffer.from(text)], (bytes) => {
      const { packages = [] } = analyzer.read(readerOf(path, bytes));
      for (const { name } of packages) assert.notEqual(name, '');
    });
  });
}

test('entries without a name and version are told', () => {
  for (const [analyzer, text] of [
    [pnpmLock, pnpm5],
    [bunLock, bun],
  ] as const) {
    const { problems } = analyzer.read(readerOf('x', text));
    assert.deepEqual(
      problems?.map(({ code }) => code),
      ['LOCKFILE_INVALID'],
    );
  }
});

test('names and versions beyond every registry are told and do not spread', () => {
  const long = 'x'.repeat(5000);
  for (const [analyzer, text] of [
    [yarnLock, `"${long}@1":\n  version "1"\n`],
    [yarnLock, `a@1:\n  version "${long}"\n`],
    [pnpmLock, `lockfileVersion: '9.0'\npackages:\n  a@1.0.0: {name: ${long}}\n`],
    [bunLock, `{"packages":{"a":["a@${long}"]}}`],
  ] as const) {
    const { packages, problems } = analyzer.read(readerOf('x', text));
    assert.deepEqual([packages, problems?.length], [[], 1]);
  }
});

test('what is no lockfile is refused', () => {
  for (const [analyzer, text, code] of [
    [yarnLock, 'nothing of it', 'LOCKFILE_INVALID'],
    [yarnLock, '  version "1"', 'LOCKFILE_INVALID'],
    [yarnLock, 'noversion:\n', 'LOCKFILE_INVALID'],
    [yarnLock, '\u0000\u0001', 'LOCKFILE_INVALID'],
    [pnpmLock, 'text', 'LOCKFILE_INVALID'],
    [pnpmLock, '- a', 'LOCKFILE_INVALID'],
    [pnpmLock, 'a: b: c', 'YAML_INVALID'],
    [pnpmLock, '---\n'.repeat(40), 'LOCKFILE_INVALID'],
    [bunLock, '[]', 'LOCKFILE_INVALID'],
    [bunLock, '{', 'JSON_INVALID'],
    [npmManifest, '{', 'JSON_INVALID'],
  ] as const)
    assert.throws(() => analyzer.read(readerOf('x', text)), { code }, text.slice(0, 20));
});

test('lockfiles inside installed packages decide nothing', () => {
  const stat = { size: 1, mode: 0o644 };
  for (const [analyzer, other] of [
    [yarnLock, 'node_modules/a/yarn.lock'],
    [yarnLock, 'yarn.lock.bak'],
    [pnpmLock, 'node_modules/.pnpm/pnpm-lock.yaml'],
    [pnpmLock, 'a/pnpm-lock.yml'],
    [bunLock, 'a/node_modules/bun.lock'],
    [bunLock, 'bun.lockb'],
    [npmManifest, 'node_modules/a/package.json'],
    [npmManifest, 'xpackage.json'],
  ] as const)
    assert.equal(analyzer.wants(other, stat), false, other);
});

const manifest = JSON.stringify({
  workspaces: ['packages/*'],
  dependencies: { '@s/a': '^1.0.0', old: '^8 || ^9' },
  devDependencies: { alias: 'npm:real@^1' },
});

test('a manifest tells the lockfile beside it who was asked for, and why', () => {
  const found = readProject({
    'package.json': manifest,
    'yarn.lock': classic,
    'packages/one/package.json': '{"devDependencies":{"b":"^2.0.0"}}',
    'elsewhere/one/package.json': '{"dependencies":{"real":"*"}}',
  });
  assert.deepEqual(
    (found.get('yarn.lock')?.packages ?? []).map(({ name, relationship, dev }) => [
      name,
      relationship,
      dev ?? false,
    ]),
    [
      ['@s/a', 'direct', false],
      ['b', 'direct', false],
      ['real', 'direct', true],
      ['g', 'indirect', false],
      ['@fork/old', 'direct', false],
    ],
  );
  assert.deepEqual(found.get('package.json')?.packages, []);
});

test('a manifest tells an old npm lockfile and a newer Yarn lockfile the same', () => {
  const found = readProject({
    'n/package.json': '{"dependencies":{"a":"1"}}',
    'n/package-lock.json': '{"dependencies":{"a":{"version":"1.0.0"},"b":{"version":"2.0.0"}}}',
    'y/package.json': '{"dependencies":{"@s/a":"^1.0.0"},"devDependencies":{"t":"1"}}',
    'y/yarn.lock': berry,
  });
  const parts = (path: string): unknown =>
    (found.get(path)?.packages ?? []).map(({ name, relationship, dev }) =>
      [name, relationship, dev === true ? 'dev' : ''].join(' ').trim(),
    );
  assert.deepEqual(parts('n/package-lock.json'), ['a direct', 'b indirect']);
  assert.deepEqual(parts('y/yarn.lock'), [
    '@s/a direct',
    'b indirect',
    'p indirect',
    't direct dev',
  ]);
});

test('a manifest that nothing locks is listed as it asks: exact versions, ranges, no folders', () => {
  const text = JSON.stringify({
    dependencies: { a: '1.2.3', b: '^2', c: 'npm:real@4.0.0', d: 'file:../d', e: 'workspace:*' },
    devDependencies: { f: '=1.0.0', g: 'https://u:p@x.example/g.tgz' },
  });
  const found = readProject({ 'package.json': text, 'other/package-lock.json': '{"packages":{}}' });
  assert.deepEqual(brief(found.get('package.json') ?? {}), [
    ['a@1.2.3', 'direct', [], '', []],
    ['b@', 'direct', [], '^2', []],
    ['real@4.0.0', 'direct', [], '', []],
    ['f@1.0.0', 'dev direct', [], '', []],
    ['g@', 'dev direct', [], 'https://x.example/g.tgz', []],
  ]);
});
