import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AnalyzerResult, FoundPackage } from '../../src/scan/analyzers/contract.ts';
import { joined } from '../../src/scan/joined.ts';
import { cargoLock } from '../../src/scan/analyzers/rust/cargo-lock.ts';
import { cargoToml } from '../../src/scan/analyzers/rust/cargo-toml.ts';
import { expected, gate, parserRows, requiredPathRows, rowFile } from '../kit/lockfiles.ts';
import type { ExpectedPackage, ParserRow } from '../kit/lockfiles.ts';
import { needsShared } from '../kit/outside.ts';
import { analyse, nameVersions, readerOf } from '../kit/packages.ts';
import { runSuite } from '../kit/suite.ts';

const parsers = 'cases/scan/lockfiles/parsers';

test('suite scalibr rust', needsShared(`${parsers}/scalibr.jsonl`), async () => {
  const family = ({ format }: ParserRow) => format.startsWith('language/rust/');
  await runSuite(
    'scalibr-rust',
    parserRows('scalibr', family).map(({ id, row }) => ({
      id,
      run: () => {
        const file = rowFile('scalibr', row.input);
        if (row.format.endsWith('cargolock')) {
          gate(cargoLock, 'Cargo.lock', file, row);
          return;
        }
        if (row.expectError === true) {
          gate(cargoToml, 'Cargo.toml', file, row);
          return;
        }
        // A manifest asks for `0.3`, which is a requirement and no version.
        const found = (analyse(cargoToml, 'Cargo.toml', file).packages ?? []).map((one) => ({
          name: one.name,
          version: one.version === '' ? (one.requirement ?? '') : one.version,
        }));
        assert.deepEqual(nameVersions(found), nameVersions(expected(row.expect)));
      },
    })),
  );
});

test('suite trivy rust', needsShared(`${parsers}/trivy.jsonl`), async () => {
  const family = ({ format }: ParserRow) => format.endsWith('/rust/cargo');
  await runSuite(
    'trivy-rust',
    parserRows('trivy', family).map(({ id, row }) => ({
      id,
      run: () =>
        row.format.startsWith('fanal')
          ? folder(row)
          : details(
              row.expect ?? [],
              analyse(cargoLock, 'Cargo.lock', rowFile('trivy', row.input)),
            ),
    })),
  );
});

/** Files of a txtar archive, by name. */
function unpack(text: string): Map<string, string> {
  const parts = text.split(/^-- (.+) --\n/m);
  return new Map(parts.flatMap((name, at) => (at % 2 === 1 ? [[name, parts[at + 1] ?? '']] : [])));
}

function folder(row: ParserRow): void {
  const files = unpack(readFileSync(rowFile('trivy', row.input), 'utf8'));
  const lock = analyseText(files.get('Cargo.lock') ?? '');
  const toml = files.get('Cargo.toml');
  const results = [{ path: 'Cargo.lock', analyzer: 'cargo-lock', result: lock }];
  if (toml !== undefined) {
    let result: AnalyzerResult;
    try {
      result = cargoToml.read(readerOf('Cargo.toml', toml));
    } catch (error) {
      // The engine makes a problem of it; the lockfile stands alone then.
      result = { problems: [{ code: 'TOML_INVALID', text: String(error) }] };
    }
    results.push({ path: 'Cargo.toml', analyzer: 'cargo-toml', result });
  }
  const [first] = joined(results.map((file) => ({ file }))).map(({ file }) => file);
  const wanted = (row.expectByTarget ?? []).flatMap(({ packages }) => packages);
  // Without a manifest Trivy calls every relationship unknown; the lockfile does tell it.
  const told = wanted.filter(({ relationship }) => relationship !== 'unknown');
  // Trivy leaves out what is for development only; we list it, marked.
  const shipped = (first?.result.packages ?? []).filter(({ dev }) => dev !== true);
  details(told.length === 0 ? wanted.map(withoutNearness) : wanted, { packages: shipped });
}

function withoutNearness({ relationship: _nearness, ...rest }: ExpectedPackage): ExpectedPackage {
  return rest;
}

function analyseText(text: string): AnalyzerResult {
  const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-rust-'));
  try {
    writeFileSync(join(scratch, 'Cargo.lock'), text);
    return analyse(cargoLock, 'Cargo.lock', join(scratch, 'Cargo.lock'));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Names, versions, lines, dependencies and relationships. */
function details(wanted: readonly ExpectedPackage[], { packages = [] }: AnalyzerResult): void {
  assert.deepEqual(nameVersions(packages), nameVersions(expected(wanted)));
  const byId = new Map<string, FoundPackage>(
    packages.map((one) => [`${one.name}@${one.version}`, one]),
  );
  for (const want of wanted) {
    const id = `${want.name}@${want.version}`;
    const one = byId.get(id);
    const [lines] = want.lines ?? [];
    if (lines !== undefined)
      assert.deepEqual([one?.lines?.startLine, one?.lines?.endLine], lines, id);
    if (want.dependsOn !== undefined)
      assert.deepEqual((one?.dependsOn ?? []).toSorted(), want.dependsOn.toSorted(), id);
    if (want.relationship !== undefined) assert.equal(one?.relationship, want.relationship, id);
  }
}

test('suite required paths of rust', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map([
    ['language/rust/cargolock', [cargoLock]],
    ['language/rust/cargotoml', [cargoToml]],
  ]);
  await runSuite('required-paths-rust', requiredPathRows(formats));
});
