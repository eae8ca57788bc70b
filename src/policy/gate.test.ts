import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AdvisoryState, Coverage, Finding, Severity, Verdict } from '../model/index.ts';
import { applyFilters } from './filter.ts';
import { decide, exitCodeOf } from './gate.ts';
import type { GateOptions, Judgeable } from './gate.ts';

function finding(
  severity: Severity,
  status: AdvisoryState = 'fixed',
  verdict: Verdict = 'affected',
): Finding {
  return {
    rule: `CVE-${severity}-${status}`,
    kind: 'vulnerability',
    severity,
    verdict,
    message: { id: '', params: {}, text: '' },
    aliases: [],
    locations: [],
    evidence: [],
    vulnerability: {
      references: [],
      cwes: [],
      dataSource: 'test',
      vendorIds: [],
      status,
      severities: [],
      risk: 0,
      match: { by: 'direct', name: 'n', range: '' },
    },
  };
}

function report(findings: readonly Finding[], extra: Partial<Judgeable> = {}): Judgeable {
  return { findings, coverage: [], status: 'complete', ...extra };
}

const stale: Coverage = { ecosystem: 'npm', packages: 1, state: 'stale', reason: 'r', feeds: [] };

test('exitCodeOf() keeps the contract of exit codes', () => {
  const rows: readonly [string, Judgeable, GateOptions, number][] = [
    ['no gate', report([finding('critical')]), {}, 0],
    ['over', report([finding('critical')]), { failOn: 'high' }, 1],
    ['at', report([finding('high')]), { failOn: 'high' }, 1],
    ['under', report([finding('medium')]), { failOn: 'high' }, 0],
    ['exit code alone', report([finding('low')]), { exitCode: 7 }, 7],
    ['exit code 0', report([finding('low')]), { exitCode: 0 }, 0],
    ['exit code alone, nothing left', report([]), { exitCode: 7 }, 0],
    ['both, over', report([finding('high')]), { exitCode: 7, failOn: 'high' }, 7],
    ['both, under', report([finding('low')]), { exitCode: 7, failOn: 'high' }, 0],
    ['no rating is not below', report([finding('unknown')]), { failOn: 'high' }, 0],
    ['no rating, strict', report([finding('unknown')]), { failOn: 'high', failOnUnknown: true }, 4],
    [
      'unknown verdict, strict',
      report([finding('low', 'affected', 'unknown')]),
      { failOn: 'high', failOnUnknown: true },
      4,
    ],
    ['gap, allowed', report([], { coverage: [stale] }), { failOn: 'high' }, 0],
    ['gap, strict', report([], { coverage: [stale] }), { failOnUnknown: true }, 4],
    [
      'covered, strict',
      report([], { coverage: [{ ...stale, state: 'covered' }] }),
      { failOnUnknown: true },
      0,
    ],
    ['partial', report([], { status: 'partial' }), {}, 3],
    ['partial, but over', report([finding('high')], { status: 'partial' }), { failOn: 'high' }, 1],
    ['failed', report([finding('high')], { status: 'failed' }), { failOn: 'high' }, 3],
  ];
  for (const [title, judged, options, expected] of rows) {
    assert.equal(exitCodeOf(judged, options), expected, title);
  }
});

test('decide() names what decided', () => {
  assert.deepEqual(decide(report([finding('high'), finding('low')]), { failOn: 'high' }), {
    result: 'fail',
    rule: '--fail-on',
    because: ['CVE-high-fixed'],
  });
  assert.deepEqual(decide(report([], { coverage: [stale] }), { failOnUnknown: true }), {
    result: 'unknown',
    rule: '--fail-on-unknown',
    because: ['npm'],
  });
  assert.deepEqual(decide(report([]), { failOn: 'low' }), { result: 'pass', because: [] });
});

test('applyFilters() sets aside by severity, fix and state, and says which flag did it', () => {
  const all = [
    finding('high', 'fixed'),
    finding('low', 'will_not_fix'),
    finding('unknown', 'affected'),
    { ...finding('critical', 'affected'), kind: 'malware' as const },
  ];
  const left = (options: Parameters<typeof applyFilters>[1]): readonly string[] => [
    ...applyFilters(all, options).findings.map(({ severity }) => severity),
    ...applyFilters(all, options).suppressed.map(({ suppressed }) => suppressed?.source ?? ''),
  ];
  assert.deepEqual(left({}), ['high', 'low', 'unknown', 'critical']);
  assert.deepEqual(left({ severities: ['high', 'unknown'] }), [
    'high',
    'unknown',
    '--severity',
    '--severity',
  ]);
  assert.deepEqual(left({ ignoreUnfixed: true }), [
    'high',
    'critical',
    '--ignore-unfixed',
    '--ignore-unfixed',
  ]);
  assert.deepEqual(left({ ignoreStatus: ['will_not_fix'] }), [
    'high',
    'unknown',
    'critical',
    '--ignore-status',
  ]);
});
