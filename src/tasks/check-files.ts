import { families } from '../check/index.ts';
import type {
  FamilyRow,
  OptionValue,
  RunnableFamily,
  RunResult,
  SourceFile,
  Surroundings,
} from '../check/contract.ts';
import { CheckError } from '../check/errors.ts';
import { checkResultOf, errorOf, findingOf } from '../check/findings.ts';
import { joinLayers } from '../check/layers.ts';
import type { JoinedFaults } from '../check/layers.ts';
import type { UserRule } from '../check/user-rules/contract.ts';
import { readUserRules } from '../check/user-rules/read.ts';
import { expectRules, rulesNamed, standardOf } from '../check/standards.ts';
import type { Standard } from '../check/standards.ts';
import type { ScriptJudge } from '../check/scripts.ts';
import { applyInlineIgnores } from '../check/suppress.ts';
import { surroundings } from '../io/process.ts';
import { readTextFile } from '../io/text-file.ts';
import { limits, problemOf } from '../model/index.ts';
import type { Finding, Report, ReportError, ReportNote, Subject, Text } from '../model/index.ts';
import type { ToolSettings } from '../policy/tool-settings.ts';
import { askShellCheck } from './ask-shellcheck.ts';
import { optionsFrom, underSettings } from './tool-settings.ts';
import { checkSources } from './check-sources.ts';
import type { CheckSource, CheckSources } from './check-sources.ts';
import { withCharts, withoutRenderedEdits } from './render-charts.ts';
import type { Environment } from './render-charts.ts';
import { filled, joined, problemText, semicolon } from '../check/words.ts';
import { append } from '../model/append.ts';

/** How configuration is judged; everything has a default. */
export interface CheckOptions {
  /** Names of standards: `default`, `strict`, `cis-docker`, `pss:baseline@v1.30` … */
  readonly standards?: readonly string[];
  /** Ids of rules, ours or another tool's, that are asked too whatever the standards say. */
  readonly include?: readonly string[];
  /** Id of the family that reads every text, whatever its name. */
  readonly as?: string;
  readonly skipDirs?: readonly string[];
  readonly skipFiles?: readonly string[];
  /** Values of the options of rules, by rule id. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, OptionValue>>>>;
  /** Files with rules of the user's own. */
  readonly rules?: readonly string[];
  /** Settings of other tools that are followed. */
  readonly settings?: readonly ToolSettings[];
  /** Where `helm`, `kustomize` and `kubectl` are looked for (PATH); that of the process when absent. */
  readonly environment?: Environment;
  readonly now: Date;
}

/** Judges files and folders as the user named them. */
export function checkPaths(paths: readonly string[], options: CheckOptions): Promise<Report> {
  return sourcesOf(paths, options).then((found) => checkAll(found, paths, options));
}

/** What lies under paths, with what charts make in the place of their templates. */
export function sourcesOf(paths: readonly string[], options: CheckOptions): Promise<CheckSources> {
  const found = checkSources(paths, options);
  // Whoever says what kind every text is wants it judged as it stands.
  if (options.as !== undefined) return Promise.resolve(found);
  return withCharts(found, options.environment);
}

/** Judges sources, some of them as they would be after a change; charts stay as they were rendered. */
export function checkChanged(
  { sources, errors, around }: CheckSources,
  changed: ReadonlyMap<string, string>,
  { paths, options }: { readonly paths: readonly string[]; readonly options: CheckOptions },
): Promise<Report> {
  const read = (path: string): string | undefined => changed.get(path) ?? around.read(path);
  const all = sources.map((one) => ({ ...one, read: () => changed.get(one.path) ?? one.read() }));
  return checkAll({ sources: all, errors, around: { ...around, read } }, paths, options);
}

/** Judges texts; nothing is read from disk. */
export function checkTexts(files: readonly SourceFile[], options: CheckOptions): Promise<Report> {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const around: Surroundings = {
    read: (path) => texts.get(path),
    list: (folder) =>
      files
        .filter(({ path }) => folder === '.' || path.startsWith(`${folder}/`))
        .map(({ path, text }) => ({ path, size: Buffer.byteLength(text), mode: 0o644 })),
  };
  const named = files.map((file) => ({ path: file.path, named: true, read: () => file.text }));
  const paths = files.map(({ path }) => path);
  return checkAll({ sources: named, errors: [], around }, paths, options);
}

/** Judges what was listed. */
export async function checkAll(
  { sources, errors, around }: CheckSources,
  paths: readonly string[],
  options: CheckOptions,
): Promise<Report> {
  const wanted = await wantedStandards(options);
  const { claimed, problems } = claimedBy(sources, options.as);
  const userRules = (options.rules ?? []).flatMap(userRulesIn);
  const runs: RunResult[] = [];
  for (const [row, files] of claimed) {
    const family = await row.load();
    const scripts = await scriptJudge(family, files, { wanted, options });
    runs.push(
      family.run({
        files,
        around: scripts === undefined ? around : { ...around, scripts },
        wants: (rule) => wanted.some(({ has }) => has(rule)),
        userRules: userRules.filter((rule) => rule.family === row.id),
        options: {
          ...optionsFrom(options.settings ?? []),
          ...options.options,
          ...versionsOf(family, wanted),
        },
      }),
    );
  }
  const judged = reportOf(runs, subjectOf(paths), options.now);
  const report = underSettings(judged, options.settings ?? [], options.now);
  const all = toldOnce([...errors, ...problems, ...report.errors]);
  const status = all.length === 0 ? 'complete' : 'partial';
  const notes = claimed.size === 0 && all.length === 0 ? [nothing(paths)] : [];
  if (
    options.standards === undefined &&
    claimed.size > 0 &&
    all.length === 0 &&
    report.findings.length === 0
  )
    append(notes, await stricter([...claimed.keys()]));
  const findings = withoutRenderedEdits(report.findings, sources);
  return { ...report, findings, status, errors: all, notes: [...report.notes, ...notes] };
}

/** The standards asked for, with the rules that are named one by one. */
export async function wantedStandards(
  options: Pick<CheckOptions, 'standards' | 'include' | 'settings'>,
): Promise<readonly Standard[]> {
  const { standards = ['default'], include = [], settings = [] } = options;
  if (include.length > 0) {
    const all = await Promise.all(families.map((row) => row.load()));
    expectRules(
      include,
      all.flatMap(({ rules }) => rules),
    );
  }
  // Of other tools' settings only what is known can be followed.
  const named = [...include, ...settings.flatMap((one) => one.include)];
  return [...standards.map(standardOf), ...(named.length === 0 ? [] : [rulesNamed(named)])];
}

/** A file that several families read is refused once for each of them. */
function toldOnce(errors: readonly ReportError[]): readonly ReportError[] {
  const places = errors.map(({ code, text, location }) => JSON.stringify([code, text, location]));
  const first = new Map(places.map((place, index) => [place, index] as const).toReversed());
  return errors.filter((_, index) => first.get(places[index] ?? '') === index);
}

/** What ShellCheck says, where a rule that was asked for wants to hear it. */
async function scriptJudge(
  { rules, scripts }: RunnableFamily,
  files: readonly SourceFile[],
  { wanted, options }: { readonly wanted: readonly Standard[]; readonly options: CheckOptions },
): Promise<ScriptJudge | undefined> {
  const asks = rules.some((rule) => {
    const { shellcheck: level } = rule;
    return level !== undefined && wanted.some(({ has }) => has(rule) && has({ ...rule, level }));
  });
  if (!asks || scripts === undefined) return undefined;
  return askShellCheck(files.flatMap(scripts), options.environment ?? surroundings().environment);
}

/** The version that a standard is asked for in, as an option of those of its rules that have versions. */
function versionsOf(
  { rules }: RunnableFamily,
  wanted: readonly Standard[],
): Readonly<Record<string, Readonly<Record<string, OptionValue>>>> {
  const rows = wanted.flatMap(({ has, version }) =>
    version === undefined
      ? []
      : rules
          .filter((rule) => rule.options?.['version'] !== undefined && has(rule))
          .map(({ id }) => [id, { version }] as const),
  );
  return Object.fromEntries(rows);
}

function userRulesIn(path: string): readonly UserRule[] {
  const text = readTextFile(path, limits.text_bytes.value);
  if (text !== undefined) return readUserRules({ path, text });
  throw new CheckError('CHECK_RULE_INVALID', {
    en: `Cannot read the rules in "${path}": there is no such file`,
    'zh-CN': `无法读取规则文件“${path}”：文件不存在`,
  });
}

interface Claimed {
  readonly claimed: ReadonlyMap<FamilyRow, readonly SourceFile[]>;
  readonly problems: readonly ReportError[];
}

/** Which family reads which file. A file that the user named and that nobody knows is an error. */
function claimedBy(sources: readonly CheckSource[], as: string | undefined): Claimed {
  const claimed = new Map<FamilyRow, SourceFile[]>();
  const problems: ReportError[] = [];
  const forced = as === undefined ? undefined : familyNamed(as);
  for (const source of sources) {
    const { path, named } = source;
    const sure = forced ?? (source.as === undefined ? undefined : familyNamed(source.as));
    const rows = sure === undefined ? families.filter((row) => row.named(path)) : [sure];
    if (rows.length === 0 && !named) continue;
    try {
      const text = source.read();
      const readers = sure === undefined ? rowsFor(rows, { text, named }) : rows;
      if (readers.length === 0 && named) throw unknownKind(path, text);
      for (const row of readers) {
        const files = claimed.get(row);
        if (files === undefined) claimed.set(row, [{ path, text }]);
        else files.push({ path, text });
      }
    } catch (error) {
      const location = { file: { path } };
      problems.push({ ...problemOf(error), location });
    }
  }
  return { claimed, problems };
}

/** A named file whose name tells nothing is tried by its content. */
function rowsFor(
  rows: readonly FamilyRow[],
  { text, named }: { readonly text: string; readonly named: boolean },
): readonly FamilyRow[] {
  const sure = rows.filter((row) => row.holds === undefined || row.holds(text));
  if (sure.length > 0 || !named) return sure;
  return families.filter((row) => (row.looks ?? row.holds)?.(text) === true);
}

function familyNamed(id: string): FamilyRow {
  const row = families.find((one) => one.id === id);
  if (row !== undefined) return row;
  const names = families.map((one) => one.id).join(', ');
  throw new CheckError('CHECK_UNKNOWN_KIND', {
    en: `Cannot check as "${id}": there is no such kind of configuration, wanted one of ${names}`,
    'zh-CN': `--as 的值“${id}”无效：没有这类配置，应为 ${names} 之一`,
  });
}

function unknownKind(path: string, text: string): CheckError {
  const empty = text.trim() === '';
  const found = empty ? 'it is empty' : 'neither name nor content tells what it is';
  const chinese = empty ? '文件为空' : '从名称和内容都看不出是哪类配置';
  const names = families.map(({ id }) => id).join(', ');
  return new CheckError('CHECK_UNKNOWN_KIND', {
    en: `Cannot check "${path}": ${found}, wanted one of ${names} (or --as KIND)`,
    'zh-CN': `无法检查“${path}”：${chinese}，应为 ${names} 之一（或用 --as 指明）`,
  });
}

/** The report that the answers of families are. */
export function reportOf(runs: readonly RunResult[], subject: Subject, now: Date): Report {
  const ignores = runs.flatMap((run) => run.ignores);
  const { faults, closed } = joinLayers(
    runs.flatMap((run) => run.faults),
    runs.flatMap(({ decisions = [] }) => decisions),
  );
  const { findings, suppressed, notes } = applyInlineIgnores(faults, ignores, now);
  return {
    subject,
    status: 'complete',
    scanners: ['misconfig'],
    errors: runs.flatMap(errorsOf),
    packages: [],
    findings,
    suppressed: [...suppressed, ...closed.map(closedFinding)],
    checks: runs.flatMap(({ results }) => results.map(checkResultOf)),
    coverage: [],
    notes: [...notes, ...runs.flatMap((run) => run.notes ?? [])],
  };
}

/** A finding that what lies above it ends; who does so is told. */
function closedFinding({ fault, decision }: JoinedFaults['closed'][number]): Finding {
  const { path = '', startLine = 1 } = decision.by.file ?? {};
  const { reason } = decision;
  return {
    ...findingOf(fault),
    suppressed: { by: 'option', reason, source: `${path}:${startLine}` },
  };
}

const unanswered: Text = {
  en: 'Cannot judge "{subject}" by {rule}: {why}',
  'zh-CN': '无法按 {rule} 检查“{subject}”：{why}',
};

/** What was not read, and questions of rules that got no answer. */
function errorsOf({ unread, results }: RunResult): readonly ReportError[] {
  const files = unread.map(errorOf);
  const told = new Set(unread.map(({ text }) => text));
  const rules = results
    .filter(
      ({ result, evidence }) =>
        result === 'could-not-read' && !evidence.some(({ en }) => told.has(en)),
    )
    .map(({ rule, subject, evidence }) => ({
      code: 'CHECK_NO_ANSWER',
      ...problemText(
        filled(unanswered, { subject, rule: rule.id, why: joined(evidence, semicolon) }),
      ),
    }));
  return [...files, ...rules];
}

function subjectOf(paths: readonly string[]): Subject {
  return { kind: 'file', name: paths.join(' ') };
}

/** "No fault" must not read as "nothing to harden": how many rules `strict` asks beyond the default. */
async function stricter(rows: readonly FamilyRow[]): Promise<readonly ReportNote[]> {
  const all = (await Promise.all(rows.map((row) => row.load()))).flatMap(({ rules }) => rules);
  const count = all.filter(({ level }) => level === 'strict').length;
  if (count === 0) return [];
  const text = `By default only what is dangerous counts; --standard strict asks ${count} more rules`;
  return [{ id: 'check.strict', params: { count }, text }];
}

function nothing(paths: readonly string[]): ReportNote {
  const names = paths.join(', ');
  const text = `No configuration that can be judged was found in ${names}`;
  return { id: 'check.nothing', params: { paths: names }, text };
}
