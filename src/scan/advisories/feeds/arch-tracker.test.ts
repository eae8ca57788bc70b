import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advisoriesOf, documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { archTracker } from './arch-tracker.ts';

const groups = [
  {
    name: 'AVG-1',
    packages: ['glibc', 'lib32-glibc'],
    status: 'Fixed',
    severity: 'High',
    type: 'arbitrary code execution',
    affected: '2.38-1',
    fixed: '2.38-2',
    issues: ['CVE-2023-4911', 'CVE-2023-5156'],
    advisories: ['ASA-202310-01'],
  },
  {
    name: 'AVG-2',
    packages: ['pam'],
    status: 'Vulnerable',
    severity: 'Medium',
    affected: '1.7.0-2',
    fixed: null,
    issues: ['CVE-2025-6020'],
  },
  {
    name: 'AVG-3',
    packages: ['safe'],
    status: 'Not affected',
    affected: '1-1',
    issues: ['CVE-2024-10001'],
  },
  { name: 'AVG-4', packages: ['odd'], status: 'Fixed', affected: '1-1', fixed: '2-1', issues: [] },
  { name: 'AVG-5', packages: ['a'], status: 'Brand new', issues: [] },
  { name: 'bad' },
];

test('archTracker: one advisory for each issue, a group without issues by its name', () => {
  const records = [...archTracker.parse(documentOf('all.json', groups))];
  assert.deepEqual(
    advisoriesOf(records).map(({ id, affected, severities: [severity] }) => [
      id,
      affected.map(({ name, state }) => `${name} ${state}`).join(', '),
      severity?.severity,
    ]),
    [
      ['CVE-2023-4911', 'glibc fixed, lib32-glibc fixed', 'high'],
      ['CVE-2023-5156', 'glibc fixed, lib32-glibc fixed', 'high'],
      ['CVE-2025-6020', 'pam affected', 'medium'],
      ['CVE-2024-10001', 'safe not_affected', 'unknown'],
      ['AVG-4', 'odd fixed', 'unknown'],
    ],
  );
  assert.equal(problemsOf(records).length, 2);
  assert.equal(problemsOf([...archTracker.parse(documentOf('all.json', {}))]).length, 1);
});

test('fuzz the tracker of Arch', () => {
  fuzz([Buffer.from(JSON.stringify(groups))], (bytes) => [
    ...archTracker.parse({ name: 'all.json', bytes }),
  ]);
});
