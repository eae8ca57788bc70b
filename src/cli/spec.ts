import type { TextSink } from '../io/console.ts';

/** One option of a command. Its help text is the message `option.<name>`. */
export interface OptionSpec {
  /** Long name without dashes; also the key in plimsoll.yaml and, as PLIMSOLL_<NAME>, the environment variable. */
  readonly name: string;
  readonly short?: string;
  /** Placeholder of the value; absent for a switch. */
  readonly value?: string;
  readonly repeatable?: boolean;
  readonly choices?: readonly string[];
  readonly default?: string;
  /** Section of the help screen. */
  readonly group: 'output' | 'gate' | 'scan' | 'image' | 'database' | 'general';
}

/** One command; the code behind it is loaded only when it runs. Its help text is the message `command.<name>`. */
export interface CommandSpec {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly arguments?: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly variadic?: boolean;
  }[];
  readonly options: readonly OptionSpec[];
  readonly subcommands?: readonly CommandSpec[];
  readonly load?: () => Promise<{ readonly run: RunCommand }>;
  /** Lines shown under "Examples", each executed against examples/ by the documentation test where it can be. */
  readonly examples?: readonly string[];
}

/** The body of a command: returns the exit code. */
export type RunCommand = (input: CommandInput) => Promise<number>;

/** Values of options after flags, environment and configuration file are joined. */
export interface OptionValues {
  readonly text: (name: string) => string | undefined;
  readonly flag: (name: string) => boolean;
  readonly list: (name: string) => readonly string[];
  /** Where a value came from, for error sentences. */
  readonly origin: (name: string) => 'flag' | 'environment' | 'file' | 'default' | undefined;
}

/** All that a command gets from outside. */
export interface CommandInput {
  readonly arguments: readonly string[];
  readonly options: OptionValues;
  readonly lang: Language;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly signal: AbortSignal;
  readonly version: string;
  /** Every command there is, for completion and the manual page. */
  readonly commands: readonly CommandSpec[];
}

/** Languages of everything people read. */
export type Language = 'en' | 'zh-CN';
