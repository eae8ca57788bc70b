import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readYamlTree } from '../../src/formats/yaml-tree.ts';
import type { YamlTreeDocument } from '../../src/formats/yaml-tree.ts';
import { answering, familyOf, judge, knows, linesOf } from '../kit/check.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';
import { runSuite } from '../kit/suite.ts';

interface Row {
  readonly name: string;
  readonly file: string;
  readonly input: string;
  readonly expect: readonly { readonly ruleId: string; readonly line: number }[];
  readonly notexpect: readonly string[];
  readonly exact?: boolean;
}

const file = 'cases/posture/kics/dockerCompose.jsonl';

test('KICS, Docker Compose', needsShared(file), async () => {
  const family = await familyOf('compose');
  const lines = readFileSync(sharedPath(file), 'utf8').trimEnd().split('\n');
  const rows = lines.map((line) => JSON.parse(line) as Row);
  await runSuite(
    'posture/kics-compose',
    rows.map((row) => ({
      id: row.name,
      run: () => {
        const result = judge(family, { 'docker-compose.yml': row.input });
        assert.deepEqual(result.unread, []);
        for (const id of row.notexpect) {
          assert.ok(knows(family, 'kics', id), `no rule answers for ${id}`);
          assert.deepEqual(answering(result, 'kics', id).flatMap(linesOf), [], id);
        }
        const parents = parentLines(row.input);
        const near = (one: number, other: number): boolean =>
          one === other || parents.get(one) === other || parents.get(other) === one;
        const ids = new Set(row.expect.map(({ ruleId }) => ruleId));
        for (const id of ids) {
          const wanted = row.expect.filter(({ ruleId }) => ruleId === id).map(({ line }) => line);
          const found = answering(result, 'kics', id)
            .flatMap(linesOf)
            .map(({ first }) => first);
          const missing = wanted.filter((line) => !found.some((one) => near(one, line)));
          const extra = found.filter((line) => !wanted.some((one) => near(one, line)));
          assert.deepEqual({ missing, extra }, { missing: [], extra: [] }, `found ${found.join()}`);
        }
      },
    })),
  );
});

/** For the line of each key and item the line of the key above it. */
function parentLines(text: string): ReadonlyMap<number, number> {
  const parents = new Map<number, number>();
  for (const document of readYamlTree(text, 'a case').documents)
    visit(document, [], { value: document.value, parents });
  return parents;
}

function visit(
  document: YamlTreeDocument,
  way: readonly (string | number)[],
  { value, parents }: { readonly value: unknown; readonly parents: Map<number, number> },
): void {
  if (typeof value !== 'object' || value === null) return;
  const above = document.entry(way);
  for (const [key, below] of Object.entries(value)) {
    const entry = document.entry([...way, key]);
    const line = (entry?.key ?? entry?.value)?.start.line;
    const parent = (above?.key ?? above?.value)?.start.line;
    if (line !== undefined && parent !== undefined && line !== parent) parents.set(line, parent);
    visit(document, [...way, key], { value: below, parents });
  }
}
