import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { clusterObjects } from '../../../test/kit/manifests.ts';
import {
  explainedRows,
  expectedRows,
  exposedRows,
  listedRows,
  withoutNetworks,
} from '../../../test/kit/np-guard.ts';
import { needsShared, sharedPath } from '../../../test/kit/outside.ts';
import { runSuite } from '../../../test/kit/suite.ts';
import { networkModel } from './connectivity.ts';

interface Row {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expectConnlist?: string;
  readonly expectConnlistJson?: string;
  readonly expectExposure?: string;
  readonly expectExplain?: string;
}

const file = 'cases/posture/netpol-analyzer/connlist.jsonl';

test('who can talk to whom, against np-guard', needsShared(file), async () => {
  const rows = readFileSync(sharedPath(file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
  await runSuite(
    'netpol-analyzer/connlist',
    rows.map((row) => ({ id: row.name, run: () => judgeRow(row) })),
  );
});

function judgeRow(row: Row): void {
  const model = networkModel(clusterObjects(row.files), { reading: 'np-guard' });
  const listed = listedRows(model);
  if (row.expectConnlist !== undefined) {
    assert.deepEqual(listed, expectedRows.list(row.expectConnlist), 'list');
  }
  if (row.expectConnlistJson !== undefined) {
    assert.deepEqual(withoutNetworks(listed), expectedRows.json(row.expectConnlistJson), 'json');
  }
  if (row.expectExposure !== undefined) {
    const [list = '', exposure = ''] = row.expectExposure.split('Exposure Analysis Result:');
    assert.deepEqual(listed, expectedRows.list(list), 'list');
    assert.deepEqual(exposedRows(model), expectedRows.exposure(exposure), 'exposure');
  }
  if (row.expectExplain !== undefined) {
    assert.deepEqual(explainedRows(model), expectedRows.explain(row.expectExplain), 'explain');
  }
}
