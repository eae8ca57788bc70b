import assert from 'node:assert/strict';
import { test } from 'node:test';
import { casesOf } from '../../test/kit/kubernetes-cases.ts';
import { needsShared } from '../../test/kit/outside.ts';
import { spelled } from './aliases.ts';
import { kicsQueries } from './kics-queries.ts';

test('ids are spelled as people write them', () => {
  const rows = [
    [{ 'docker-bench': ['5.4'], trivy: ['DS-0001'] }, ['CIS-5.4', 'DS-0001', 'AVD-DS-0001']],
    [{ kics: ['d/run_using_sudo'] }, ['d/run_using_sudo', '8ada6e80-0ade-439e-b176-0b28f6bce35a']],
    [{ kics: ['d/of_tomorrow'] }, ['d/of_tomorrow']],
    [{ hadolint: ['DL3007'], buildkit: ['DL3007'] }, ['DL3007']],
  ] as const;
  for (const [aliases, wanted] of rows) assert.deepEqual(spelled(aliases), wanted);
});

interface Row {
  readonly rule: { readonly id: string; readonly slug: string };
}

const folders = [
  ['d', 'dockerfile'],
  ['c', 'dockerCompose'],
  ['k', 'k8s'],
] as const;
for (const [letter, name] of folders) {
  const file = `cases/posture/kics/${name}.jsonl`;
  test(`the queries of KICS about ${name} have the ids of its own tests`, needsShared(file), () => {
    for (const { rule } of casesOf(file) as readonly Row[])
      assert.equal(kicsQueries.get(`${letter}/${rule.slug}`), rule.id);
  });
}
