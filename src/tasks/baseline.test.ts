import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { readBaseline } from './baseline.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-baseline-'));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'baseline.json');
const report = {
  SchemaVersion: 2,
  Results: [
    {
      Target: 'pod.yaml',
      Misconfigurations: [{ Fingerprint: 'sha256:a1' }, { Fingerprint: 'a1' }, {}],
      Secrets: [{ Fingerprint: '__proto__' }],
    },
    { Vulnerabilities: [{ Fingerprint: 'sha256:b2' }] },
  ],
};

test('readBaseline() counts the fingerprints of every kind of finding', () => {
  writeFileSync(path, JSON.stringify(report));
  assert.deepEqual(
    [...readBaseline(path).fingerprints],
    [
      ['a1', 2],
      ['__proto__', 1],
      ['b2', 1],
    ],
  );
});

test('readBaseline() refuses what is no report', () => {
  for (const text of ['', '[]', '{"SchemaVersion":1}', 'null']) {
    writeFileSync(path, text);
    assert.throws(() => readBaseline(path), { code: 'REPORT_INVALID' });
  }
  assert.throws(() => readBaseline(join(folder, 'none')), { code: 'REPORT_INVALID' });
});

test('mutated baselines are read or refused', () => {
  fuzz([Buffer.from(JSON.stringify(report))], (bytes) => {
    writeFileSync(path, bytes);
    const { fingerprints } = readBaseline(path);
    assert.ok([...fingerprints.values()].every((count) => count > 0));
  });
});
