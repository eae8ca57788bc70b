import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type {
  AnalyzerResult,
  FileAnalyzer,
  FoundPackage,
} from '../../src/scan/analyzers/contract.ts';
import { goMod, goSum, goVendor } from '../../src/scan/analyzers/golang/go-mod.ts';
import { joined } from '../../src/scan/joined.ts';
import { expected, filesBelow, parserRows, requiredPathRows, rowFile } from '../kit/lockfiles.ts';
import type { ParserRow } from '../kit/lockfiles.ts';
import { needsShared } from '../kit/outside.ts';
import { analyse, nameVersions } from '../kit/packages.ts';
import { runSuite } from '../kit/suite.ts';

const parsers = 'cases/scan/lockfiles/parsers';

/** Analyses files of one folder and lets them be read together, as an inventory does. */
function together(folder: string, names: readonly string[]): readonly FoundPackage[] {
  const analyzers: readonly FileAnalyzer[] = [goMod, goSum, goVendor];
  const files = names.flatMap((path) =>
    analyzers
      .filter(({ wants }) => wants(path, { size: 1, mode: 0o644 }))
      .map((analyzer): { path: string; analyzer: string; result: AnalyzerResult } => ({
        path,
        analyzer: analyzer.id,
        result: analyse(analyzer, path, join(folder, path)),
      })),
  );
  return joined(files.map((file) => ({ file })))
    .map(({ file }) => file)
    .flatMap(({ result }) => result.packages ?? []);
}

/** SCALIBR writes versions without `v`, lists no root, and the least version for what was replaced or only asked for. */
function asScalibr(found: readonly FoundPackage[]): { name: string; version: string }[] {
  return found
    .filter(({ relationship }) => relationship !== 'root')
    .map(({ name, version, requirement = '' }) => ({
      name,
      version: (version === '' ? requirement : version).replace(/^(?:>=)?v?/, ''),
    }));
}

test('suite scalibr go', needsShared(`${parsers}/scalibr.jsonl`), async () => {
  const family = ({ format }: ParserRow) => format.startsWith('language/golang/');
  await runSuite(
    'scalibr-go',
    parserRows('scalibr', family).map(({ id, row }) => ({
      id,
      run: () => {
        const [analyzer, path] = row.format.endsWith('gomod')
          ? ([goMod, 'go.mod'] as const)
          : ([goVendor, 'vendor/modules.txt'] as const);
        const found = analyse(analyzer, path, rowFile('scalibr', row.input));
        assert.deepEqual(
          nameVersions(asScalibr(found.packages ?? [])),
          nameVersions(expected(row.expect)),
        );
      },
    })),
  );
});

test('suite trivy go', needsShared(`${parsers}/trivy.jsonl`), async () => {
  const family = ({ format }: ParserRow) => /\/golang\/(?:mod|sum)$/.test(format);
  await runSuite(
    'trivy-go',
    parserRows('trivy', family).map(({ id, row }) => ({ id, run: () => trivy(row) })),
  );
});

function trivy(row: ParserRow): void {
  const [analyzer, path] = row.format.endsWith('mod')
    ? ([goMod, 'go.mod'] as const)
    : ([goSum, 'go.sum'] as const);
  const found = analyse(analyzer, path, rowFile('trivy', row.input)).packages ?? [];
  // Trivy leaves out what a folder replaced; we list it without a version. Its root has none either.
  const known = found.filter(
    ({ version, relationship }) => version !== '' || relationship === 'root',
  );
  assert.deepEqual(nameVersions(known), nameVersions(expected(row.expect)));
  for (const want of row.expect ?? []) {
    const one = known.find(({ name, version }) => name === want.name && version === want.version);
    if (want.relationship !== undefined)
      assert.equal(one?.relationship, want.relationship, want.name);
  }
}

test('suite syft go', needsShared(`${parsers}/syft.jsonl`), async () => {
  await runSuite(
    'syft-go',
    parserRows('syft', ({ format }) => format === 'golang').map(({ id, row }) => ({
      id,
      run: () => syft(row),
    })),
  );
});

function syft(row: ParserRow): void {
  const input = rowFile('syft', row.input);
  const below = filesBelow(input);
  const found = below.includes('')
    ? (analyse(goMod, 'go.mod', input).packages ?? [])
    : together(input, below);
  // Syft lists neither the root nor the standard library that the file asks for.
  const modules = found.filter(
    ({ name, relationship }) => relationship !== 'root' && name !== 'stdlib',
  );
  assert.deepEqual(nameVersions(modules), nameVersions(expected(row.expect)));
}

test('suite required paths of go', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map([
    ['language/golang/gomod', [goMod]],
    ['language/golang/vendormodules', [goVendor]],
  ]);
  await runSuite('required-paths-go', requiredPathRows(formats));
});
