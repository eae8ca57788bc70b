import { compatible, edited } from '../check/edits.ts';
import { rewriteTextFile } from '../io/rewrite-file.ts';
import { readTextFile } from '../io/text-file.ts';
import { limits } from '../model/index.ts';
import type { Finding, Report, TextEdit } from '../model/index.ts';
import { checkChanged, sourcesOf } from './check-files.ts';
import type { CheckOptions } from './check-files.ts';
import type { CheckSources } from './check-sources.ts';
import { unifiedDiff } from './text-diff.ts';

/** One file as it was and as it would be. */
export interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** Unified diff. */
  readonly diff: string;
}

/** What can be mended by edits of text, proven by judging the edited texts again. */
export interface FixPlan {
  readonly files: readonly FixedFile[];
  /** Findings that are gone after the edits. */
  readonly fixed: readonly Finding[];
  /** Findings that stay: they have no edit, or their edit made something else wrong. */
  readonly left: readonly Finding[];
  /** Edits that were not made because the text after them was judged no better. */
  readonly refused: readonly Finding[];
  readonly before: Report;
  readonly after: Report;
}

/** Edits that touch the same text wait for the next round; more rounds than this do not happen. */
const mostRounds = 5;

/**
 * Plans minimal edits for what is wrong and has one, judges the edited texts again and keeps an
 * edit only when its finding is gone and nothing new has come. Nothing is written.
 */
export async function planFixes(paths: readonly string[], options: CheckOptions): Promise<FixPlan> {
  const found = await sourcesOf(paths, options);
  const before = await checkChanged(found, new Map(), { paths, options });
  const texts = new Map<string, string>();
  const refused: Finding[] = [];
  let report = before;
  for (let round = 0; round < mostRounds; round += 1) {
    const tried = new Set(refused.map(identity));
    const open = report.findings.filter((one) => hasEdits(one) && !tried.has(identity(one)));
    if (open.length === 0) break;
    const step = await mend(open, report, { found, paths, options, texts });
    refused.push(...step.refused);
    if (step.report === report) continue;
    report = step.report;
  }
  return {
    files: [...texts].flatMap(([path, after]) => fileOf(path, after)),
    fixed: missing(before.findings, report.findings),
    left: report.findings,
    refused,
    before,
    after: report,
  };
}

/** Writes the planned texts; a file that has changed since it was judged is left alone. */
export function applyFixes(plan: FixPlan): void {
  for (const { path, before, after } of plan.files) rewriteTextFile(path, before, after);
}

interface Work {
  readonly found: CheckSources;
  readonly paths: readonly string[];
  readonly options: CheckOptions;
  /** Texts as changed so far; grows. */
  readonly texts: Map<string, string>;
}

interface Step {
  readonly report: Report;
  readonly refused: readonly Finding[];
}

/** All edits at once; where that makes anything worse, file by file, then one finding after the other. */
async function mend(open: readonly Finding[], report: Report, work: Work): Promise<Step> {
  const together = await attempt(open, report, work);
  if (together !== undefined) return { report: together, refused: [] };
  let current = report;
  const refused: Finding[] = [];
  for (const group of Map.groupBy(open, pathOf).values()) {
    const whole = group.length < open.length ? await attempt(group, current, work) : undefined;
    const step = whole ?? current;
    const alone = whole === undefined ? await mendSingly(group, step, work) : undefined;
    current = alone?.report ?? step;
    refused.push(...(alone?.refused ?? []));
  }
  return { report: current, refused };
}

async function mendSingly(group: readonly Finding[], report: Report, work: Work): Promise<Step> {
  let current = report;
  const refused: Finding[] = [];
  for (const finding of group) {
    // Its place has moved with what was edited before it.
    const present = current.findings.find((one) => identity(one) === identity(finding));
    if (present === undefined) continue;
    const next = await attempt([present], current, work);
    if (next === undefined) refused.push(finding);
    else current = next;
  }
  return { report: current, refused };
}

function pathOf({ misconfiguration }: Finding): string {
  return misconfiguration?.edits?.[0]?.path ?? '';
}

/** The report after the edits of these findings; undefined when they do not all go or something new comes. */
async function attempt(
  findings: readonly Finding[],
  report: Report,
  { found, paths, options, texts }: Work,
): Promise<Report | undefined> {
  const groups = findings.map(({ misconfiguration }) => misconfiguration?.edits ?? []);
  const { taken } = compatible(groups);
  const changed = new Map(texts);
  const byPath = Map.groupBy(taken.flat(), ({ path }) => path);
  for (const [path, edits] of byPath) {
    const text = changed.get(path) ?? textOf(path);
    if (text === undefined || !edits.every((edit) => fits(edit, text))) return undefined;
    changed.set(path, edited(text, edits));
  }
  const after = await checkChanged(found, changed, { paths, options });
  const mended = findings.filter(({ misconfiguration }) =>
    taken.includes(misconfiguration?.edits ?? []),
  );
  const better =
    after.errors.length <= report.errors.length &&
    missing(after.findings, report.findings).length === 0 &&
    missing(mended, after.findings).length === mended.length;
  if (!better) return undefined;
  for (const [path, text] of changed) texts.set(path, text);
  return after;
}

function hasEdits({ misconfiguration }: Finding): boolean {
  return (misconfiguration?.edits?.length ?? 0) > 0;
}

function fits({ start, end }: TextEdit, text: string): boolean {
  return start >= 0 && start <= end && end <= text.length;
}

/** What a finding is, wherever its lines have moved to. */
function identity({ rule, message, misconfiguration, locations }: Finding): string {
  const at = locations[0];
  const file = at?.file;
  return JSON.stringify([
    rule,
    file?.path,
    misconfiguration?.subject,
    at?.field?.pointer,
    message.params,
  ]);
}

/** Those of the first list that the second has not, counted: two alike need two. */
function missing(first: readonly Finding[], second: readonly Finding[]): readonly Finding[] {
  const counts = new Map<string, number>();
  for (const one of second) counts.set(identity(one), (counts.get(identity(one)) ?? 0) + 1);
  return first.filter((one) => {
    const count = counts.get(identity(one)) ?? 0;
    counts.set(identity(one), count - 1);
    return count <= 0;
  });
}

function textOf(path: string): string | undefined {
  const text = readTextFile(path, limits.text_bytes.value);
  // Bytes that are no UTF-8 would not come back as they were.
  return text?.includes('\ufffd') === true ? undefined : text;
}

function fileOf(path: string, after: string): readonly FixedFile[] {
  const before = textOf(path);
  if (before === undefined || before === after) return [];
  return [{ path, before, after, diff: unifiedDiff(path, before, after) }];
}
