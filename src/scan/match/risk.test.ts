import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SeverityStatement } from '../../model/index.ts';
import { riskOf } from './risk.ts';

const scored: readonly SeverityStatement[] = [
  { source: 'nvd', severity: 'high', cvss: { version: '3.1', vector: 'v', score: 7 } },
  { source: 'cna', severity: 'high', cvss: { version: '3.1', vector: 'w', score: 8 } },
];

test('riskOf() multiplies threat, severity and known exploitation', () => {
  const rows = [
    ['word and mean score', { severity: 'high', severities: scored, epss: 0.5 }, 37.5],
    ['word alone', { severity: 'low', severities: [], epss: 0.1 }, 3],
    ['unrated stands in the middle', { severity: 'unknown', severities: [], epss: 1 }, 50],
    [
      'exploited',
      { severity: 'medium', severities: [], epss: 0.1, kev: { ransomware: false } },
      52.5,
    ],
    ['by ransomware', { severity: 'medium', severities: [], kev: { ransomware: true } }, 55],
    [
      'at most a hundred',
      {
        severity: 'critical',
        severities: [
          { source: 'nvd', severity: 'critical', cvss: { version: '3.1', vector: 'v', score: 10 } },
        ],
        kev: { ransomware: true },
      },
      100,
    ],
    ['no EPSS, no KEV', { severity: 'critical', severities: [] }, 0],
    ['malware', { severity: 'critical', severities: [], malware: true }, 90],
  ] as const;
  for (const [title, facts, expected] of rows) assert.equal(riskOf(facts), expected, title);
});
