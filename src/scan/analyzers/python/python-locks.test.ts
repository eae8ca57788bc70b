import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, crc32 } from 'node:zlib';
import { fuzz, fuzzInTurns } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { readProject } from '../../../../test/kit/project.ts';
import type { FileAnalyzer, FoundPackage } from '../contract.ts';
import { pdm } from './pdm.ts';
import { pipfile } from './pipfile.ts';
import { poetry } from './poetry.ts';
import { pylock } from './pylock.ts';
import { pythonArchive, pythonMetadata } from './python-metadata.ts';
import { pythonRequirements } from './python-requirements.ts';
import { uv } from './uv.ts';

const poetryLock = `[[package]]
name = "Ship"
version = "1.0"
optional = false
groups = ["main", "dev"]

[package.dependencies]
ROPE_x = ">=1"

[[package]]
name = "rope-x"
version = "2.0"
optional = true
groups = ["dev"]

[[package]]
name = "old"
version = "3"
category = "dev"
`;

const uvLock = `version = 1

[[package]]
name = "app"
version = "0.1.0"
source = { editable = "." }
dependencies = [{ name = "ship" }]

[package.dev-dependencies]
dev = [{ name = "lint" }]

[[package]]
name = "lint"
version = "1"
dependencies = [{ name = "rope", version = "2" }]

[[package]]
name = "rope"
version = "1"

[[package]]
name = "rope"
version = "2"

[[package]]
name = "ship"
version = "1"
dependencies = [{ name = "rope", version = "1" }]
`;

const pipfileLock = `{
  "_meta": { "hash": { "sha256": "0" } },
  "default": {
    "ship": { "version": "==1.0" },
    "rope": { "git": "https://x.example/rope", "ref": "abc" }
  },
  "develop": {
    "ship": { "version": "==1.0" },
    "lint": { "version": "==2" }
  },
  "docs": { "__proto__": { "version": "===3" } }
}`;

const standardLock = `lock-version = "1.0"
[[packages]]
name = "ship"
version = "1.0"
dependencies = [{ name = "rope" }]
[[packages]]
name = "rope"
vcs = { url = "https://x.example/rope", commit-id = "abc" }
[[packages]]
name = "app"
directory = { path = "." }
`;

const pdmLock = `[[package]]
name = "ship"
version = "1.0"
groups = ["default", "dev"]
dependencies = ["rope>=1; python_version > '3'"]

[[package]]
name = "rope"
version = "1"
groups = ["dev"]

[[package]]
name = "extra"
version = "1"
groups = ["gui"]
`;

const requirementsFile = 'ship==1.0\nrope>=1\nanything\n-r more.txt\nnot a requirement\n';

function brief({ packages }: { packages?: readonly FoundPackage[] }): unknown[] {
  return (packages ?? []).map(({ name, version, dev, optional, relationship, ...rest }) => [
    `${name}@${version}`,
    [dev === true ? 'dev' : '', optional === true ? 'optional' : '', relationship ?? '']
      .filter((word) => word !== '')
      .join(' '),
    rest.dependsOn ?? rest.requirement ?? [],
    rest.lines === undefined ? [] : [rest.lines.startLine, rest.lines.endLine],
  ]);
}

const rows: readonly (readonly [FileAnalyzer, string, string, readonly unknown[]])[] = [
  [
    poetry,
    'poetry.lock',
    poetryLock,
    [
      ['Ship@1.0', '', ['rope-x@2.0'], [1, 8]],
      ['rope-x@2.0', 'dev optional', [], [10, 14]],
      ['old@3', 'dev', [], [16, 19]],
    ],
  ],
  [
    uv,
    'a/uv.lock',
    uvLock,
    [
      ['app@0.1.0', 'root', ['ship@1', 'lint@1'], [3, 10]],
      ['lint@1', 'dev direct', ['rope@2'], [12, 15]],
      ['rope@1', 'indirect', [], [17, 19]],
      ['rope@2', 'dev indirect', [], [21, 23]],
      ['ship@1', 'direct', ['rope@1'], [25, 28]],
    ],
  ],
  [
    pipfile,
    'Pipfile.lock',
    pipfileLock,
    [
      ['ship@1.0', '', [], [4, 4]],
      ['rope@', '', '@ git+https://x.example/rope@abc', [5, 5]],
      ['lint@2', 'dev', [], [9, 9]],
      ['__proto__@3', '', [], [11, 11]],
    ],
  ],
  [
    pylock,
    'pylock.dev.toml',
    standardLock,
    [
      ['ship@1.0', '', ['rope@'], [2, 5]],
      ['rope@', '', '@ https://x.example/rope@abc', [6, 8]],
    ],
  ],
  [
    pdm,
    'pdm.lock',
    pdmLock,
    [
      ['ship@1.0', '', ['rope@1'], [1, 5]],
      ['rope@1', 'dev', [], [7, 10]],
      ['extra@1', 'optional', [], [12, 15]],
    ],
  ],
  [
    pythonRequirements,
    'requirements-dev.txt',
    requirementsFile,
    [
      ['ship@1.0', 'direct', [], [1, 1]],
      ['rope@', 'direct', '>=1', [2, 2]],
      ['anything@', 'direct', [], [3, 3]],
    ],
  ],
];

for (const [analyzer, path, text, expected] of rows) {
  test(`${analyzer.id}: packages, roles, needs and lines`, () => {
    assert.ok(analyzer.wants(path, { size: 1, mode: 0o644 }));
    assert.deepEqual(brief(analyzer.read(readerOf(path, text))), expected);
  });

  test(`${analyzer.id}: something else under its name is refused`, () => {
    for (const broken of ['= = =\n', '\u0000\u0001\u0002'])
      assert.throws(() => analyzer.read(readerOf(path, broken)), { name: 'FormatError' }, broken);
  });

  test(`fuzz ${analyzer.id}`, () => {
    fuzz([Buffer.from(text)], (bytes) => analyzer.read(readerOf(path, bytes)));
  });
}

test('requirements: included files are asked for, those outside and unreadable lines are told', () => {
  const { problems, includes } = pythonRequirements.read(
    readerOf('a/requirements.txt', `${requirementsFile}-r ../../up.txt\n-r https://x.example/r\n`),
  );
  assert.deepEqual(
    problems?.map(({ code, line }) => [code, line]),
    [
      ['LOCKFILE_INVALID', 5],
      ['LOCKFILE_INCLUDE', undefined],
      ['LOCKFILE_INCLUDE', undefined],
    ],
  );
  assert.deepEqual(includes, [{ path: 'a/more.txt', analyzer: 'python-requirements' }]);
  for (const text of ['-r dev-requirements.txt\n', '-r requirements/base.txt\n', '-c any.txt\n'])
    assert.equal(pythonRequirements.read(readerOf('requirements.txt', text)).includes, undefined);
});

test('requirements: an included file that is not there is told, one that is there is not', () => {
  const found = readProject({
    'a/requirements.txt': '-r more.txt\n-r requirements/base.txt\n-r ../requirements.txt\n',
    'a/requirements/base.txt': '# nothing\n',
  });
  assert.deepEqual(
    found.get('a/requirements.txt')?.problems?.map(({ text }) => text.slice(0, 32)),
    ['Cannot follow "-r more.txt" of "', 'Cannot follow "-r ../requirement'],
  );
});

test('the faults of one file are told a hundred at a time', () => {
  const text = `ship==1\n${'???\n'.repeat(150)}`;
  const { packages, problems } = pythonRequirements.read(readerOf('requirements.txt', text));
  assert.deepEqual([packages?.length, problems?.length], [1, 101]);
  assert.match(problems?.at(-1)?.text ?? '', /found 50 more/);
});

test('wants: near misses of every Python file', () => {
  const stat = { size: 1, mode: 0o644 };
  for (const [analyzer, wanted, other] of [
    [poetry, 'x/poetry.lock', 'x/my-poetry.lock'],
    [uv, 'uv.lock', 'xuv.lock'],
    [pdm, 'pdm.lock', 'pdm.lock/x'],
    [pipfile, 'a/Pipfile.lock', 'a/pipfile.lock'],
    [pylock, 'pylock.x.toml', 'pylock.x.y.toml'],
    [pythonRequirements, 'requirements/base.txt', 'requirements/sub/base.txt'],
    [pythonRequirements, 'a/dev-requirements.txt', 'requirements.txt.bak'],
    [pythonMetadata, 'usr/lib/a.dist-info/METADATA', 'a.dist-info/METADATA.json'],
    [pythonMetadata, 'usr/lib/a.egg-info', 'a.egg-info/SOURCES.txt'],
    [pythonArchive, 'a/b.whl', 'a/.whl'],
  ] as const) {
    assert.ok(analyzer.wants(wanted, stat), wanted);
    assert.equal(analyzer.wants(other, stat), false, other);
  }
});

const metadata = 'Metadata-Version: 2.1\nName: ship\nVersion: 1.5\nLicense: MIT\n\ntext\n';

/** A zip archive with one deflated entry. */
function zipOf(name: string, text: string): Buffer {
  const raw = Buffer.from(text);
  const packed = deflateRawSync(raw);
  const file = Buffer.from(name);
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(crc32(raw), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(raw.length, 18);
  fields.writeUInt16LE(file.length, 22);
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, file, packed]);
  const central = Buffer.concat([
    Buffer.from('PK\u0001\u0002'),
    Buffer.from([20, 0]),
    fields,
    Buffer.alloc(14),
    file,
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

test('installed distributions, as files and as archives', () => {
  const path = 'usr/lib/ship-1.5.dist-info/METADATA';
  const expected = [{ name: 'ship', version: '1.5', type: 'pypi', licenses: ['MIT'] }];
  assert.deepEqual(pythonMetadata.read(readerOf(path, metadata)).packages, expected);
  for (const inner of ['EGG-INFO/PKG-INFO', 'ship-1.5.dist-info/METADATA']) {
    const bytes = zipOf(inner, metadata);
    assert.deepEqual(pythonArchive.read(readerOf('a/ship.whl', bytes)).packages, expected, inner);
  }
  for (const inner of ['METADATA', 'x/EGG-INFO/PKG-INFO', '../x.dist-info/METADATA']) {
    const archive = readerOf('a/ship.whl', zipOf(inner, metadata));
    assert.throws(() => pythonArchive.read(archive), { code: 'METADATA_INVALID' }, inner);
  }
});

test('fuzz python metadata', async () => {
  fuzz([Buffer.from(metadata)], (bytes) => pythonMetadata.read(readerOf('a.egg-info', bytes)));
  await fuzzInTurns([zipOf('a.dist-info/METADATA', metadata)], (bytes) =>
    pythonArchive.read(readerOf('a.whl', bytes)),
  );
});
