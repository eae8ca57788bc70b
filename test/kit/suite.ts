import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

type Deferred = Readonly<Record<string, Readonly<Record<string, string>>>>;

const deferred = JSON.parse(
  readFileSync(new URL('../deferred.json', import.meta.url), 'utf8'),
) as Deferred;

/** One row of an outside suite. `run` throws when the row fails. */
export interface SuiteRow {
  readonly id: string;
  readonly run: () => void | Promise<void>;
}

/**
 * Runs every row of an outside suite, deferred ones included, prints `suite NAME: passed P,
 * failed F, deferred D, total T` and fails when a row that is not deferred fails, when a deferred
 * row passes (the list only shrinks), or when a deferred id names no row.
 */
export async function runSuite(name: string, rows: readonly SuiteRow[]): Promise<void> {
  const excused = deferred[name] ?? {};
  const failures: string[] = [];
  const stale: string[] = [];
  let passed = 0;
  let postponed = 0;
  for (const row of rows) {
    const error = await failureOf(row);
    if (row.id in excused) {
      if (error === undefined) stale.push(row.id);
      postponed += 1;
    } else if (error === undefined) passed += 1;
    else failures.push(`${row.id}: ${error}`);
  }
  const ids = new Set(rows.map((row) => row.id));
  stale.push(...Object.keys(excused).filter((id) => !ids.has(id)));
  console.log(
    `suite ${name}: passed ${passed}, failed ${failures.length}, deferred ${postponed}, total ${rows.length}`,
  );
  assert.notEqual(rows.length, 0, `suite ${name} has no rows`);
  assert.equal(ids.size, rows.length, `suite ${name}: ids of rows are not unique`);
  assert.deepEqual(
    stale,
    [],
    `suite ${name}: deferred rows that pass or do not exist; delete them`,
  );
  assert.equal(failures.length, 0, `suite ${name}: ${failures.slice(0, 20).join('\n')}`);
}

async function failureOf(row: SuiteRow): Promise<string | undefined> {
  try {
    await row.run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
