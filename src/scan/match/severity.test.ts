import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Severity, SeverityStatement } from '../../model/index.ts';
import { chooseSeverity, distinctSeverities } from './severity.ts';

function says(source: string, severity: Severity, cvss?: '3.1' | '4.0'): SeverityStatement {
  if (cvss === undefined) return { source, severity };
  return { source, severity, cvss: { version: cvss, vector: `CVSS:${cvss}/AV:N`, score: 5 } };
}

test('chooseSeverity() takes the detecting vendor, then NVD, then any other, and names the source', () => {
  const rows: readonly [
    string,
    readonly SeverityStatement[],
    readonly SeverityStatement[],
    string,
  ][] = [
    ['own first', [says('debian', 'low')], [says('nvd', 'critical')], 'low debian'],
    [
      'own unrated',
      [says('debian', 'unknown')],
      [says('ghsa', 'low'), says('nvd', 'high')],
      'high nvd',
    ],
    ['own said elsewhere', [], [says('nvd', 'high'), says('debian', 'medium')], 'medium debian'],
    ['nobody but others', [], [says('ghsa', 'medium'), says('redhat', 'low')], 'medium ghsa'],
    ['nobody at all', [], [], 'unknown undefined'],
    ['only unrated', [says('debian', 'unknown')], [says('nvd', 'unknown')], 'unknown undefined'],
    [
      'newest score',
      [says('ghsa', 'high', '3.1'), says('ghsa', 'medium', '4.0')],
      [],
      'medium ghsa',
    ],
    ['a word before a score', [says('ghsa', 'high', '3.1'), says('ghsa', 'low')], [], 'low ghsa'],
  ];
  for (const [title, own, others, expected] of rows) {
    const { severity, source } = chooseSeverity({ detecting: 'debian', own, others });
    assert.equal(`${severity} ${source}`, expected, title);
  }
});

test('chooseSeverity() follows an order given by the user, and falls to unknown outside it', () => {
  const ratings = {
    detecting: 'ghsa',
    own: [says('ghsa', 'high')],
    others: [says('nvd', 'critical'), says('ubuntu', 'low')],
  };
  assert.deepEqual(chooseSeverity(ratings, ['alpine', 'ubuntu']), {
    severity: 'low',
    source: 'ubuntu',
  });
  assert.deepEqual(chooseSeverity(ratings, ['alpine', 'auto']), {
    severity: 'high',
    source: 'ghsa',
  });
  assert.deepEqual(chooseSeverity(ratings, ['alpine']), { severity: 'unknown' });
});

test('distinctSeverities() keeps every statement once', () => {
  const twice = [says('nvd', 'high', '3.1'), says('nvd', 'high', '3.1'), says('nvd', 'high')];
  assert.deepEqual(distinctSeverities(twice), [says('nvd', 'high', '3.1'), says('nvd', 'high')]);
});
