import type { ShellWord, Stretch } from './shell-words.ts';

/** What stands between a command and the one before it; `(`, `{` and keywords count as `;`. */
export type ShellOperator = '' | '&&' | '||' | ';' | '&' | '|' | '|&';

/** A redirection; `target` of `<<` is the delimiter, and of `2>&1` the `1`. */
export interface ShellRedirect extends Stretch {
  readonly operator: string;
  readonly descriptor?: number;
  readonly target: ShellWord;
  /** Body of a here-document. */
  readonly body?: string;
}

/** One simple command: what finally runs a program or a builtin. */
export interface ShellCommand extends Stretch {
  /** Absent when there are assignments or redirections only. */
  readonly name?: ShellWord;
  readonly args: readonly ShellWord[];
  /** `NAME=value` words before the name. */
  readonly assignments: readonly ShellWord[];
  readonly redirects: readonly ShellRedirect[];
  readonly before: ShellOperator;
  /** Number of the pipeline, the same for all commands that `|` joins. */
  readonly pipeline: number;
  /** Depth of `$(…)`, backquotes and `(…)` around it. */
  readonly depth: number;
}

/** The commands of a script in the order of their first characters. */
export interface ShellScript {
  readonly commands: readonly ShellCommand[];
  /** Why the script could not be read to its end, for instance an open quote. Commands before it are kept. */
  readonly fault?: string;
}

/** How far a command is moved. */
interface Move {
  readonly by: number;
  /** Depth of the place where the inner text stands. */
  readonly depth: number;
  /** Number of the outer pipeline. */
  readonly pipelines: number;
}

/** A command of a text inside another, with its places in the outer one. */
export function movedCommand(command: ShellCommand, { by, depth, pipelines }: Move): ShellCommand {
  const move = <Part extends Stretch>(part: Part): Part => ({
    ...part,
    start: part.start + by,
    end: part.end + by,
  });
  const { name, args, assignments, redirects } = command;
  return {
    ...move(command),
    ...(name === undefined ? {} : { name: move(name) }),
    args: args.map(move),
    assignments: assignments.map(move),
    redirects: redirects.map((one) => ({ ...move(one), target: move(one.target) })),
    depth: command.depth + depth,
    // Negative: numbers of the inner reader must not meet those of this one.
    pipeline: -(pipelines * 1000 + command.pipeline),
  };
}
