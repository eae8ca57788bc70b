import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, Severity } from '../model/index.ts';
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
