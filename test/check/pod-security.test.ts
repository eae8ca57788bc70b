import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findingOf } from '../../src/check/findings.ts';
import { standardOf } from '../../src/check/standards.ts';
import { podSecurityChecks } from '../../src/check/kubernetes/pod-security/standard.ts';
import { familyOf, textsAround } from '../kit/check.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';
import { runSuite } from '../kit/suite.ts';

const place = 'cases/posture/pod-security-admission/cases.jsonl';

interface Row {
  readonly name: string;
  readonly input: string;
  readonly level: 'baseline' | 'restricted';
  readonly version: string;
  readonly result: 'pass' | 'fail';
  readonly check: string;
}

function overrides(id: unknown): string | undefined {
  return podSecurityChecks.find((check) => check.id === id)?.overrides;
}

test('pod-security-admission', needsShared(place), async () => {
  const family = await familyOf('kubernetes');
  const rows = readFileSync(sharedPath(place), 'utf8').trimEnd().split('\n');
  await runSuite(
    'pod-security-admission',
    rows.map((line) => {
      const row = JSON.parse(line) as Row;
      return {
        id: row.name,
        run: () => {
          const rule = `K8S-PSS-${row.level.toUpperCase()}`;
          const { faults, unread } = family.run({
            files: [{ path: 'pod.yaml', text: row.input }],
            around: textsAround({}),
            wants: ({ id }) => id === rule,
            options: { [rule]: { version: row.version } },
          });
          assert.deepEqual(unread, []);
          const checks = faults.map(({ fault }) => fault.params?.['check']);
          if (row.result === 'pass') assert.deepEqual(checks, []);
          // A failing pod fails by the check it was made for, or by the stricter one in its place.
          else assert.ok(checks.some((id) => id === row.check || overrides(id) === row.check));
        },
      };
    }),
  );
});

test('whatever breaks a level breaks a single rule, too', needsShared(place), async () => {
  const family = await familyOf('kubernetes');
  const rows = readFileSync(sharedPath(place), 'utf8').trimEnd().split('\n');
  const strict = standardOf('strict');
  const untold: string[] = [];
  let told = 0;
  for (const line of rows) {
    const row = JSON.parse(line) as Row;
    const rule = `K8S-PSS-${row.level.toUpperCase()}`;
    const { faults } = family.run({
      files: [{ path: 'pod.yaml', text: row.input }],
      around: textsAround({}),
      wants: (one) => one.id === rule || strict.has(one),
    });
    const single = new Set(
      faults
        .filter((fault) => fault.rule.id !== rule)
        .flatMap(({ fault, rule: { aliases } }) => (fault.aliases ?? aliases).psa ?? []),
    );
    for (const judged of faults) {
      const { rule: found } = judged;
      const check = String(findingOf(judged).message.params['check']);
      if (found.id !== rule) continue;
      // A check of "restricted" that stands in for one of "baseline" finds what that one finds.
      const stricter = podSecurityChecks.filter((one) => one.overrides === check);
      if ([check, ...stricter.map(({ id }) => id)].some((id) => single.has(id))) told += 1;
      else untold.push(`${row.name}: ${check}`);
    }
  }
  assert.ok(told > 100);
  assert.deepEqual(untold, []);
});
