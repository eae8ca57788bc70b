import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type {
  JudgedFault,
  OptionValue,
  RunnableFamily,
  RunResult,
  Tool,
} from '../../src/check/contract.ts';
import { answering, knows, linesOf, names, textsAround } from './check.ts';
import { sharedPath } from './outside.ts';

/** A row of an outside suite about Kubernetes, as far as all of them agree. */
export interface CaseRow {
  readonly name: string;
  readonly kind: string;
  readonly input: string;
  readonly expect: readonly { readonly ruleId: string; readonly line?: number }[];
  readonly notexpect: readonly string[];
}

/** The rows of a suite's file. */
export function casesOf(path: string): readonly unknown[] {
  const lines = readFileSync(sharedPath(path), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as unknown);
}

/** What to judge, and whose id has to answer. */
export interface Question {
  readonly tool: Tool;
  readonly id: string;
  readonly files: Readonly<Record<string, string>>;
  /** Options of every rule that answers for the id. */
  readonly options?: Readonly<Record<string, OptionValue>>;
}

/** The faults that answer for an id; fails when no rule knows it or something could not be read. */
export function faultsOf(family: RunnableFamily, question: Question): readonly JudgedFault[] {
  return answering(resultOf(family, question), question.tool, question.id);
}

/** What the rules that answer for an id said of each object; passes are left out. */
export function resultsOf(family: RunnableFamily, question: Question): readonly string[] {
  const { results } = resultOf(family, question);
  return results.map(({ result }) => result).filter((result) => result !== 'pass');
}

function resultOf(family: RunnableFamily, question: Question): RunResult {
  const { tool, id, files, options = {} } = question;
  assert.ok(knows(family, tool, id), `no rule answers for ${id}`);
  const rules = family.rules.filter(({ aliases }) => names(aliases, tool, id));
  const result = family.run({
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    around: textsAround(files),
    wants: (rule) => rules.some((one) => one.id === rule.id),
    options: Object.fromEntries(rules.map((rule) => [rule.id, ownOptions(rule.options, options)])),
  });
  const broken = result.unread.filter(({ code }) => code === 'CHECK_RULE_FAILED');
  assert.deepEqual(broken, []);
  return result;
}

function ownOptions(
  known: Readonly<Record<string, OptionValue>> | undefined,
  options: Readonly<Record<string, OptionValue>>,
): Record<string, OptionValue> {
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => known?.[name] !== undefined),
  );
}

/** Fails unless the lines of faults are those expected; a line may be that of the parent or child. */
export function assertLines(
  faults: readonly JudgedFault[],
  wanted: readonly number[],
  text: string,
): void {
  const near = nearLines(text);
  const found = faults.map((fault) => linesOf(fault).map(({ first }) => first));
  const same = (one: number, other: number): boolean =>
    one === other || near(one) === other || near(other) === one;
  const meets = (lines: readonly number[], line: number): boolean =>
    lines.some((one) => same(one, line));
  const missed = wanted.filter((line) => !found.some((lines) => meets(lines, line)));
  const extra = found.filter((lines) => !wanted.some((line) => meets(lines, line)));
  assert.deepEqual({ missed, extra }, { missed: [], extra: [] }, `found ${found.join(' ')}`);
}

/** The line of the part that holds a line: the nearest one above it that is indented less. */
function nearLines(text: string): (line: number) => number {
  const indents = text.split('\n').map((line) => {
    if (line.trim() === '') return -1;
    // An item may stand as far left as the key of its list.
    return line.search(/\S/) + (line.trimStart().startsWith('- ') ? 0.5 : 0);
  });
  return (line) => {
    const own = indents[line - 1] ?? 0;
    for (let at = line - 2; at >= 0; at -= 1) {
      const indent = indents[at] ?? -1;
      if (indent >= 0 && indent < own) return at + 1;
    }
    return line;
  };
}
