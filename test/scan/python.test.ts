import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FileAnalyzer, FoundPackage } from '../../src/scan/analyzers/contract.ts';
import { condaEnvironment, condaMeta } from '../../src/scan/analyzers/python/conda.ts';
import { pdm } from '../../src/scan/analyzers/python/pdm.ts';
import { pipfile } from '../../src/scan/analyzers/python/pipfile.ts';
import { poetry } from '../../src/scan/analyzers/python/poetry.ts';
import { pylock } from '../../src/scan/analyzers/python/pylock.ts';
import { pyproject } from '../../src/scan/analyzers/python/pyproject.ts';
import { setupPy } from '../../src/scan/analyzers/python/setup-py.ts';
import { pythonArchive, pythonMetadata } from '../../src/scan/analyzers/python/python-metadata.ts';
import { pythonRequirements } from '../../src/scan/analyzers/python/python-requirements.ts';
import { uv } from '../../src/scan/analyzers/python/uv.ts';
import { expected, filesBelow, parserRows, requiredPathRows, rowFile } from '../kit/lockfiles.ts';
import type { ExpectedPackage, ParserRow } from '../kit/lockfiles.ts';
import { needsShared } from '../kit/outside.ts';
import { analyse, nameVersions } from '../kit/packages.ts';
import { projectFiles, readProject } from '../kit/project.ts';
import { runSuite } from '../kit/suite.ts';

const parsers = 'cases/scan/lockfiles/parsers';

/** Our analyzer of each family of rows, and the path that its file has in real life. */
const kinds: ReadonlyMap<string, readonly [FileAnalyzer, string]> = new Map([
  ['pdmlock', [pdm, 'pdm.lock']],
  ['pipfilelock', [pipfile, 'Pipfile.lock']],
  ['pipenv', [pipfile, 'Pipfile.lock']],
  ['poetrylock', [poetry, 'poetry.lock']],
  ['poetry', [poetry, 'poetry.lock']],
  ['pylock', [pylock, 'pylock.toml']],
  ['uvlock', [uv, 'uv.lock']],
  ['uv', [uv, 'uv.lock']],
  ['requirements', [pythonRequirements, 'requirements.txt']],
  ['pip', [pythonRequirements, 'requirements.txt']],
  ['wheelegg', [pythonMetadata, 'a.dist-info/METADATA']],
  ['packaging', [pythonMetadata, 'a.dist-info/METADATA']],
  ['pyprojecttoml', [pyproject, 'pyproject.toml']],
  ['setup', [setupPy, 'setup.py']],
  ['condameta', [condaMeta, 'conda-meta/a.json']],
  ['meta', [condaMeta, 'conda-meta/a.json']],
  ['environment', [condaEnvironment, 'environment.yml']],
]);

function kindOf({ format }: ParserRow): readonly [FileAnalyzer, string] | undefined {
  return /python|conda/.test(format)
    ? kinds.get(format.slice(format.lastIndexOf('/') + 1))
    : undefined;
}

function isOurs(row: ParserRow): boolean {
  return kindOf(row) !== undefined;
}

function read(row: ParserRow, file: string): readonly FoundPackage[] {
  const kind = kindOf(row);
  assert.ok(kind);
  return analyse(kind[0], kind[1], file).packages ?? [];
}

test('suite scalibr python', needsShared(`${parsers}/scalibr.jsonl`), async () => {
  await runSuite(
    'scalibr-python',
    parserRows('scalibr', isOurs).map(({ id, row }) => ({ id, run: () => scalibr(row) })),
  );
});

function scalibr(row: ParserRow): void {
  if (row.expectError === true) {
    assert.throws(() => read(row, rowFile('scalibr', row.input)));
    return;
  }
  // Its requirements parser follows `-r`; ours reads every file by itself, so the files of a row are read together.
  const files = row.format.endsWith('requirements') ? row.files : [row.input];
  const found = files
    .filter((file) => !file.endsWith('constraints.txt'))
    .flatMap((file) => read(row, rowFile('scalibr', file)));
  const bounded = row.format.endsWith('setup') ? found.filter(hasLowerBound) : found;
  assert.deepEqual(
    nameVersions(bounded.flatMap(asScalibrSays)),
    nameVersions(expected(row.expect)),
  );
  for (const want of row.expect ?? []) {
    const groups = want.metadata?.['depGroupVals'];
    const one = found.find(({ name, version }) => name === want.name && version === want.version);
    if (!Array.isArray(groups)) continue;
    const aside = one?.dev === true || one?.optional === true;
    assert.ok(aside, `${want.name} is said to be in ${groups.join(', ')}`);
  }
}

/** Of a setup.py SCALIBR lists only what has a version or a least one; we list the rest as well. */
function hasLowerBound({ version, requirement = '' }: FoundPackage): boolean {
  return version !== '' || /^(?:>=|~=|<=)/.test(requirement);
}

/**
 * SCALIBR writes the bound of a single-clause requirement (`>=3.5`) where we say that no version is
 * known, and leaves out the project itself and what comes from a URL or a file.
 */
function asScalibrSays(one: FoundPackage): { name: string; version: string }[] {
  const { name, version, requirement = '', relationship } = one;
  if (relationship === 'root' || requirement.startsWith('@ ')) {
    return requirement.startsWith('@ git+') ? [{ name, version }] : [];
  }
  const bound = /^(?:>=|<=|~=|>|<)([^,*]+)$/.exec(requirement)?.[1];
  return [{ name, version: version === '' ? (bound ?? '') : version }];
}

test('suite trivy python', needsShared(`${parsers}/trivy.jsonl`), async () => {
  await runSuite(
    'trivy-python',
    parserRows('trivy', isOurs).map(({ id, row }) => ({ id, run: () => trivy(row) })),
  );
});

function trivy(row: ParserRow): void {
  const input = rowFile('trivy', row.input);
  const [target] = row.expectByTarget ?? [];
  const folder = target !== undefined && statSync(input).isDirectory();
  const joined = folder && !row.format.endsWith('/packaging');
  const found = (
    joined
      ? (readProject(projectFiles(input)).get(target.target)?.packages ?? [])
      : read(row, folder ? join(input, target.target) : input)
  ).filter((one) => row.format.endsWith('/uv') || !isProject(one));
  const wanted = (target?.packages ?? row.expect ?? []).filter(
    (want) => row.format.endsWith('/uv') || !isProject(want),
  );
  const minimum = row.options?.['useMinVersion'] === true;
  const listed = row.format.endsWith('/pip')
    ? found.flatMap((one) => asTrivySays(one, minimum))
    : found;
  assert.deepEqual(nameVersions(listed), nameVersions(expected(wanted)));
  if (joined || row.format.endsWith('/uv')) details(found, wanted);
}

/** Trivy lists requirements only with an exact version, or on request with the least that satisfies them. */
function asTrivySays(one: FoundPackage, minimum: boolean): { name: string; version: string }[] {
  const { name, version, requirement = '' } = one;
  if (version !== '') return [{ name, version }];
  const least = requirement
    .split(',')
    .map((clause) => /^(?:>=|~=|==)([0-9.]*[0-9])(\.\*)?$/.exec(clause))
    .flatMap((found) =>
      found === null ? [] : [`${found[1] ?? ''}${found[2] === undefined ? '' : '.0'}`],
    )
    .at(-1);
  return minimum && least !== undefined ? [{ name, version: least }] : [];
}

/** Of the project itself Trivy tells a name alone, or leaves it out. */
function isProject({ relationship }: { readonly relationship?: string }): boolean {
  return relationship === 'root';
}

function details(found: readonly FoundPackage[], wanted: readonly ExpectedPackage[]): void {
  for (const want of wanted) {
    const one = found.find(({ name, version }) => name === want.name && version === want.version);
    if (want.relationship !== undefined)
      assert.equal(one?.relationship, want.relationship, want.name);
    assert.equal(one?.dev ?? false, want.dev ?? false, want.name);
    if (want.dependsOn !== undefined)
      assert.deepEqual(one?.dependsOn?.toSorted(), want.dependsOn.toSorted(), want.name);
  }
}

test('suite syft python', needsShared(`${parsers}/syft.jsonl`), async () => {
  const family = ({ format }: ParserRow) => format === 'python';
  await runSuite(
    'syft-python',
    parserRows('syft', family).map(({ id, row }) => ({
      id,
      run: () => {
        const base = row.input.slice(row.input.lastIndexOf('/') + 1);
        const locks = new Map([
          ['pdm.lock', pdm],
          ['poetry.lock', poetry],
        ]);
        const found = analyse(
          locks.get(base) ?? setupPy,
          base,
          rowFile('syft', row.input),
        ).packages;
        // Of a setup.py it lists exact versions only.
        const listed = locks.has(base) ? found : found?.filter(({ version }) => version !== '');
        assert.deepEqual(nameVersions(listed), nameVersions(expected(row.expect)));
      },
    })),
  );
});

test('suite trivy poetry by pattern', needsShared(`${parsers}/trivy.jsonl`), async () => {
  const rows = parserRows('trivy', ({ format }) => format === 'fanal/analyzer');
  await runSuite(
    'trivy-poetry-pattern',
    rows.map(({ id, row }) => ({
      id,
      run: () => {
        const input = rowFile('trivy', row.input);
        for (const { target, packages } of row.expectByTarget ?? []) {
          const file = join(input, target.slice(target.indexOf('poetry/') + 'poetry/'.length));
          const found = analyse(poetry, 'poetry.lock', file).packages;
          assert.deepEqual(nameVersions(found), nameVersions(expected(packages)));
        }
        // The third file is not TOML: it must be told, and must not spoil the other two.
        const broken = filesBelow(input).find((file) => file.startsWith('sad/'));
        assert.throws(() => analyse(poetry, 'poetry.lock', join(input, broken ?? '')));
      },
    })),
  );
});

test('suite required paths of Python', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map<string, readonly FileAnalyzer[]>([
    ['language/python/pdmlock', [pdm]],
    ['language/python/pipfilelock', [pipfile]],
    ['language/python/poetrylock', [poetry]],
    ['language/python/pylock', [pylock]],
    ['language/python/requirements', [pythonRequirements]],
    ['language/python/uvlock', [uv]],
    ['language/python/pyprojecttoml', [pyproject]],
    ['language/python/condameta', [condaMeta]],
    ['language/python/wheelegg', [pythonMetadata, pythonArchive]],
  ]);
  await runSuite('required-paths-python', requiredPathRows(formats));
});

const script = `
import importlib.metadata, json, sys
rows = []
for d in importlib.metadata.distributions():
    p = getattr(d, '_path', None)
    rows.append([str(p), d.metadata['Name'], d.version])
json.dump(rows, sys.stdout)
`;

function installed(): readonly (readonly [string, string, string])[] | undefined {
  try {
    const out = execFileSync('python3', ['-c', script], { encoding: 'utf8' });
    return JSON.parse(out) as readonly (readonly [string, string, string])[];
  } catch {
    return undefined;
  }
}

const distributions = installed();

test(
  'the distributions of this machine are those that Python lists',
  { skip: distributions === undefined ? 'needs python3, which is not on this machine' : false },
  () => {
    const rows = (distributions ?? []).filter(([path]) => /\.(?:dist|egg)-info$/.test(path));
    assert.ok(rows.length > 0, 'python3 lists no distribution at all');
    const found = rows.flatMap(([path]) => {
      const inner =
        filesBelow(path).find((name) => ['', 'METADATA', 'PKG-INFO'].includes(name)) ?? '';
      const file = inner === '' ? path : join(path, inner);
      assert.ok(pythonMetadata.wants(file.slice(1), { size: 1, mode: 0o644 }), file);
      return analyse(pythonMetadata, file.slice(1), file).packages ?? [];
    });
    assert.deepEqual(
      nameVersions(found),
      nameVersions(rows.map(([, name, version]) => ({ name, version }))),
    );
  },
);
