import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FamilyRow, RuleFacts, RunnableFamily } from '../../src/check/contract.ts';
import { standardOf } from '../../src/check/standards.ts';
import { allFamilies, judgeExample, textsAround } from '../kit/check.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';

/**
 * How often each rule fires on texts that were not written for it: the good examples of the other
 * rules of its family, and every Dockerfile, compose file and manifest of the outside cases. A
 * number that moves shows a rule that became louder or quieter: look why, then write the numbers
 * anew with PLIMSOLL_UPDATE=1.
 */
type Counts = Readonly<Record<string, number>>;

/** Texts that were counted, for `default` by the rules that count when nobody asks for more. */
type Part = 'examples' | 'cases' | 'default';

const file = join(import.meta.dirname, 'firing.json');
const loaded = await allFamilies();

function examplesCounted(row: FamilyRow, family: RunnableFamily): Map<string, number> {
  const counts = new Map(family.rules.map(({ id }) => [id, 0]));
  for (const rule of family.rules) {
    for (const example of rule.good) {
      const { faults } = judgeExample(row, family, example);
      for (const id of new Set(faults.map((fault) => fault.rule.id))) {
        if (id !== rule.id) counts.set(id, (counts.get(id) ?? 0) + 1);
      }
    }
  }
  return counts;
}

const sources: readonly (readonly [family: string, folder: string, files: readonly string[]])[] = [
  ['dockerfile', 'Dockerfile', ['kics/dockerfile', 'trivy-checks/examples', 'buildkit/lint']],
  ['compose', 'compose.yaml', ['kics/dockerCompose']],
  [
    'kubernetes',
    'manifest.yaml',
    [
      'kics/k8s',
      'trivy-checks/rego-tests',
      'pod-security-admission/cases',
      'gatekeeper-library/cases',
    ],
  ],
];

interface Case {
  readonly kind: string;
  readonly input?: unknown;
}

function casesCounted(
  id: string,
  path: string,
  files: readonly string[],
  wants: (rule: RuleFacts) => boolean = () => true,
): Map<string, number> {
  const family = loaded.find((one) => one.row.id === id)?.family;
  assert.ok(family !== undefined, id);
  const counts = new Map(family.rules.map((rule) => [rule.id, 0]));
  for (const name of files) {
    const lines = readFileSync(sharedPath(`cases/posture/${name}.jsonl`), 'utf8').split('\n');
    for (const line of lines) {
      if (line === '') continue;
      const { kind, input } = JSON.parse(line) as Case;
      if (kind !== id || typeof input !== 'string') continue;
      const texts = { [path]: input };
      const sources = [{ path, text: input }];
      const { faults } = family.run({ files: sources, around: textsAround(texts), wants });
      for (const rule of new Set(faults.map((fault) => fault.rule.id)))
        counts.set(rule, (counts.get(rule) ?? 0) + 1);
    }
  }
  return counts;
}

const committed = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<Part, Counts>>;

function settle(part: Part, counts: ReadonlyMap<string, number>): void {
  const sorted = Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  if (process.env['PLIMSOLL_UPDATE'] === '1') {
    const known = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Counts>;
    writeFileSync(file, `${JSON.stringify({ ...known, [part]: sorted }, undefined, 2)}\n`);
    return;
  }
  assert.deepEqual(
    sorted,
    committed[part],
    'rules became louder or quieter; see the comment above',
  );
}

test('rules fire on the good examples of others as often as was reviewed', () => {
  settle(
    'examples',
    new Map(loaded.flatMap(({ row, family }) => [...examplesCounted(row, family)])),
  );
});

test('rules fire on outside cases as often as was reviewed', needsShared('cases/posture'), () => {
  settle('cases', new Map(sources.flatMap((source) => [...casesCounted(...source)])));
});

test(
  'what counts when nobody asks for more fires as often as was reviewed',
  needsShared('cases/posture'),
  () => {
    const { has } = standardOf('default');
    const docker = sources.filter(([id]) => id !== 'kubernetes');
    const counts = docker.flatMap(([id, path, files]) => [...casesCounted(id, path, files, has)]);
    settle('default', new Map(counts.filter(([, count]) => count > 0)));
  },
);
