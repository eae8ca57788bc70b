import { UsageError } from './errors.ts';
import type { OptionSpec, OptionValues } from './spec.ts';

/** Values as a source gives them: text, several texts, or a switch. */
export type RawValue = string | readonly string[] | boolean;

/** One source of option values; earlier sources win. */
export interface ValueSource {
  readonly origin: 'flag' | 'environment' | 'file';
  /** The file, where it is one. */
  readonly path?: string;
  readonly get: (spec: OptionSpec) => RawValue | undefined;
}

interface Resolved {
  readonly values: readonly string[];
  readonly origin: 'flag' | 'environment' | 'file' | 'default';
}

/** `skip-dirs` -> `PLIMSOLL_SKIP_DIRS`. */
export function environmentName(option: string): string {
  return `PLIMSOLL_${option.toUpperCase().replaceAll('-', '_')}`;
}

/** Reads options from the environment. An empty variable counts as absent. */
export function environmentSource(
  environment: Readonly<Record<string, string | undefined>>,
): ValueSource {
  return {
    origin: 'environment',
    get: (spec) => {
      const value = environment[environmentName(spec.name)];
      return value === undefined || value === '' ? undefined : value;
    },
  };
}

/** Joins the sources: flags over environment over file over default, each value checked. */
export function resolveOptions(
  specs: readonly OptionSpec[],
  sources: readonly ValueSource[],
): OptionValues {
  const resolved = new Map<string, Resolved>();
  for (const spec of specs) {
    const value = resolve(spec, sources);
    if (value !== undefined) resolved.set(spec.name, value);
  }
  return {
    text: (name) => resolved.get(name)?.values.at(-1),
    flag: (name) => resolved.get(name)?.values.at(-1) === 'true',
    list: (name) => resolved.get(name)?.values ?? [],
    origin: (name) => resolved.get(name)?.origin,
  };
}

function resolve(spec: OptionSpec, sources: readonly ValueSource[]): Resolved | undefined {
  for (const source of sources) {
    const raw = source.get(spec);
    if (raw === undefined) continue;
    const values =
      spec.value === undefined ? [switchValue(spec, raw, source)] : valuesOf(spec, raw, source);
    return { values, origin: source.origin };
  }
  return spec.default === undefined ? undefined : { values: [spec.default], origin: 'default' };
}

function switchValue(spec: OptionSpec, raw: RawValue, source: ValueSource): string {
  const text = String(raw).toLowerCase();
  if (['true', '1', 'yes', 'on'].includes(text)) return 'true';
  if (['false', '0', 'no', 'off'].includes(text)) return 'false';
  throw wrongValue(spec, text, source, 'true or false');
}

function valuesOf(spec: OptionSpec, raw: RawValue, source: ValueSource): string[] {
  if (typeof raw === 'boolean') throw wrongValue(spec, String(raw), source, `a ${spec.value}`);
  const given = typeof raw === 'string' ? [raw] : [...raw];
  // A format may carry a file name and a file name may hold a comma, so only plain lists are split.
  const values =
    spec.choices !== undefined || spec.value === 'LIST'
      ? given.flatMap((text) => text.split(','))
      : spec.value === 'GLOB'
        ? globsOf(given, raw, source)
        : given;
  return values.map((text) => choiceOf(spec, text.trim(), source));
}

/** Each glob; an item of a list in a file is one already. */
function globsOf(given: readonly string[], raw: RawValue, source: ValueSource): readonly string[] {
  return source.origin === 'file' && typeof raw !== 'string' ? given : given.flatMap(globsIn);
}

/** Globs parted by commas, as Trivy takes them; a comma between braces belongs to its glob. */
function globsIn(text: string): readonly string[] {
  const globs = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '{') depth += 1;
    else if (character === '}') depth = Math.max(0, depth - 1);
    if (character === ',' && depth === 0) globs.push('');
    else globs.push(`${globs.pop() ?? ''}${character}`);
  }
  return globs;
}

function choiceOf(spec: OptionSpec, text: string, source: ValueSource): string {
  if (text === '') throw wrongValue(spec, text, source, `a ${spec.value}`);
  if (spec.choices === undefined) return text;
  const found = spec.choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
  if (found === undefined) throw wrongValue(spec, text, source, spec.choices.join(', '));
  return found;
}

function wrongValue(
  spec: OptionSpec,
  text: string,
  source: ValueSource,
  wanted: string,
): UsageError {
  const name =
    source.origin === 'environment'
      ? environmentName(spec.name)
      : source.origin === 'file'
        ? `"${spec.name}" of ${source.path ?? 'the configuration file'}`
        : `--${spec.name}`;
  return new UsageError('USAGE_OPTION', {
    en: `Cannot use ${name} "${text}": wanted ${wanted}`,
    'zh-CN': `${name} 的值“${text}”无效：应为 ${wanted}`,
  });
}

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `90s`, `5m`, `1h30m`, `7d` in milliseconds. */
export function durationOf(name: string, text: string): number {
  const parts = [...text.matchAll(/(?<!\d)(\d+(?:\.\d+)?)(ms|[smhd])/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text) {
    throw new UsageError('USAGE_OPTION', {
      en: `Cannot use --${name} "${text}": wanted a duration such as 90s, 5m or 7d`,
      'zh-CN': `--${name} 的值“${text}”无效：应为时长，例如 90s、5m 或 7d`,
    });
  }
  return parts.reduce((sum, part) => sum + Number(part[1]) * (units[part[2] ?? ''] ?? 0), 0);
}

/** A whole number of an option, between `least` and `most`. */
export function numberOf(
  name: string,
  text: string,
  range: { least: number; most: number },
): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < range.least || value > range.most) {
    throw new UsageError('USAGE_OPTION', {
      en: `Cannot use --${name} "${text}": wanted a whole number from ${range.least} to ${range.most}`,
      'zh-CN': `--${name} 的值“${text}”无效：应为 ${range.least} 到 ${range.most} 的整数`,
    });
  }
  return value;
}

/** An RFC 3339 time or date, or seconds since 1970, in milliseconds. */
export function timeOf(name: string, text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (!Number.isFinite(value)) {
    throw new UsageError('USAGE_OPTION', {
      en: `Cannot use --${name} "${text}": wanted a time such as 2026-08-16 or 2026-08-16T12:00:00Z`,
      'zh-CN': `--${name} 的值“${text}”无效：应为时间，例如 2026-08-16 或 2026-08-16T12:00:00Z`,
    });
  }
  return value;
}
