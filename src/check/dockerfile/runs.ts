import type { Dockerfile, Stage } from '../../formats/dockerfile/stages.ts';
import type { Instruction, SourcedText, Span, Word } from '../../formats/dockerfile/syntax.ts';
import { parseShell } from '../../formats/shell.ts';
import type { ShellCommand, ShellWord } from '../../formats/shell.ts';
import { interpreterOf } from './scripts.ts';
import { posixShells, programName, shellsOf } from './shells.ts';
import { append } from '../../model/append.ts';

/** A word of a command with its place in the Dockerfile. */
export interface Argument extends Span {
  /** Quotes taken off; variables as written. */
  readonly text: string;
  readonly literal: boolean;
}

/** A RUN and what it runs. */
export interface Run {
  readonly stage: Stage;
  readonly instruction: Instruction;
  /** Empty when it is not a POSIX shell that reads it. */
  readonly commands: readonly Command[];
  /** The script could not be read to its end: nothing may be concluded from what is missing. */
  readonly open: boolean;
  /** Name of the shell that runs it: `sh`, `bash`, `powershell`; the program itself for the JSON form. */
  readonly shell: string;
}

/** A simple command of a RUN. */
export interface Command extends Span {
  readonly run: Run;
  /** Position among the commands of the RUN. */
  readonly index: number;
  /** Last part of the program's path; `sudo`, `env` and their like are looked through. */
  readonly name: string;
  readonly nameWord: Argument;
  readonly args: readonly Argument[];
  /** Programs that were looked through. */
  readonly wrappers: readonly Argument[];
  readonly assignments: readonly Argument[];
  readonly shell: ShellCommand | undefined;
}

/** Every RUN of a file with its commands. */
export function runsOf(file: Dockerfile): readonly Run[] {
  const shells = shellsOf(file);
  return file.stages.flatMap((stage) => {
    const runs: Run[] = [];
    for (const outer of stage.instructions) {
      const instruction = outer.inner ?? outer;
      if (instruction.keyword === 'RUN')
        runs.push(runOf(stage, instruction, shells.get(instruction) ?? 'sh'));
    }
    return runs;
  });
}

function runOf(stage: Stage, instruction: Instruction, shell: string): Run {
  const commands: Command[] = [];
  let open = false;
  const run = { stage, instruction, commands, shell };
  for (const script of scriptsOf(instruction, shell)) {
    if (Array.isArray(script)) {
      const command = commandOf(run, { words: script, assignments: [], shell: undefined });
      if (command !== undefined) commands.push(command);
      continue;
    }
    const { text, origin } = script as SourcedText;
    const parsed = parseShell(text);
    open ||= parsed.fault !== undefined;
    for (const shell of parsed.commands) {
      const argument = (word: ShellWord): Argument => ({
        text: word.text,
        literal: word.literal,
        start: origin(word.start),
        end: word.end > word.start ? origin(word.end - 1) + 1 : origin(word.start),
      });
      const words = [...(shell.name === undefined ? [] : [shell.name]), ...shell.args].map(
        argument,
      );
      const assignments = shell.assignments.map(argument);
      const command = commandOf(run, { words, assignments, shell });
      if (command !== undefined) commands.push(command);
    }
  }
  return Object.assign(run, { open });
}

/** What a RUN gives to a shell, and what it runs without one. */
function scriptsOf(
  { json, words, heredocs, argument }: Instruction,
  shell: string,
): readonly (SourcedText | readonly Argument[])[] {
  if (json) {
    const [program, flag, script] = words;
    const inner =
      /^-[a-z]*c$/.test(flag?.text ?? '') && posixShells.has(programName(program?.text ?? ''));
    if (inner && script !== undefined) return [{ text: script.text, origin: () => script.start }];
    // A program with its first arguments in one text does not exist; what is meant is plain.
    const split = words.flatMap((word, at) =>
      (at === 0 ? word.text.split(' ') : [word.text]).map((text) => ({ ...word, text })),
    );
    return [split.map((word) => ({ ...word, literal: true }))];
  }
  if (!posixShells.has(shell)) return [];
  const [first] = heredocs;
  // `RUN <<EOF` hands the document to the shell, unless its first line names another program.
  if (first === undefined || !/^\d*<</.test(argument.text)) return [argument];
  const { text, start } = first.content;
  const program = interpreterOf(text);
  if (program !== undefined && !posixShells.has(program)) return [];
  return [{ text, origin: (offset) => start + offset }];
}

/** Programs that run the command behind them, with the options of theirs that take a value. */
const wrappers: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['sudo', new Set(['-u', '-g', '-h', '-p', '-C', '-r', '-t', '-U', '--user', '--group'])],
  ['env', new Set(['-u', '-C', '-S', '--unset', '--chdir'])],
  ['exec', new Set(['-a'])],
  ['command', new Set<string>()],
  ['eatmydata', new Set<string>()],
  ['nice', new Set(['-n'])],
  ['ionice', new Set(['-c', '-n'])],
  ['nohup', new Set<string>()],
  ['timeout', new Set(['-s', '-k'])],
  ['gosu', new Set<string>()],
  ['su-exec', new Set<string>()],
]);

interface Parts {
  readonly words: readonly Argument[];
  readonly assignments: readonly Argument[];
  readonly shell: ShellCommand | undefined;
}

function commandOf(
  run: Omit<Run, 'open'>,
  { words, assignments, shell }: Parts,
): Command | undefined {
  const through: Argument[] = [];
  const sets = [...assignments];
  let at = 0;
  for (;;) {
    const word = words[at];
    if (word === undefined) break;
    const valued = wrappers.get(programName(word.text));
    if (valued === undefined) break;
    const behind = skipOptions(words, at + 1, valued);
    // `env` alone prints, `command -v x` asks: they run nothing.
    if (words[behind] === undefined || /^-[vV]$/.test(words[at + 1]?.text ?? '')) break;
    through.push(word);
    at = behind + (takesOperand.has(programName(word.text)) ? 1 : 0);
    for (; /^[A-Za-z_]\w*=/.test(words[at]?.text ?? ''); at += 1)
      append(sets, words.slice(at, at + 1));
  }
  const nameWord = words[at] ?? through.pop();
  if (nameWord === undefined) return undefined;
  // `python -m pip` is pip.
  const module = /^python[\d.]*$/.test(programName(nameWord.text)) && words[at + 1]?.text === '-m';
  const args = words.slice(at + (module ? 3 : 1));
  const name = programName((module ? words[at + 2] : nameWord)?.text ?? '');
  const start = words[0]?.start ?? nameWord.start;
  const end = args.at(-1)?.end ?? nameWord.end;
  return {
    run: run as Run,
    index: run.commands.length,
    name,
    nameWord,
    args,
    wrappers: through,
    assignments: sets,
    shell,
    start,
    end,
  };
}

const takesOperand: ReadonlySet<string> = new Set(['timeout', 'gosu', 'su-exec']);

function skipOptions(
  words: readonly Argument[],
  from: number,
  valued: ReadonlySet<string>,
): number {
  let at = from;
  while (words[at]?.text.startsWith('-') === true) at += valued.has(words[at]?.text ?? '') ? 2 : 1;
  return at;
}

/** Words as arguments, for instructions other than RUN. */
export function argumentsOf(words: readonly Word[]): readonly Argument[] {
  return words.map((word) => ({ ...word, literal: !word.text.includes('$') }));
}
