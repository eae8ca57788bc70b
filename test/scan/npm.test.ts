import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FileAnalyzer } from '../../src/scan/analyzers/contract.ts';
import { npmLock } from '../../src/scan/analyzers/npm/npm-lock.ts';
import { packageJson } from '../../src/scan/analyzers/npm/package-json.ts';
import {
  expected,
  filesBelow,
  gate,
  parserRows,
  requiredPathRows,
  rowFile,
} from '../kit/lockfiles.ts';
import type { ParserRow } from '../kit/lockfiles.ts';
import { needsShared } from '../kit/outside.ts';
import { analyse, nameVersions } from '../kit/packages.ts';
import { runSuite } from '../kit/suite.ts';

const parsers = 'cases/scan/lockfiles/parsers';

test('suite scalibr npm', needsShared(`${parsers}/scalibr.jsonl`), async () => {
  const family = ({ format }: ParserRow) => /\/javascript\/package(?:lock)?json$/.test(format);
  await runSuite(
    'scalibr-npm',
    parserRows('scalibr', family).map(({ id, row }) => ({
      id,
      run: () => {
        const lock = row.format.endsWith('packagelockjson');
        const [analyzer, path] = lock
          ? ([npmLock, 'package-lock.json'] as const)
          : ([packageJson, 'a/package.json'] as const);
        gate(analyzer, path, rowFile('scalibr', row.input), row);
      },
    })),
  );
});

test('suite trivy npm', needsShared(`${parsers}/trivy.jsonl`), async () => {
  const family = ({ format }: ParserRow) => /nodejs\/(?:npm|pkg)$/.test(format);
  await runSuite(
    'trivy-npm',
    parserRows('trivy', family).map(({ id, row }) => ({ id, run: () => trivy(row) })),
  );
});

function trivy(row: ParserRow): void {
  const file = rowFile('trivy', row.input);
  if (row.format.endsWith('/pkg')) {
    const wanted = row.expectByTarget?.flatMap(({ packages }) => packages);
    gate(packageJson, 'package.json', file, { ...row, expect: wanted ?? [] });
  } else if (row.format.startsWith('fanal')) {
    const target = row.expectByTarget?.[0];
    const lock = join(file, target?.target ?? '');
    gate(npmLock, 'package-lock.json', lock, { ...row, expect: target?.packages ?? [] });
  } else {
    gate(npmLock, 'package-lock.json', file, row);
    details(row, file);
  }
}

/** Lines, development and relationship, where the row tells them. */
function details(row: ParserRow, file: string): void {
  const found = analyse(npmLock, 'package-lock.json', file).packages ?? [];
  for (const want of row.expect ?? []) {
    const one = found.find(({ name, version }) => name === want.name && version === want.version);
    const [lines] = want.lines ?? [];
    if (want.lines?.length === 1)
      assert.deepEqual(
        [one?.lines?.startLine, one?.lines?.endLine],
        lines,
        `lines of ${want.name}`,
      );
    if (want.dev !== undefined) assert.equal(one?.dev ?? false, want.dev, `dev of ${want.name}`);
    // Trivy counts the project's own workspaces among its direct dependencies.
    const nearness = one?.relationship === 'workspace' ? 'direct' : one?.relationship;
    if (want.relationship !== undefined) assert.equal(nearness, want.relationship, want.name);
  }
}

test('suite syft npm', needsShared(`${parsers}/syft.jsonl`), async () => {
  const family = ({ format, input }: ParserRow) =>
    format === 'javascript' && /testdata\/pkg-(?:json|lock)/.test(input);
  await runSuite(
    'syft-npm',
    parserRows('syft', family).map(({ id, row }) => ({ id, run: () => syft(row) })),
  );
});

function syft(row: ParserRow): void {
  const root = rowFile('syft', row.input);
  const found = filesBelow(root).flatMap((below) => {
    const file = join(root, below);
    // Fixtures have names of their own; what kind of file each is, its folder says.
    const [analyzer, path]: readonly [FileAnalyzer, string] =
      below !== ''
        ? [below.endsWith('package.json') ? packageJson : npmLock, below]
        : row.input.includes('pkg-json')
          ? [packageJson, 'package.json']
          : [npmLock, 'package-lock.json'];
    if (!analyzer.wants(path, { size: 1, mode: 0o644 })) return [];
    return analyse(analyzer, path, file).packages ?? [];
  });
  // Syft leaves out what is for development only; we list it, marked.

  const shipped = found.filter(({ dev }) => dev !== true);
  assert.deepEqual(nameVersions(shipped), nameVersions(expected(row.expect)));
}

test('suite required paths of npm', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map([['language/javascript/packagejson', [packageJson]]]);
  await runSuite('required-paths-npm', requiredPathRows(formats));
});

interface NpmTree {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, NpmTree>>;
}

function flatten(tree: NpmTree): { name: string; version: string }[] {
  return Object.entries(tree.dependencies ?? {}).flatMap(([name, below]) => [
    ...(below.version === undefined ? [] : [{ name, version: below.version }]),
    ...flatten(below),
  ]);
}

test('the packages of this project are those that npm lists', () => {
  const root = join(import.meta.dirname, '../..');
  const list = (flags: readonly string[]): string[] => {
    const out = execFileSync('npm', ['ls', '--all', '--json', ...flags], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 2 ** 20,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return nameVersions(flatten(JSON.parse(out) as NpmTree));
  };
  const lock = analyse(npmLock, 'package-lock.json', join(root, 'package-lock.json'));
  assert.deepEqual(list(['--package-lock-only']), nameVersions(lock.packages));
  const folder = join(root, 'node_modules');
  const installed = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/.test(path))
    .map((path) => analyse(packageJson, `node_modules/${path}`, join(folder, path)))
    .flatMap(({ packages }) => packages ?? []);
  assert.deepEqual(nameVersions(installed), list([]));
});
