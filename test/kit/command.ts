import { commands } from '../../src/cli/commands/index.ts';
import { generalOptions } from '../../src/cli/option-table.ts';
import { resolveOptions } from '../../src/cli/options.ts';
import type { RawValue } from '../../src/cli/options.ts';
import type { CommandSpec, RunCommand } from '../../src/cli/spec.ts';
import type { TextSink } from '../../src/io/console.ts';

/** What a command printed and answered. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function collector(): { sink: TextSink; text: () => string } {
  const parts: string[] = [];
  const sink: TextSink = {
    write: (text) => void parts.push(text),
    closed: () => false,
    end: () => {},
    abandon: () => void parts.splice(0),
  };
  return { sink, text: () => parts.join('') };
}

function specOf(path: readonly string[]): CommandSpec {
  let found: CommandSpec | undefined;
  for (const name of path) {
    found = (found === undefined ? commands : (found.subcommands ?? [])).find(
      (spec) => spec.name === name,
    );
  }
  if (found === undefined) throw new RangeError(`no command "${path.join(' ')}"`);
  return found;
}

/** Runs the body of a command in this process, without a terminal and with an empty environment. */
export async function runCommand(
  path: readonly string[],
  run: RunCommand,
  given: {
    readonly arguments?: readonly string[];
    readonly options?: Readonly<Record<string, RawValue>>;
  },
): Promise<Outcome> {
  const stdout = collector();
  const stderr = collector();
  const flags = given.options ?? {};
  const code = await run({
    arguments: given.arguments ?? [],
    options: resolveOptions(
      [...specOf(path).options, ...generalOptions],
      [{ origin: 'flag', get: (spec) => flags[spec.name] }],
    ),
    lang: 'en',
    environment: {},
    stdout: stdout.sink,
    stderr: stderr.sink,
    signal: new AbortController().signal,
    version: '0.0.0',
    commands,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}
