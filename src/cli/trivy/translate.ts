import { basename } from 'node:path';

import type { CommandSpec } from '../spec.ts';
import { UsageError } from '../errors.ts';
import { generalOptions } from '../option-table.ts';
import { trivyFlags } from './flags.ts';
import type { TrivyFlag } from './flags.ts';

/** Where Trivy's users say what they want, beside the command line. */
export interface TrivyAround {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads the file of `--config` or the usual one; undefined when there is none. */
  readonly configuration: (path: string) => ReadonlyMap<string, readonly string[]> | undefined;
  readonly commands: readonly CommandSpec[];
}

/** A command line of Trivy's in our words. */
export interface Translated {
  readonly words: readonly string[];
  readonly environment: TrivyAround['environment'];
  /** What was asked for and has no meaning here, as the user wrote it. */
  readonly idle: readonly string[];
  /** Trivy's exit code for ours: 0, 1 for whatever failed, or the one that was asked for. */
  readonly exitCode: (code: number) => number;
}

type Values = Map<TrivyFlag, readonly string[]>;

/** Stands for the exit code that the user asked for, which may be one that is refused here. */
const gate = 125;

/** Templates that come with Trivy, and the formats that say the same. */
const templates: ReadonlyMap<string, string> = new Map([
  ['gitlab.tpl', 'gitlab'],
  ['gitlab-codequality.tpl', 'gitlab-codequality'],
  ['junit.tpl', 'junit'],
  ['html.tpl', 'html'],
]);

/**
 * Reads what Trivy's users write: flags go over `TRIVY_…`, which goes over `trivy.yaml`.
 * @throws {UsageError} for a flag that would change what is found and is not built.
 */
export function fromTrivy(given: readonly string[], around: TrivyAround): Translated {
  const { words, values } = parsed(given);
  const [name = ''] = words;
  const command = around.commands.find(
    (one) => one.name === name || one.aliases?.includes(name) === true,
  );
  const written = new Set(values.keys());
  const idle = [...written].filter(({ not }) => not !== undefined).map((flag) => `--${flag.name}`);
  complete(values, around, idle);
  const known = new Set([...(command?.options ?? []), ...generalOptions].map((one) => one.name));
  const code = numberIn(values);
  // A gate that our users expect unasked, and Trivy's do not.
  if (command?.name === 'check') code.words ??= '0';
  const options = [...values]
    .filter(([flag]) => flag.to !== undefined && flag.to !== 'exit-code')
    .filter(([flag]) => written.has(flag) || known.has(flag.to ?? ''))
    .flatMap(([flag, texts]) => optionWords(flag, texts, idle));
  const environment = { ...around.environment };
  for (const [{ variable }, texts] of values)
    if (variable !== undefined) environment[variable] = texts.at(-1);
  return {
    words: [
      ...(words.length === 0 && options.length === 0 ? ['--help'] : words),
      ...withFormat(options),
      ...(code.words === undefined || !known.has('exit-code') ? [] : [`--exit-code=${code.words}`]),
    ],
    environment,
    idle,
    exitCode: (ours) => (ours === gate ? code.asked : ours === 0 || ours === 130 ? ours : 1),
  };
}

/** Flags and the rest. Values are those of the line; a list grows with every time it is given. */
function parsed(given: readonly string[]): { readonly words: string[]; readonly values: Values } {
  const words: string[] = [];
  const values: Values = new Map();
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at] ?? '';
    if (!/^-./.test(word)) {
      words.push(word);
      continue;
    }
    if (word === '--') return { words: [...words, ...given.slice(at)], values };
    const flag = flagOf(word);
    if (flag.not === 'unbuilt') throw unbuilt(word);
    const equals = word.indexOf('=');
    let value = equals === -1 ? undefined : word.slice(equals + 1);
    if (value === undefined && flag.switch !== true) {
      at += 1;
      value = given[at];
      if (value === undefined)
        throw new UsageError(
          'USAGE_OPTION',
          `Cannot use "${word}": found nothing behind it, wanted a value`,
        );
    }
    values.set(flag, [...(values.get(flag) ?? []), value ?? 'true']);
  }
  return { words, values };
}

function flagOf(word: string): TrivyFlag {
  const [name = ''] = word.replace(/^--?/, '').split('=');
  const long = word.startsWith('--');
  const found = trivyFlags.find((one) =>
    long ? one.name === name || one.also?.includes(name) === true : one.short === name,
  );
  if (found !== undefined) return found;
  throw new UsageError(
    'USAGE_OPTION',
    `Cannot use "${word}": found no flag of Trivy's of that name, wanted one that is understood`,
  );
}

function unbuilt(word: string): UsageError {
  return new UsageError(
    'USAGE_OPTION',
    `Cannot use "${word}": what it asks for is not built, wanted a command line without it`,
  );
}

/** Adds what the environment and the file say of flags that the line does not have. */
function complete(values: Values, around: TrivyAround, idle: string[]): void {
  const path = [...values].find(([{ name }]) => name === 'config')?.[1].at(-1);
  const named = path ?? around.environment['TRIVY_CONFIG'];
  const file = around.configuration(named ?? 'trivy.yaml');
  if (file === undefined && named !== undefined)
    throw new UsageError('USAGE_CONFIGURATION', `Cannot read "${named}": the file does not exist`);
  for (const flag of trivyFlags) {
    if (values.has(flag) || flag.name === 'config') continue;
    const variable = [flag.name, ...(flag.also ?? [])]
      .map((one) => `TRIVY_${one.toUpperCase().replaceAll('-', '_')}`)
      .find((one) => (around.environment[one] ?? '') !== '');
    const key = [flag.name, ...(flag.keys ?? [])].find((one) => (file?.get(one) ?? []).length > 0);
    const texts =
      variable === undefined
        ? key === undefined
          ? undefined
          : file?.get(key)
        : [around.environment[variable] ?? ''];
    if (texts === undefined) continue;
    if (flag.not === 'unbuilt') idle.push(variable ?? `"${key}" of ${named ?? 'trivy.yaml'}`);
    else if (flag.not === undefined) values.set(flag, texts);
  }
}

/** The exit code asked for, and the one that stands for it. */
function numberIn(values: Values): { asked: number; words: string | undefined } {
  const texts = [...values].find(([{ name }]) => name === 'exit-code')?.[1];
  const text = texts?.at(-1);
  if (text === undefined) return { asked: 1, words: undefined };
  if (!/^\d{1,3}$/.test(text) || Number(text) > 255)
    throw new UsageError(
      'USAGE_OPTION',
      `Cannot use --exit-code "${text}": wanted a whole number from 0 to 255`,
    );
  return { asked: Number(text), words: Number(text) === 0 ? '0' : String(gate) };
}

function optionWords(flag: TrivyFlag, texts: readonly string[], idle: string[]): readonly string[] {
  const { name, to = name } = flag;
  if (flag.switch === true) {
    const text = (texts.at(-1) ?? '').toLowerCase();
    return ['true', '1', 't'].includes(text) ? [`--${to}`] : [];
  }
  if (name === 'scanners') return scannerWords(texts, idle);
  if (name === 'image-src')
    return texts.map((text) => `--${to}=${text.replaceAll(/\bremote\b/g, 'registry')}`);
  return texts.map((text) => `--${to}=${text}`);
}

/** Licences are not looked for; to say so by an empty list would look for everything. */
function scannerWords(texts: readonly string[], idle: string[]): readonly string[] {
  const all = texts.flatMap((text) => text.split(',')).map((text) => text.trim());
  const left = all.filter((text) => text !== 'license');
  if (left.length === 0 && all.length > 0) throw unbuilt('--scanners license');
  if (left.length < all.length) idle.push('--scanners license');
  return [`--scanners=${left.join(',')}`];
}

/** Trivy's own templates are formats here; a template of the user's stays one. */
function withFormat(options: readonly string[]): readonly string[] {
  const prefix = '--template=@';
  const template = options.find((one) => one.startsWith(prefix));
  const path = template?.slice(prefix.length) ?? '';
  const format = templates.get(basename(path));
  if (format === undefined || !/(?:^|\/)(?:contrib|templates)\//.test(path)) return options;
  return [
    ...options.filter((one) => one !== template && !one.startsWith('--format=')),
    `--format=${format}`,
  ];
}
