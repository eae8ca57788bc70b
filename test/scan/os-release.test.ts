import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { OperatingSystem } from '../../src/model/index.ts';
import { os as analyzer } from '../../src/scan/analyzers/os/os.ts';
import { identifyOs } from '../../src/scan/os.ts';
import { readerOf } from '../kit/packages.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';
import { runSuite } from '../kit/suite.ts';

interface Row {
  readonly case: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expect: Readonly<Record<string, unknown>>;
}

/** Our noun in the suite's words. */
function asSuiteSays(found: OperatingSystem | undefined): Record<string, unknown> {
  return {
    id: found?.id,
    versionID: found?.version,
    version: found?.release,
    versionCodename: found?.codename,
    name: found?.name,
    prettyName: found?.prettyName,
    buildID: found?.build,
    variant: found?.variant?.name,
    variantID: found?.variant?.id,
    homeURL: found?.urls?.home,
    supportURL: found?.urls?.support,
    bugReportURL: found?.urls?.bugs,
    privacyPolicyURL: found?.urls?.privacy,
    supportEnd: found?.supportEnd,
  };
}

const path = 'cases/scan/os-release.jsonl';

test('suite os-release', needsShared(path), async () => {
  const rows = readFileSync(sharedPath(path), 'utf8').trim().split('\n');
  await runSuite(
    'os-release',
    rows.map((text) => {
      const row = JSON.parse(text) as Row;
      return { id: row.case, run: () => check(row) };
    }),
  );
});

function check(row: Row): void {
  const statements = Object.entries(row.files).map(([file, content]) => {
    assert.ok(analyzer.wants(file, { size: content.length, mode: 0o644 }), `${file} is not wanted`);
    return { path: file, os: analyzer.read(readerOf(file, content)).os ?? {} };
  });
  const found = identifyOs(statements);
  const { idLike, ...fields } = row.expect;
  for (const [key, value] of Object.entries(asSuiteSays(found))) {
    // A field that a row lacks must be unknown to us too; the empty version is our word for that.
    assert.equal(value === '' ? undefined : value, fields[key], key);
  }
  // The suite's program lists a distribition among its own likes where no os-release says so.
  const likes = ((idLike ?? []) as string[]).filter((id) => id !== found?.id);
  assert.deepEqual((found?.idLike ?? []).toSorted(), likes.toSorted(), 'idLike');
}
