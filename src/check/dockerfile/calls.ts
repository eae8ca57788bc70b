import type { Argument, Command } from './runs.ts';
import type { DockerfileView } from './view.ts';

/** A program with subcommands, as its command line is read. */
export interface Program {
  readonly names: ReadonlySet<string>;
  /** Options whose value is the next word. */
  readonly valued: ReadonlySet<string>;
}

/** A call of a program: `apt-get -y install curl`. */
export interface Call {
  readonly command: Command;
  /** First word that is no option: `install`. */
  readonly verb: string;
  readonly verbWord: Argument;
  /** Options before and after the verb, without their values; `-yq` counts as `-y` and `-q` too. */
  readonly options: ReadonlySet<string>;
  /** Values of options, `--name=value` and `--name value` alike. */
  readonly values: ReadonlyMap<string, string>;
  /** Words behind the verb that are no options. */
  readonly operands: readonly Argument[];
}

/** Makes a program from its names and its options that take a value. */
export function program(names: string, valued = ''): Program {
  const split = (text: string): ReadonlySet<string> => new Set(text.split(' ').filter(Boolean));
  return { names: split(names), valued: split(valued) };
}

/** A command as a call of the program; undefined when it is another or has no verb. */
export function callOf(command: Command, { names, valued }: Program): Call | undefined {
  if (!names.has(command.name)) return undefined;
  const options = new Set<string>();
  const values = new Map<string, string>();
  const operands: Argument[] = [];
  let verbWord: Argument | undefined;
  for (let at = 0; at < command.args.length; at += 1) {
    const word = command.args[at];
    if (word === undefined) break;
    const { text } = word;
    if (text.startsWith('-') && text !== '-') {
      const equals = text.indexOf('=');
      const name = equals > 0 ? text.slice(0, equals) : text;
      options.add(name);
      if (equals > 0) values.set(name, text.slice(equals + 1));
      else if (valued.has(name)) values.set(name, command.args[(at += 1)]?.text ?? '');
      else if (/^-[A-Za-z]{2,8}$/.test(text))
        for (const letter of text.slice(1)) options.add(`-${letter}`);
    } else if (verbWord === undefined) verbWord = word;
    else operands.push(word);
  }
  if (verbWord === undefined) return undefined;
  return { command, verb: verbWord.text, verbWord, options, values, operands };
}

/** Every call of the program in a file, in order. */
export function callsOf(
  view: DockerfileView,
  wanted: Program,
  ...verbs: readonly string[]
): readonly Call[] {
  return view
    .runs()
    .flatMap(({ commands }) => commands)
    .flatMap((command) => {
      const call = callOf(command, wanted);
      return call !== undefined && (verbs.length === 0 || verbs.includes(call.verb)) ? [call] : [];
    });
}

/** Whether the call has one of the options. */
export function has({ options }: Call, ...names: readonly string[]): boolean {
  return names.some((name) => options.has(name));
}
