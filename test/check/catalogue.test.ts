import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { later } from '../../src/check/later.ts';
import { allFamilies } from '../kit/check.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';

interface Row {
  readonly id: string;
  readonly tools?: Readonly<Record<string, readonly string[]>>;
}

const place = 'design/posture-catalogue.json';

test('every row of the catalogue has a rule or a reason', needsShared(place), async (t) => {
  const rows = JSON.parse(readFileSync(sharedPath(place), 'utf8')) as readonly Row[];
  const known = new Map(rows.map((row) => [row.id, row]));
  const answered = new Set<string>();
  const missing: string[] = [];
  for (const { family } of await allFamilies()) {
    for (const rule of family.rules) {
      const ids = [rule.id, ...(rule.covers ?? [])];
      ids.forEach((id) => answered.add(id));
      for (const [tool, wanted] of ids.flatMap((id) =>
        Object.entries(known.get(id)?.tools ?? {}),
      )) {
        const own = (rule.aliases as Readonly<Record<string, readonly string[]>>)[tool] ?? [];
        missing.push(
          ...wanted.filter((id) => !own.includes(id)).map((id) => `${rule.id}: ${tool} ${id}`),
        );
      }
    }
  }
  assert.deepEqual(missing, [], 'aliases of the catalogue that rules do not have');
  const left = rows.filter(({ id }) => !answered.has(id) && !(id in later));
  t.diagnostic(`${answered.size} rows answered, ${left.length} without rule or reason`);
  assert.deepEqual(
    left.map(({ id }) => id),
    [],
    'rows without a rule or a reason',
  );
  assert.deepEqual(
    Object.keys(later).filter((id) => answered.has(id) || !known.has(id)),
    [],
    'reasons for rows that are answered or not in the catalogue',
  );
});
