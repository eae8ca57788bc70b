import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileAnalyzer, FoundPackage } from '../../src/scan/analyzers/contract.ts';
import { analyse, nameVersions } from './packages.ts';
import { sharedPath } from './outside.ts';
import type { SuiteRow } from './suite.ts';

/** One expected package of a row; name and version are the gate, the rest is detail. */
export interface ExpectedPackage {
  readonly name: string;
  readonly version?: string;
  readonly purlType?: string;
  readonly dev?: boolean;
  readonly relationship?: string;
  readonly lines?: readonly (readonly [number, number])[];
  readonly srcName?: string;
  readonly srcVersion?: string;
  readonly dependsOn?: readonly string[];
  readonly licenses?: readonly string[];
  readonly purl?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** A row of `cases/scan/lockfiles/parsers/*.jsonl`. */
export interface ParserRow {
  readonly format: string;
  readonly case: string | null;
  readonly input: string;
  readonly files: readonly string[];
  readonly expect?: readonly ExpectedPackage[];
  readonly expectByTarget?: readonly {
    readonly type: string;
    readonly target: string;
    readonly packages: readonly ExpectedPackage[];
  }[];
  /** What packages need, by `name@version`. */
  readonly expectDependencies?: readonly {
    readonly id: string;
    readonly dependsOn: readonly string[];
  }[];
  readonly expectOS?: { readonly family: string; readonly name: string };
  readonly expectError?: boolean;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly ambiguous?: boolean;
}

const folder = 'cases/scan/lockfiles/parsers';

/** Rows of one origin whose format is in `family`, with ids that stay the same; says how many others the file has. */
export function parserRows(
  origin: 'scalibr' | 'trivy' | 'syft',
  family: (row: ParserRow) => boolean,
): { id: string; row: ParserRow }[] {
  const all = readFileSync(sharedPath(`${folder}/${origin}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  const seen = new Map<string, number>();
  const rows: { id: string; row: ParserRow }[] = [];
  for (const text of all) {
    const row = JSON.parse(text) as ParserRow;
    const base = `${row.format} ${row.case ?? row.input.split('/').at(-1) ?? ''}`;
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    if (family(row)) rows.push({ id: count === 1 ? base : `${base} #${count}`, row });
  }
  console.log(
    `${origin}.jsonl: ${rows.length} rows here, ${all.length - rows.length} of other families`,
  );
  return rows;
}

/** Absolute path of a row's file. */
export function rowFile(origin: string, file: string): string {
  return sharedPath(`${folder}/${origin}/${file}`);
}

/** Every regular file below an input (a file or a folder), relative to it; the input itself is ''. */
export function filesBelow(path: string): string[] {
  if (!existsSync(path)) throw new Error(`Cannot find the input "${path}"`);
  if (!statSync(path).isDirectory()) return [''];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1));
}

/** Expects of `analyzer` what the row expects of the file, read as if it lay at `path`. */
export function gate(analyzer: FileAnalyzer, path: string, file: string, row: ParserRow): void {
  if (row.expectError === true) {
    assert.throws(() => failIfProblem(analyzer, path, file), 'an error was expected');
    return;
  }
  const found = analyse(analyzer, path, file);
  assert.deepEqual(nameVersions(found.packages), nameVersions(expected(row.expect)));
}

function failIfProblem(analyzer: FileAnalyzer, path: string, file: string): void {
  const [problem] = analyse(analyzer, path, file).problems ?? [];
  if (problem !== undefined) throw new Error(problem.text);
}

/** Expected packages with the empty version where a row gives none. */
export function expected(
  packages: readonly ExpectedPackage[] | undefined,
): { name: string; version: string }[] {
  return (packages ?? []).map(({ name, version }) => ({ name, version: version ?? '' }));
}

/** Whether the analyzer opens the paths that the rows of `required-paths.jsonl` say. */
export function requiredPathRows(
  formats: ReadonlyMap<string, readonly FileAnalyzer[]>,
): readonly SuiteRow[] {
  const all = readFileSync(sharedPath('cases/scan/lockfiles/required-paths.jsonl'), 'utf8');
  const rows = all
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as RequiredPath);
  const mine = rows.filter(({ format }) => formats.has(format));
  console.log(
    `required-paths.jsonl: ${mine.length} rows here, ${rows.length - mine.length} of other families`,
  );
  const seen = new Map<string, number>();
  return mine.map(({ format, path, required }) => {
    const count = (seen.get(`${format} ${path}`) ?? 0) + 1;
    seen.set(`${format} ${path}`, count);
    const id = count === 1 ? `${format} ${path}` : `${format} ${path} #${count}`;
    const wanted = () =>
      (formats.get(format) ?? []).some(({ wants }) => wants(path, { size: 1000, mode: 0o644 }));
    return { id, run: () => assert.equal(wanted(), required) };
  });
}

interface RequiredPath {
  readonly format: string;
  readonly path: string;
  readonly required: boolean;
}

/**
 * Expects lines, licences, development, nearness and dependencies of the packages found, each where
 * the row tells it. `unknown` as nearness says nothing.
 */
export function details(
  found: readonly FoundPackage[] | undefined,
  wanted: readonly ExpectedPackage[] | undefined,
  dependencies: ParserRow['expectDependencies'] = [],
): void {
  const needs = new Map(dependencies.map(({ id, dependsOn }) => [id, dependsOn]));
  for (const want of wanted ?? []) {
    const id = `${want.name}@${want.version ?? ''}`;
    const one = found?.find(({ name, version }) => `${name}@${version}` === id);
    const told = want.dependsOn ?? needs.get(id);
    const groups = want.metadata?.['depGroupVals'];
    const dev = want.dev ?? (Array.isArray(groups) ? groups.includes('dev') : undefined);
    if (want.lines?.length === 1)
      assert.deepEqual([one?.lines?.startLine, one?.lines?.endLine], want.lines[0], `lines ${id}`);
    if (want.licenses !== undefined) assert.deepEqual(one?.licenses, want.licenses, id);
    if (dev !== undefined) assert.equal(one?.dev ?? false, dev, `dev of ${id}`);
    if (told !== undefined)
      assert.deepEqual(one?.dependsOn?.toSorted(), told.toSorted(), `needs of ${id}`);
    if (want.relationship !== undefined && want.relationship !== 'unknown')
      assert.equal(one?.relationship, want.relationship, `nearness of ${id}`);
  }
}
