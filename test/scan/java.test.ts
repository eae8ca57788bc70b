import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileAnalyzer, FoundPackage } from '../../src/scan/analyzers/contract.ts';
import { gradleVerification } from '../../src/scan/analyzers/java/gradle-verification.ts';
import { expected, parserRows, requiredPathRows, rowFile } from '../kit/lockfiles.ts';
import type { ParserRow } from '../kit/lockfiles.ts';
import { needsShared } from '../kit/outside.ts';
import { analyse, nameVersions } from '../kit/packages.ts';
import { runSuite } from '../kit/suite.ts';

const parsers = 'cases/scan/lockfiles/parsers';

/** Our analyzer of each family of rows, and the path that its file has in real life. */
const kinds: ReadonlyMap<string, readonly [FileAnalyzer, string]> = new Map([
  [
    'language/java/gradleverificationmetadataxml',
    [gradleVerification, 'gradle/verification-metadata.xml'],
  ],
]);

function isOurs({ format }: ParserRow): boolean {
  return kinds.has(format);
}

function read(row: ParserRow, file: string): readonly FoundPackage[] {
  const kind = kinds.get(row.format);
  assert.ok(kind);
  const { packages, problems } = analyse(kind[0], kind[1], file);
  const [problem] = problems ?? [];
  if (problem !== undefined) throw new Error(problem.text);
  return packages ?? [];
}

test('suite scalibr java', needsShared(`${parsers}/scalibr.jsonl`), async () => {
  await runSuite(
    'scalibr-java',
    parserRows('scalibr', isOurs).map(({ id, row }) => ({ id, run: () => scalibr(row) })),
  );
});

function scalibr(row: ParserRow): void {
  const file = rowFile('scalibr', row.input);
  if (row.expectError === true) {
    assert.throws(() => read(row, file));
    return;
  }
  assert.deepEqual(nameVersions(read(row, file)), nameVersions(expected(row.expect)));
}

test('suite required paths of java', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map([['language/java/gradleverificationmetadataxml', [gradleVerification]]]);
  await runSuite('required-paths-java', requiredPathRows(formats));
});
