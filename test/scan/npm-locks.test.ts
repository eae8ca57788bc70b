import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileAnalyzer, FoundPackage } from '../../src/scan/analyzers/contract.ts';
import { bunLock } from '../../src/scan/analyzers/npm/bun-lock.ts';
import { pnpmLock } from '../../src/scan/analyzers/npm/pnpm-lock.ts';
import { yarnLock } from '../../src/scan/analyzers/npm/yarn-lock.ts';
import { expected, gate, parserRows, requiredPathRows, rowFile } from '../kit/lockfiles.ts';
import type { ExpectedPackage, ParserRow } from '../kit/lockfiles.ts';
import { needsShared } from '../kit/outside.ts';
import { analyse, nameVersions } from '../kit/packages.ts';
import { projectFiles, readProject } from '../kit/project.ts';
import { runSuite } from '../kit/suite.ts';

const parsers = 'cases/scan/lockfiles/parsers';

/** Our analyzer of each family of rows, and the path that its file has in real life. */
const kinds: ReadonlyMap<string, readonly [FileAnalyzer, string]> = new Map([
  ['bunlock', [bunLock, 'bun.lock']],
  ['bun', [bunLock, 'bun.lock']],
  ['pnpmlock', [pnpmLock, 'pnpm-lock.yaml']],
  ['pnpm', [pnpmLock, 'pnpm-lock.yaml']],
  ['yarnlock', [yarnLock, 'yarn.lock']],
  ['yarn', [yarnLock, 'yarn.lock']],
]);

function kindOf({ format, input }: ParserRow): readonly [FileAnalyzer, string] | undefined {
  if (format === 'javascript') return kinds.get(/testdata\/(pnpm|yarn)/.exec(input)?.[1] ?? '');
  return /javascript|nodejs/.test(format)
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

test('suite scalibr npm locks', needsShared(`${parsers}/scalibr.jsonl`), async () => {
  await runSuite(
    'scalibr-npm-locks',
    parserRows('scalibr', isOurs).map(({ id, row }) => ({
      id,
      run: () => {
        const kind = kindOf(row);
        assert.ok(kind);
        gate(kind[0], kind[1], rowFile('scalibr', row.input), row);
      },
    })),
  );
});

test('suite trivy npm locks', needsShared(`${parsers}/trivy.jsonl`), async () => {
  await runSuite(
    'trivy-npm-locks',
    parserRows('trivy', isOurs).map(({ id, row }) => ({ id, run: () => trivy(row) })),
  );
});

function trivy(row: ParserRow): void {
  const input = rowFile('trivy', row.input);
  const [target] = row.expectByTarget ?? [];
  const listed =
    target === undefined
      ? read(row, input)
      : (readProject(projectFiles(input)).get(target.target)?.packages ?? []);
  const wanted = (target?.packages ?? row.expect ?? []).filter(
    ({ relationship }) => relationship !== 'root',
  );
  const found = asTrivySays(row, listed, wanted);
  assert.deepEqual(nameVersions(found), nameVersions(expected(wanted)));
  for (const want of wanted) {
    // One package with different peers is two to Trivy; where their parts differ, ours ships.
    const twins = wanted.filter(
      ({ name, version }) => name === want.name && version === want.version,
    );
    if (twins.every(({ dev }) => dev === want.dev)) details(found, want);
  }
}

/**
 * Of pnpm's lockfiles before version 9 Trivy leaves out what is for development only, and of Yarn's
 * what does not come from a registry; we list both, marked.
 */
function asTrivySays(
  { format }: ParserRow,
  found: readonly FoundPackage[],
  wanted: readonly ExpectedPackage[],
): readonly FoundPackage[] {
  const withDev = wanted.some(({ dev }) => dev === true);
  if (format.endsWith('/pnpm')) return withDev ? found : found.filter(({ dev }) => dev !== true);
  return format.endsWith('/yarn')
    ? found.filter(({ requirement }) => requirement === undefined)
    : found;
}

function details(found: readonly FoundPackage[], want: ExpectedPackage): void {
  const one = found.find(({ name, version }) => name === want.name && version === want.version);
  const [lines] = want.lines ?? [];
  if (lines !== undefined)
    assert.deepEqual([one?.lines?.startLine, one?.lines?.endLine], lines, `lines of ${want.name}`);
  if (want.dev !== undefined) assert.equal(one?.dev ?? false, want.dev, `dev of ${want.name}`);
  if (want.relationship !== undefined)
    assert.equal(one?.relationship, want.relationship, `relationship of ${want.name}`);
}

test('suite syft npm locks', needsShared(`${parsers}/syft.jsonl`), async () => {
  // Rows marked ambiguous expect different lists of one file, by settings of their program.
  const family = (row: ParserRow) => isOurs(row) && row.ambiguous !== true;
  await runSuite(
    'syft-npm-locks',
    parserRows('syft', family).map(({ id, row }) => ({
      id,
      run: () => {
        const found = read(row, rowFile('syft', row.input));
        assert.deepEqual(nameVersions(found), nameVersions(expected(row.expect)));
      },
    })),
  );
});

test('suite required paths of npm locks', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map([
    ['language/javascript/bunlock', [bunLock]],
    ['language/javascript/pnpmlock', [pnpmLock]],
    ['language/javascript/yarnlock', [yarnLock]],
  ]);
  await runSuite('required-paths-npm-locks', requiredPathRows(formats));
});
