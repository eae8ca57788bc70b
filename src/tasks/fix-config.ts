import { compatible, edited } from '../check/edits.ts';
import { rewriteTextFile } from '../io/rewrite-file.ts';
import { readTextFile } from '../io/text-file.ts';
import { limits } from '../model/index.ts';
import type { Finding, NoEdit, Report, TextEdit } from '../model/index.ts';
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

/**
 * Why a finding stays: no edit is known because a person has to decide; the reasons of `NoEdit`;
 * the text after the edit was judged no better; its bytes are no UTF-8 and would not come back.
 */
export type LeftReason = 'owner' | NoEdit | 'worse' | 'encoding';

/** What can be mended by edits of text, proven by judging the edited texts again. */
export interface FixPlan {
  /** Files with the edits that leave what runs as it is. */
  readonly files: readonly FixedFile[];
  /** The same files and others with the edits that a person has to look at, on top of those. */
  readonly reviewFiles: readonly FixedFile[];
  /** Findings that are gone after the first edits. */
  readonly fixed: readonly Finding[];
  /** Findings that go with the second ones. */
  readonly reviewed: readonly Finding[];
  /** Findings that stay, and why. */
  readonly left: readonly { readonly finding: Finding; readonly reason: LeftReason }[];
  readonly before: Report;
  readonly after: Report;
}

/** Edits that touch the same text wait for the next round; more rounds than this do not happen. */
const mostRounds = 50;

/**
 * Plans minimal edits for what is wrong and has one, judges the edited texts again and keeps an
 * edit only when its finding is gone and nothing new has come. Nothing is written.
 */
export async function planFixes(paths: readonly string[], options: CheckOptions): Promise<FixPlan> {
  const found = await sourcesOf(paths, options);
  const before = await checkChanged(found, new Map(), { paths, options });
  const work: Work = { found, paths, options, texts: new Map(), refused: new Set() };
  const sure = await mendAll(before, work, ({ misconfiguration }) => !misconfiguration?.review);
  const sureTexts = new Map(work.texts);
  const all = await mendAll(sure, work, () => true);
  return {
    files: [...sureTexts].flatMap(([path, after]) => fileOf(path, textOf(path), after)),
    reviewFiles: [...work.texts].flatMap(([path, after]) =>
      fileOf(path, sureTexts.get(path) ?? textOf(path), after),
    ),
    fixed: missing(before.findings, sure.findings),
    reviewed: missing(sure.findings, all.findings),
    left: all.findings.map((finding) => ({ finding, reason: reasonOf(finding, work) })),
    before,
    after: all,
  };
}

/**
 * Writes the planned texts, with `all` those of `reviewFiles` too; a file that has changed since it
 * was judged is left alone.
 */
export function applyFixes(plan: FixPlan, all = false): void {
  for (const { path, before, after } of plan.files) rewriteTextFile(path, before, after);
  if (!all) return;
  for (const { path, before, after } of plan.reviewFiles) rewriteTextFile(path, before, after);
}

interface Work {
  readonly found: CheckSources;
  readonly paths: readonly string[];
  readonly options: CheckOptions;
  /** Texts as changed so far; grows. */
  readonly texts: Map<string, string>;
  /** Findings whose edits were tried and made nothing better. */
  readonly refused: Set<string>;
}

/** Mends what is wanted, round by round, until nothing is left that has an untried edit. */
async function mendAll(
  report: Report,
  work: Work,
  wanted: (finding: Finding) => boolean,
): Promise<Report> {
  let current = report;
  for (let round = 0; round < mostRounds; round += 1) {
    const open = current.findings.filter(
      (one) => hasEdits(one) && wanted(one) && !work.refused.has(exact(one)),
    );
    if (open.length === 0) break;
    current = await mend(open, current, work);
  }
  return current;
}

/** All edits at once; where that makes anything worse, one half after the other. */
async function mend(open: readonly Finding[], report: Report, work: Work): Promise<Report> {
  const together = await attempt(open, report, work);
  if (together !== undefined) return together;
  const [only, ...more] = open;
  if (only === undefined) return report;
  if (more.length === 0) {
    work.refused.add(exact(only));
    return report;
  }
  const middle = open.length >> 1;
  const half = await mend(open.slice(0, middle), report, work);
  // Their places have moved with what was edited before them.
  return mend(present(open.slice(middle), half), half, work);
}

/** The findings as a later report has them. */
function present(findings: readonly Finding[], report: Report): readonly Finding[] {
  const there = Map.groupBy(report.findings, identity);
  const last = [...findings].reverse().flatMap((finding) => {
    // Of those that are alike, the last ones are the ones that have not been edited yet.
    const one = there.get(identity(finding))?.pop();
    return one === undefined ? [] : [one];
  });
  return last.reverse();
}

/** The report after the edits of these findings; undefined when they do not all go or something new comes. */
async function attempt(
  findings: readonly Finding[],
  report: Report,
  { found, paths, options, texts }: Work,
): Promise<Report | undefined> {
  if (findings.length === 0) return undefined;
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
  const mended = findings.filter((_, at) => taken.includes(groups[at] ?? []));
  if (after.errors.length > report.errors.length || !isBetter(mended, report, after))
    return undefined;
  for (const [path, text] of changed) texts.set(path, text);
  return after;
}

/** Whether nothing new has come, and of every kind of finding at least the mended ones went. */
function isBetter(mended: readonly Finding[], before: Report, after: Report): boolean {
  const had = counted(before.findings, kindOf);
  const has = counted(after.findings, kindOf);
  const meant = counted(mended, kindOf);
  return (
    [...has].every(([one, count]) => count <= (had.get(one) ?? 0)) &&
    [...meant].every(([one, count]) => (has.get(one) ?? 0) + count <= (had.get(one) ?? 0))
  );
}

function hasEdits({ misconfiguration }: Finding): boolean {
  return (misconfiguration?.edits?.length ?? 0) > 0;
}

function fits({ start, end }: TextEdit, text: string): boolean {
  return start >= 0 && start <= end && end <= text.length;
}

function exact({ rule, message, misconfiguration, locations }: Finding): string {
  const at = locations[0];
  const path = at?.file?.path;
  const { subject } = misconfiguration ?? {};
  return JSON.stringify([rule, path, subject, at?.field?.pointer, message.params]);
}

/** What a finding is, wherever its lines, its place in a list and its words have moved to. */
function kindOf({ rule, misconfiguration, locations }: Finding): string {
  const at = locations[0];
  const path = at?.file?.path;
  const pointer = at?.field?.pointer.replaceAll(/\/\d+(?=\/|$)/g, '/#');
  return JSON.stringify([rule, path, misconfiguration?.subject, pointer]);
}

/** The same with the words that tell it from others of its kind. */
function identity(finding: Finding): string {
  return `${kindOf(finding)} ${JSON.stringify(finding.message.params)}`;
}

function counted(
  findings: readonly Finding[],
  nameOf: (finding: Finding) => string,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of findings) counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1);
  return counts;
}

/**
 * Those of the first list that the second has not, counted: two alike need two. One that only says
 * itself in other words (of `apt`, then of `apt-get`) is there still.
 */
function missing(first: readonly Finding[], second: readonly Finding[]): readonly Finding[] {
  const alike = counted(second, identity);
  const kinds = counted(second, kindOf);
  const unmatched = first.filter((one) => {
    if (!taken(alike, identity(one))) return true;
    taken(kinds, kindOf(one));
    return false;
  });
  return unmatched.filter((one) => !taken(kinds, kindOf(one)));
}

/** Takes one away where there is one. */
function taken(counts: Map<string, number>, name: string): boolean {
  const count = counts.get(name) ?? 0;
  counts.set(name, count - 1);
  return count > 0;
}

function reasonOf(finding: Finding, { refused }: Work): LeftReason {
  const { edits = [], noEdit } = finding.misconfiguration ?? {};
  const [first] = edits;
  if (first === undefined) return noEdit ?? 'owner';
  if (textOf(first.path) === undefined) return 'encoding';
  return refused.has(exact(finding)) ? 'worse' : 'owner';
}

function textOf(path: string): string | undefined {
  const text = readTextFile(path, limits.text_bytes.value);
  // Bytes that are no UTF-8 would not come back as they were.
  return text?.includes('\ufffd') === true ? undefined : text;
}

function fileOf(path: string, before: string | undefined, after: string): readonly FixedFile[] {
  if (before === undefined || before === after) return [];
  return [{ path, before, after, diff: unifiedDiff(path, before, after) }];
}
