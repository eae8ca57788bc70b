import { Command, CommanderError, Option } from 'commander';

import { descriptorSink } from '../io/console.ts';
import { standardFolders } from '../io/folders.ts';
import { interruption, surroundings } from '../io/process.ts';
import type { Surroundings } from '../io/process.ts';
import { errorCode, problemOf } from '../model/index.ts';
import { format } from '../model/messages/table.ts';
import { commands, doctor } from './commands/index.ts';
import { configurationSource } from './configuration.ts';
import { problemLine } from './error-words.ts';
import { UsageError } from './errors.ts';
import { commandHelp, mainHelp, sentence } from './help.ts';
import { languageNamed, languageOf } from './language.ts';
import { leadingOptions, ledLast } from './leading-options.ts';
import { generalOptions } from './option-table.ts';
import { durationOf, environmentSource, resolveOptions } from './options.ts';
import type { RawValue, ValueSource } from './options.ts';
import type { CommandSpec, Language, OptionSpec } from './spec.ts';
import type { Translated } from './trivy/translate.ts';

/** What a command line asks for. */
interface Invocation {
  readonly path: readonly string[];
  readonly spec: CommandSpec;
  readonly arguments: readonly string[];
  readonly flags: ReadonlyMap<string, RawValue>;
}

/**
 * Runs one command line and returns the exit code of the contract. `finished` is called when a
 * command has done its work, whatever it found.
 */
export async function main(
  version: string,
  finished: () => void = () => undefined,
): Promise<number> {
  const called = surroundings();
  const lang = languageOf(called.arguments, called.environment);
  const stderr = descriptorSink(2);
  let around = called;
  try {
    const trivy = await trivyLine(called);
    if (trivy !== undefined) {
      const { words, environment, idle } = trivy;
      around = { ...called, arguments: words, environment };
      if (idle.length > 0 && !words.includes('--quiet')) tellIdle(idle, lang);
    }
    const invocation = parse(around.arguments, lang, version);
    const code =
      typeof invocation === 'number'
        ? invocation
        : await run(invocation, { around, lang, version, finished });
    return trivy?.exitCode(code) ?? code;
  } catch (error) {
    const line = await problemLine(problemOf(error), lang);
    stderr.write(`${format(sentence('error.line', lang), { line })}\n`);
    if (await wantsDebug(around))
      stderr.write(`${error instanceof Error ? (error.stack ?? '') : ''}\n`);
    stderr.end();
    return trivyWords(called) === undefined ? exitCodeOf(error) : 1;
  }
}

/** What stands behind `plimsoll trivy`, or behind the program when it goes by that name. */
function trivyWords({ arguments: words, names }: Surroundings): readonly string[] | undefined {
  if (words[0] === 'trivy') return words.slice(1);
  return names.includes('trivy') ? words : undefined;
}

function tellIdle(flags: readonly string[], lang: Language): void {
  const sink = descriptorSink(2);
  sink.write(`${format(sentence('trivy.idle', lang), { flags: flags.join(', ') })}\n`);
  sink.end();
}

/** The command line as Trivy reads it; undefined when it is not meant so. */
async function trivyLine(called: Surroundings): Promise<Translated | undefined> {
  const words = trivyWords(called);
  if (words === undefined) return undefined;
  const { fromTrivy } = await import('./trivy/translate.ts');
  const { readTrivyConfiguration: configuration } = await import('../tasks/trivy-configuration.ts');
  return fromTrivy(words, { environment: called.environment, configuration, commands });
}

/** The exit code of a failure: wrong usage, a database that is not there, or work that failed. */
function exitCodeOf(error: unknown): number {
  if (isUsage(error)) return 2;
  return errorCode(error) === 'DATABASE_MISSING' ? 4 : 3;
}

/** Wrong usage wherever it was noticed: options, configuration files, ignore files. */
function isUsage(error: unknown): boolean {
  return error instanceof UsageError || usageCodes.has(errorCode(error));
}

const usageCodes: ReadonlySet<string> = new Set([
  'CHECK_RULE_INVALID',
  'CHECK_UNKNOWN_KIND',
  'CHECK_UNKNOWN_RULE',
  'CHECK_UNKNOWN_STANDARD',
  'FEED_UNKNOWN',
  'IGNORE_FILE_INVALID',
  'IMAGE_SOURCE',
  'REPOSITORY_REFERENCE',
  'REPORT_TEMPLATE',
  'TEMPLATE_INVALID',
  'VEX_INVALID',
]);

/** Asked of every source again, because what failed may be the command line. */
async function wantsDebug({ arguments: words, environment }: Surroundings): Promise<boolean> {
  if (words.includes('--debug') || words.includes('-d')) return true;
  try {
    return (await valuesOf({ specs: generalOptions, flags: new Map() }, environment)).flag('debug');
  } catch {
    return false;
  }
}

async function run(
  invocation: Invocation,
  context: { around: Surroundings; lang: Language; version: string; finished: () => void },
): Promise<number> {
  const { around, version } = context;
  const { spec } = invocation;
  const { flags } = invocation;
  const specs = [...spec.options, ...generalOptions];
  const options = await valuesOf({ specs, flags }, around.environment);
  // Only here is the configuration file known; flag and environment were heard before.
  const lang =
    options.origin('lang') === 'file' ? languageNamed(options.text('lang')) : context.lang;
  const timeout = options.text('timeout');
  const { signal, dispose } = interruption(
    timeout === undefined ? undefined : durationOf('timeout', timeout),
  );
  const stdout = descriptorSink(1);
  const stderr = descriptorSink(2);
  try {
    const body = await spec.load?.();
    if (body === undefined)
      throw new UsageError('USAGE_COMMAND', {
        en: `Cannot run "${invocation.path.join(' ')}": wanted one of its commands`,
        'zh-CN': `无法运行“${invocation.path.join(' ')}”：请指定其子命令`,
      });
    const { environment } = around;
    const given = invocation.arguments;
    const code = await body.run({
      arguments: given,
      options,
      lang,
      environment,
      stdout,
      stderr,
      signal,
      version,
      commands,
    });
    stdout.end();
    context.finished();
    return code;
  } catch (error) {
    if (!signal.aborted) throw error;
    stdout.abandon();
    const late = signal.reason instanceof Error && signal.reason.message === 'timeout';
    const said = sentence(late ? 'timeout' : 'interrupted', lang);
    stderr.write(`${format(said, { duration: timeout ?? '' })}\n`);
    return late ? 3 : 130;
  } finally {
    stderr.end();
    dispose();
  }
}

/** Values from the command line, the environment and the configuration file. */
async function valuesOf(
  { specs, flags: given }: { specs: readonly OptionSpec[]; flags: Invocation['flags'] },
  variables: Surroundings['environment'],
): Promise<ReturnType<typeof resolveOptions>> {
  const flags: ValueSource = { origin: 'flag', get: (spec) => given.get(spec.name) };
  const environment = environmentSource(variables);
  const named = resolveOptions(generalOptions, [flags, environment]).text('config');
  const known = new Set(everyOption(commands).map((option) => option.name));
  const folders = standardFolders(variables);
  const file = await configurationSource(named, folders.configuration, known);
  return resolveOptions(specs, [flags, environment, file]);
}

/** Options of all commands: what a configuration file may name. */
function everyOption(specs: readonly CommandSpec[]): readonly OptionSpec[] {
  return [
    ...generalOptions,
    ...specs.flatMap((spec) => [...spec.options, ...everyOption(spec.subcommands ?? [])]),
  ];
}

function parse(words: readonly string[], lang: Language, version: string): Invocation | number {
  const led = leadingOptions(words);
  const given = ledLast(led);
  if (led.rest.length === 0) return { path: [], spec: doctor, arguments: [], flags: led.flags };
  let found: Invocation | undefined;
  const print = (text: string): void => {
    const sink = descriptorSink(1);
    sink.write(text);
    sink.end();
  };
  const root = new Command('plimsoll');
  root.version(`plimsoll ${version}`, '-v, --version');
  root.helpOption('-h, --help').exitOverride().enablePositionalOptions();
  root.configureOutput({ writeErr: () => undefined, writeOut: print });
  root.helpInformation = () => mainHelp(commands, lang, version);
  const named = new Set(given);
  for (const spec of commands)
    addCommand(root, spec, [], {
      lang,
      version,
      words: named,
      found: (invocation) => (found = invocation),
    });
  try {
    root.parse([...given], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help') {
      print(error.message);
      return 2;
    }
    throw usageError(error);
  }
  if (found === undefined)
    throw new UsageError('USAGE_COMMAND', {
      en: `Cannot run "${given.join(' ')}": there is no such command`,
      'zh-CN': `无法运行“${given.join(' ')}”：没有这个命令`,
    });
  return found;
}

function usageError(error: CommanderError): UsageError {
  const text = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  const code = error.code === 'commander.unknownCommand' ? 'USAGE_COMMAND' : 'USAGE_OPTION';
  const words = { en: `Cannot read the command line: ${text}`, 'zh-CN': chineseOf(error) };
  return new UsageError(code, words, { cause: error });
}

/** What is wrong with a command line, by commander's code; commander itself speaks English alone. */
const mistakes: ReadonlyMap<string, string> = new Map([
  ['commander.unknownOption', '没有选项 {name}'],
  ['commander.unknownCommand', '没有命令 {name}'],
  ['commander.missingArgument', '缺少参数 {name}'],
  ['commander.optionMissingArgument', '选项 {name} 缺少值'],
  ['commander.excessArguments', '参数过多'],
]);

function chineseOf({ code, message }: CommanderError): string {
  const [, name = ''] = /'([^']*)'/.exec(message) ?? [];
  const [, meant] = message.split('(Did you mean ').map((part) => part.replace('?)', ''));
  const said = format(mistakes.get(code) ?? message.replace(/^error: /, ''), { name });
  const hint = meant === undefined ? '' : `（是否想用 ${meant.replace(/^one of /, '')}？）`;
  return `无法理解命令行：${said.replaceAll('\n', ' ')}${hint}`;
}

function addCommand(
  parent: Command,
  spec: CommandSpec,
  above: readonly string[],
  context: {
    lang: Language;
    version: string;
    words: ReadonlySet<string>;
    found: (invocation: Invocation) => void;
  },
): void {
  const path = [...above, spec.name];
  const command = parent.command(spec.name).aliases([...(spec.aliases ?? [])]);
  // A command that is not named cannot run: only its name is wanted, for suggestions.
  if (![spec.name, ...(spec.aliases ?? [])].some((name) => context.words.has(name))) return;
  command.exitOverride().helpOption('-h, --help').copyInheritedSettings(parent);
  command.version(`plimsoll ${context.version}`, '-v, --version');
  // Options after `db update` belong to `update`, although `db` knows some of the same names.
  command.enablePositionalOptions();
  command.helpInformation = () => commandHelp(path, spec, context.lang);
  for (const argument of spec.arguments ?? []) {
    const name = argument.variadic === true ? `${argument.name}...` : argument.name;
    command.argument(argument.required ? `<${name}>` : `[${name}]`);
  }
  for (const option of [...spec.options, ...generalOptions])
    command.addOption(commanderOption(option));
  for (const sub of spec.subcommands ?? []) addCommand(command, sub, path, context);
  if (spec.load === undefined) {
    command.allowExcessArguments().action(() => {
      const [unknown] = command.args;
      if (unknown !== undefined) {
        const names = (spec.subcommands ?? []).map((sub) => sub.name).join(', ');
        const text = {
          en: `Cannot run "${[...path, unknown].join(' ')}": wanted one of ${names}`,
          'zh-CN': `无法运行“${[...path, unknown].join(' ')}”：应为 ${names} 之一`,
        };
        throw new UsageError('USAGE_COMMAND', text);
      }
      throw new CommanderError(2, 'commander.help', command.helpInformation());
    });
    return;
  }
  command.action(() => {
    const flags = new Map<string, RawValue>();
    for (const option of [...spec.options, ...generalOptions]) {
      const value: unknown = command.getOptionValue(attribute(option.name));
      if (value !== undefined) flags.set(option.name, value as RawValue);
    }
    context.found({ path, spec, arguments: command.args, flags });
  });
}

function attribute(name: string): string {
  return name.startsWith('no-') ? `switch:${name}` : name;
}

function commanderOption(spec: OptionSpec): Option {
  const short = spec.short === undefined ? '' : `-${spec.short}, `;
  const value = spec.value === undefined ? '' : ` <${spec.value}>`;
  const option = new Option(`${short}--${spec.name}${value}`);
  // Names are kept as written; commander's own "no-" negation would hide --no-progress.
  option.attributeName = () => attribute(spec.name);
  option.negate = false;
  if (spec.repeatable === true) {
    option.argParser((text: string, previous: readonly string[] | undefined) => [
      ...(previous ?? []),
      text,
    ]);
  }
  return option;
}
