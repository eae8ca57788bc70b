import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { readProject } from '../../../../test/kit/project.ts';
import type { AnalyzerResult, FileAnalyzer } from '../contract.ts';
import { condaEnvironment, condaMeta } from './conda.ts';
import { pipfileManifest, pyproject } from './pyproject.ts';
import { setupCfg } from './setup-cfg.ts';
import { setupPy } from './setup-py.ts';

const project = `[project]
name = "My_App"
version = "1.0"
dependencies = ["Ship>=1", "rope[x]==2.0; python_version > '3'"]
[project.optional-dependencies]
gui = ["paint==1.0"]
[dependency-groups]
check = ["lint", {include-group = "other"}]
[tool.poetry.dependencies]
python = "^3.9"
caret = "^1.2"
exact = {version = "3.0.1", optional = true}
repo = {git = "https://x.example/repo"}
[tool.poetry.group.dev.dependencies]
pytest = [{version = "8.3.4", python = "3"}]
`;

const pipfileText = `[[source]]
url = "https://x.example"
[packages]
ship = "*"
rope = "==2.0"
[dev-packages]
lint = {version = ">=1"}
[docs]
paint = {path = "."}
`;

const script = `from setuptools import setup
EXTRA_REQUIREMENTS = {"gui": ["paint==1.0"]}
INSTALL = ["never"]
setup(
    name='x', tests_require=["check>=1"],
    install_requires=['ship==1.0',  # 'no'
        "rope>=2;python_version<'3'", '%s==1' % name, f"{a}==2", "broken =="] + """
split==3
""".split(),
    packages=['notme'], python_requires='>=3.6',
)
assert install_requires == ["equal"]
`;

const configuration = `[metadata]
name = x
install_requires = no
[options]
install_requires =
  ship==1.0
  rope>=2
  # comment
setup_requires = wheel
python_requires = >=3
[options.extras_require]
gui = paint; python_version > "3"
`;

const environment = `name: x
dependencies:
  - ship=1.0=h_0
  - conda-forge::rope 2.0 h_1
  - loose>=1,<2
  - star=2.*
  - any
  - "=="
  - pip:
      - wheelhouse==3.0
      - ./local
`;

function brief({ packages }: AnalyzerResult): unknown[] {
  return (packages ?? []).map(({ type, name, version, dev, optional, ...rest }) => [
    `${type === 'pypi' ? '' : `${type}:`}${name}@${version}`,
    [dev === true ? 'dev' : '', optional === true ? 'optional' : ''].join(' ').trim(),
    rest.requirement ?? '',
    rest.lines?.startLine ?? 0,
  ]);
}

const rows: readonly (readonly [FileAnalyzer, string, string, readonly unknown[]])[] = [
  [
    pyproject,
    'a/pyproject.toml',
    project,
    [
      ['Ship@', '', '>=1', 0],
      ['rope@2.0', '', '', 0],
      ['paint@1.0', 'optional', '', 0],
      ['lint@', 'dev', '', 0],
      ['caret@', '', '^1.2', 0],
      ['exact@3.0.1', 'optional', '', 0],
      ['repo@', '', '@ git+https://x.example/repo', 0],
      ['pytest@8.3.4', 'dev', '', 0],
    ],
  ],
  [
    pipfileManifest,
    'Pipfile',
    pipfileText,
    [
      ['ship@', '', '', 0],
      ['rope@2.0', '', '', 0],
      ['lint@', 'dev', '>=1', 0],
      ['paint@', 'optional', '@ .', 0],
    ],
  ],
  [
    setupPy,
    'setup.py',
    script,
    [
      ['paint@1.0', 'optional', '', 2],
      ['check@', 'dev', '>=1', 5],
      ['ship@1.0', '', '', 6],
      ['rope@', '', '>=2', 7],
      ['split@3', '', '', 8],
    ],
  ],
  [
    setupCfg,
    'x/setup.cfg',
    configuration,
    [
      ['ship@1.0', '', '', 6],
      ['rope@', '', '>=2', 7],
      ['wheel@', 'dev', '', 9],
      ['paint@', 'optional', '', 12],
    ],
  ],
  [
    condaEnvironment,
    'environment.yml',
    environment,
    [
      ['conda:ship@1.0', '', '', 3],
      ['conda:rope@2.0', '', '', 4],
      ['conda:loose@', '', '>=1,<2', 5],
      ['conda:star@', '', '=2.*', 6],
      ['conda:any@', '', '', 7],
      ['wheelhouse@3.0', '', '', 10],
    ],
  ],
  [
    condaMeta,
    'opt/conda/conda-meta/ship-1.0-h_0.json',
    '{"name":"ship","version":"1.0","license":"MIT","build":"h_0"}',
    [['conda:ship@1.0', '', '', 0]],
  ],
];

for (const [analyzer, path, text, expected] of rows) {
  test(`${analyzer.id}: packages, purposes, ranges and lines`, () => {
    assert.ok(analyzer.wants(path, { size: 1, mode: 0o644 }));
    assert.deepEqual(brief(analyzer.read(readerOf(path, text))), expected);
  });

  test(`fuzz ${analyzer.id}`, () => {
    fuzz([Buffer.from(text)], (bytes) => {
      const { packages = [] } = analyzer.read(readerOf(path, bytes));
      for (const { name } of packages) assert.notEqual(name, '');
    });
  });
}

test('something else under its name is refused, a line without a name is told', () => {
  for (const [analyzer, text, code] of [
    [pyproject, '= = =', 'TOML_INVALID'],
    [pipfileManifest, '[', 'TOML_INVALID'],
    [condaMeta, '{"name":"a"}', 'METADATA_INVALID'],
    [condaMeta, '{', 'JSON_INVALID'],
    [condaEnvironment, 'a: b: c', 'YAML_INVALID'],
  ] as const)
    assert.throws(() => analyzer.read(readerOf('x', text)), { code }, text);
  const { problems } = condaEnvironment.read(readerOf('environment.yml', environment));
  assert.deepEqual(
    problems?.map(({ line }) => line),
    [8, 11],
  );
});

test('wants: near misses', () => {
  const stat = { size: 1, mode: 0o644 };
  for (const [analyzer, other] of [
    [pyproject, 'a/my-pyproject.toml'],
    [pipfileManifest, 'Pipfile.lock'],
    [setupPy, 'a/setup.py/x'],
    [setupCfg, 'xsetup.cfg'],
    [condaEnvironment, 'environment.json'],
    [condaMeta, 'conda-meta/a/b.json'],
    [condaMeta, 'xconda-meta/b.json'],
    [condaMeta, 'conda-meta/history'],
  ] as const)
    assert.equal(analyzer.wants(other, stat), false, other);
});

const poetryLock = `[[package]]
name = "ship"
version = "1.1"
[package.dependencies]
rope = "*"
[[package]]
name = "rope"
version = "2.0"
[[package]]
name = "lint"
version = "3.0"
`;

function parts(result: AnalyzerResult | undefined): unknown {
  return (result?.packages ?? []).map(({ name, version, relationship, dev, dependsOn }) => [
    `${name}@${version}`,
    `${relationship ?? ''}${dev === true ? ' dev' : ''}`,
    dependsOn ?? [],
  ]);
}

test('a project file tells the lockfile beside it who was asked for, and stands on top', () => {
  const asks = `[project]\nname = "app"\nversion = "1"\ndependencies = ["Ship"]\n[dependency-groups]\ndev = ["lint"]\n`;
  const found = readProject({
    'a/pyproject.toml': asks,
    'a/poetry.lock': poetryLock,
    'a/setup.py': 'install_requires=["ship"]',
    'b/pyproject.toml': asks,
    'c/poetry.lock': poetryLock,
  });
  assert.deepEqual(parts(found.get('a/poetry.lock')), [
    ['app@1', 'root', ['ship@1.1', 'lint@3.0']],
    ['ship@1.1', 'direct', ['rope@2.0']],
    ['rope@2.0', 'indirect', []],
    ['lint@3.0', 'direct dev', []],
  ]);
  assert.deepEqual([found.get('a/pyproject.toml'), found.get('a/setup.py')].map(parts), [[], []]);
  // Without a lockfile what is asked for is all that is known; without a project nobody asked.
  assert.deepEqual(parts(found.get('b/pyproject.toml')), [
    ['Ship@', 'direct', []],
    ['lint@', 'direct dev', []],
  ]);
  assert.deepEqual(parts(found.get('c/poetry.lock')), [
    ['ship@1.1', '', ['rope@2.0']],
    ['rope@2.0', '', []],
    ['lint@3.0', '', []],
  ]);
});

test("Pipfile and Pipfile.lock, a member of uv's workspace, a project without a version", () => {
  const found = readProject({
    'p/Pipfile': '[packages]\nship = "*"\n',
    'p/Pipfile.lock': '{"default":{"ship":{"version":"==1"},"rope":{"version":"==2"}}}',
    'u/uv.lock': 'version = 1\n',
    'u/packages/m/pyproject.toml': '[project]\nname="m"\ndependencies=["ship"]\n',
    'v/pyproject.toml': '[project]\nname="v"\ndynamic=["version"]\ndependencies=["ship"]\n',
    'v/pylock.toml': '[[packages]]\nname="ship"\nversion="1"\n',
  });
  assert.deepEqual(parts(found.get('p/Pipfile.lock')), [
    ['ship@1', 'direct', []],
    ['rope@2', 'indirect', []],
  ]);
  assert.deepEqual(parts(found.get('u/packages/m/pyproject.toml')), []);
  assert.deepEqual(parts(found.get('v/pylock.toml')), [['ship@1', 'direct', []]]);
});
