import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, Scanner, Severity } from '../model/index.ts';
import { applyPolicy } from './apply.ts';
import { parseIgnoreFile } from './ignore-file.ts';

function finding(rule: string, severity: Severity): Finding {
  return {
    rule,
    kind: 'vulnerability',
    severity,
    verdict: 'affected',
    message: { id: '', params: {}, text: '' },
    aliases: [],
    locations: [],
    evidence: [],
  };
}

test('applyPolicy() asks ignore files before filters, so a hidden finding still uses its entry', () => {
  const all = [
    finding('CVE-2024-1', 'low'),
    finding('CVE-2024-2', 'low'),
    finding('CVE-2024-3', 'high'),
  ];
  const result = applyPolicy(
    { findings: all, packages: [], subject: { kind: 'filesystem', name: '.' } },
    {
      ignoreFiles: [parseIgnoreFile('.trivyignore', 'CVE-2024-1\n')],
      severities: ['high'],
      now: new Date('2026-09-01T00:00:00Z'),
    },
  );
  assert.deepEqual(
    result.findings.map(({ rule }) => rule),
    ['CVE-2024-3'],
  );
  assert.deepEqual(
    result.suppressed.map(({ rule, suppressed }) => `${rule} ${suppressed?.by}`),
    ['CVE-2024-1 ignore-file', 'CVE-2024-2 option'],
  );
  assert.deepEqual(result.notes, []);
});

test('statements and entries about packages are not called unused where nobody looked for packages', () => {
  const product = { names: ['pkg:npm/a'], digests: [], cpes: [], parts: [] };
  const statements = [
    { ids: ['CVE-2024-1'], status: 'not_affected' as const, products: [product] },
  ];
  const notes = (scanners: readonly Scanner[]): readonly string[] =>
    applyPolicy(
      { findings: [], packages: [], subject: { kind: 'filesystem', name: '.' }, scanners },
      {
        vexFiles: [{ path: 'v.json', statements }],
        ignoreFiles: [parseIgnoreFile('.trivyignore', 'CVE-2024-1\nDL3007\n')],
        now: new Date('2026-09-01T00:00:00Z'),
      },
    ).notes.map(({ id, params }) => `${id} ${params['id'] ?? ''}`.trim());
  assert.deepEqual(notes(['misconfig']), ['ignore.unused DL3007']);
  assert.deepEqual(notes(['vuln', 'secret']), [
    'vex.unused-all CVE-2024-1',
    'ignore.unused CVE-2024-1',
  ]);
});
