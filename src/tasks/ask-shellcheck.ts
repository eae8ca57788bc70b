import { join } from 'node:path';
import type { Remark, Script, ScriptAnswer, ScriptJudge } from '../check/scripts.ts';
import { parseJsonBytes } from '../formats/json-members.ts';
import { listOf, numberOf, objectOf, textOf } from '../formats/json-values.ts';
import { writeCopy } from '../io/artifact.ts';
import { systemClock } from '../io/clock.ts';
import { runProgram } from '../io/run-program.ts';
import { temporaryFolder } from '../io/spool.ts';
import { errorWords, printable } from '../model/index.ts';
import type { Environment } from './render-charts.ts';
import { append } from '../model/append.ts';

/** Scripts for one start of the program: what a hostile one costs is lost for these alone. */
const together = 64;
/** Milliseconds for one start, and for all of a run. An ordinary script takes five. */
const longest = 30_000;
const longestOfAll = 300_000;
/** Bytes that one start may answer; 64 ordinary scripts answer 100 kB. */
const mostAnswered = 16 * 2 ** 20;

/**
 * What ShellCheck makes no sense of here: files that a script reads in are in the image, and the
 * dialect of Alpine's shell is set on purpose.
 */
const senseless = [1090, 1091, 2187];

/** What busybox's shell takes beyond dash, built as Alpine builds it (ASH_BASH_COMPAT). */
const busybox = [
  3001, 3003, 3010, 3014, 3015, 3018, 3020, 3036, 3037, 3039, 3040, 3045, 3046, 3051, 3057, 3060,
];

/** What stands above each script in its file. */
const headLines = 2;

/**
 * Asks the user's own ShellCheck about scripts. They are handed over as files in a folder of our own
 * and are never run; equal ones are asked about once.
 */
export async function askShellCheck(
  scripts: readonly Script[],
  environment: Environment,
): Promise<ScriptJudge> {
  const wanted = [...new Map(scripts.map((script) => [keyOf(script), script])).values()];
  const answers = new Map<string, ScriptAnswer>();
  const end = systemClock.now() + longestOfAll;
  for (let at = 0; at < wanted.length; at += together) {
    const part = wanted.slice(at, at + together);
    try {
      if (systemClock.now() > end) throw new Error('the time for all scripts is used up');
      for (const [script, remarks] of await remarksOn(part, environment))
        answers.set(keyOf(script), { remarks });
    } catch (error) {
      if (isAbsent(error)) return { state: 'absent', first: wanted[0]?.path ?? '' };
      const { en, 'zh-CN': chinese } = errorWords(error);
      const failure = {
        en: `ShellCheck did not answer: ${en}`,
        'zh-CN': `ShellCheck 没有给出结果：${chinese}`,
      };
      for (const script of part) answers.set(keyOf(script), { failure });
    }
  }
  const unasked: ScriptAnswer = {
    failure: {
      en: 'ShellCheck was not asked about this script',
      'zh-CN': '未用 ShellCheck 检查该脚本',
    },
  };
  return { state: 'answered', of: (script) => answers.get(keyOf(script)) ?? unasked };
}

function keyOf({ dialect, text, variables }: Script): string {
  return `${dialect}\n${variables.join(' ')}\n${text}`;
}

function isAbsent(error: unknown): boolean {
  return objectOf(error instanceof Error ? error.cause : undefined)['code'] === 'ENOENT';
}

async function remarksOn(
  scripts: readonly Script[],
  environment: Environment,
): Promise<ReadonlyMap<Script, readonly Remark[]>> {
  const folder = temporaryFolder(environment);
  try {
    const files = new Map(scripts.map((script, at) => [join(folder.path, `${at}.sh`), script]));
    for (const [path, script] of files) writeCopy(path, Buffer.from(fileOf(script)));
    const { output, exitCode, errors } = await runProgram({
      program: 'shellcheck',
      // No settings of the user's: two machines have to give the same answer.
      arguments: ['--norc', '--format=json1', '--severity=style', '--', ...files.keys()],
      input: '',
      timeout: longest,
      maxBytes: mostAnswered,
      environment: { PATH: environment['PATH'], HOME: folder.path, LC_ALL: 'C.UTF-8' },
      keepErrors: true,
    });
    // 1 is "there are remarks"; above it something was not looked at.
    if (exitCode > 1) throw new Error(`it ended with ${exitCode}: ${errors.slice(0, 300)}`);
    return readRemarks(output, files);
  } finally {
    folder.remove();
  }
}

/** A script with its dialect and what is set around it; always `headLines` more lines. */
function fileOf({ dialect, text, variables }: Script): string {
  const off = [...senseless, ...(dialect === 'busybox' ? busybox : [])].map((code) => `SC${code}`);
  const shell = dialect === 'busybox' ? 'dash' : dialect;
  const head = `# shellcheck shell=${shell} disable=${[...off, ...disabledIn(text)].join(',')}`;
  // A number, so that nobody asks for quotes around it: lists of packages are meant to be split.
  const set = variables.map((name) => `${name}=1`).join(' ');
  return `${head}\n${set === '' ? ':' : `export ${set}`}\n${text}\n`;
}

/** A comment above the first command speaks of the whole script; here it has lines above it. */
function disabledIn(text: string): readonly string[] {
  const codes: string[] = [];
  for (const line of text.split('\n', 50)) {
    if (!/^[ \t]*(?:#|$)/.test(line)) break;
    const found = /^[ \t]*# ?shellcheck +disable=((?:SC\d{4},?)+)/.exec(line.slice(0, 2000));
    append(
      codes,
      (found?.[1] ?? '').split(',').filter((code) => code !== ''),
    );
  }
  return codes;
}

const levels: ReadonlySet<string> = new Set(['error', 'warning', 'info', 'style']);

/** @throws {FormatError} when it is not what ShellCheck writes. */
function readRemarks(
  output: string,
  files: ReadonlyMap<string, Script>,
): ReadonlyMap<Script, readonly Remark[]> {
  const remarks = new Map([...files.values()].map((script): [Script, Remark[]] => [script, []]));
  const starts = new Map([...files.values()].map((script) => [script, lineStarts(script.text)]));
  const document = objectOf(parseJsonBytes(Buffer.from(output), 'the answer of ShellCheck'));
  if (!Array.isArray(document['comments'])) throw new Error('it wrote no list of comments');
  for (const item of listOf(document['comments'])) {
    const comment = objectOf(item);
    const script = files.get(textOf(comment['file']) ?? '');
    const level = textOf(comment['level']) ?? '';
    if (script === undefined || !levels.has(level)) throw new Error('it wrote an unknown comment');
    const lines = starts.get(script) ?? [];
    const at = (line: string, column: string): number | undefined =>
      offsetOf(script.text, lines, {
        line: (numberOf(comment[line]) ?? 0) - headLines,
        column: numberOf(comment[column]) ?? 1,
      });
    const start = at('line', 'column');
    // What stands above the script is ours.
    if (start === undefined) continue;
    remarks.get(script)?.push({
      code: `SC${numberOf(comment['code']) ?? 0}`,
      level: level as Remark['level'],
      text: printable((textOf(comment['message']) ?? '').slice(0, 1000)),
      start,
      end: Math.max(start, at('endLine', 'endColumn') ?? start),
    });
  }
  return remarks;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Columns count characters, offsets UTF-16 units. */
function offsetOf(
  text: string,
  lines: readonly number[],
  { line, column }: { readonly line: number; readonly column: number },
): number | undefined {
  let at = lines[line - 1];
  if (at === undefined) return undefined;
  const end = lines[line] ?? text.length;
  for (let left = column - 1; left > 0 && at < end; left -= 1)
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}
