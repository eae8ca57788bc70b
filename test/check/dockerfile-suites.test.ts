import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { JudgedFault, RunnableFamily, RunResult, Tool } from '../../src/check/contract.ts';
import { parseDockerfile } from '../../src/formats/dockerfile/parse.ts';
import { answering, familyOf, judge, knows, linesOf } from '../kit/check.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';
import { runSuite } from '../kit/suite.ts';
import type { SuiteRow } from '../kit/suite.ts';

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly input: string;
  readonly expect: readonly { ruleId: string; line?: number; count?: number }[];
  readonly notexpect: readonly string[];
  readonly rule?: { readonly id: string };
}

function rowsOf(path: string): readonly Row[] {
  return readFileSync(sharedPath(path), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
    .filter(({ kind }) => kind === 'dockerfile');
}

/** Runs every row with what it wants of one tool's ids. */
async function suite(
  name: string,
  path: string,
  judgeRow: (row: Row, result: RunResult, family: RunnableFamily) => void,
): Promise<void> {
  const family = await familyOf('dockerfile');
  const seen = new Map<string, number>();
  const rows = rowsOf(path).map((row): SuiteRow => {
    const count = (seen.get(row.name) ?? 0) + 1;
    seen.set(row.name, count);
    return {
      id: count === 1 ? row.name : `${row.name} #${count}`,
      run: () => {
        judgeRow(row, judge(family, { Dockerfile: row.input }), family);
      },
    };
  });
  await runSuite(name, rows);
}

function silent(result: RunResult, tool: Tool, ids: readonly string[]): void {
  for (const id of ids) {
    const found = answering(result, tool, id).map(
      (one) => `${one.rule.id} in line ${linesOf(one)[0]?.first ?? 0}`,
    );
    assert.deepEqual(found, [], `${id} is not wanted`);
  }
}

test('rows of trivy-checks', needsShared('cases/posture/trivy-checks'), async () => {
  for (const file of ['rego-tests', 'examples']) {
    const path = `cases/posture/trivy-checks/${file}.jsonl`;
    await suite(`trivy-dockerfile-${file}`, path, ({ expect, notexpect }, result, family) => {
      for (const { ruleId } of expect) {
        assert.ok(knows(family, 'trivy', ruleId), `no rule answers for ${ruleId}`);
        assert.ok(answering(result, 'trivy', ruleId).length > 0, `${ruleId} is wanted`);
      }
      for (const id of notexpect)
        assert.ok(knows(family, 'trivy', id), `no rule answers for ${id}`);
      silent(result, 'trivy', notexpect);
    });
  }
});

test('rows of KICS', needsShared('cases/posture/kics'), async () => {
  const path = 'cases/posture/kics/dockerfile.jsonl';
  await suite('kics-dockerfile', path, ({ input, expect, notexpect, rule }, result, family) => {
    const id = rule?.id ?? '';
    assert.ok(knows(family, 'kics', id), `no rule answers for ${id}`);
    silent(result, 'kics', notexpect);
    const { instructions } = parseDockerfile(input);
    // KICS tells the line of the instruction or of a part of it; both are turned to the instruction.
    const startOf = (line: number): number =>
      instructions.findLast(({ startLine }) => startLine <= line)?.startLine ?? line;
    const lines = (faults: readonly JudgedFault[]): readonly number[] => {
      const all = faults.map((one) => startOf(linesOf(one)[0]?.first ?? 0));
      return [...new Set(all)].toSorted((a, b) => a - b);
    };
    const wanted = [...new Set(expect.map(({ line = 0 }) => startOf(line)))];
    assert.deepEqual(
      lines(answering(result, 'kics', id)),
      wanted.toSorted((a, b) => a - b),
    );
  });
});
