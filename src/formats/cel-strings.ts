import type { AddFunction, Spend } from './cel-library.ts';
import { compileRe2 } from './re2.ts';
import type { Re2 } from './re2.ts';

/** Longest text that a function makes; Kubernetes' own objects have a megabyte and a half. */
const mostMade = 4_000_000;

function bounded(length: number): void {
  if (length > mostMade) throw new Error(`a text of ${length} characters is not made`);
}

/** Patterns that were met, compiled; a policy has a handful. */
const known = new Map<string, Re2>();

function patternOf(text: string): Re2 {
  const found = known.get(text);
  if (found !== undefined) return found;
  if (text.length > 10_000) throw new Error('the pattern is too long');
  if (known.size > 1000) known.clear();
  const compiled = compileRe2(text);
  known.set(text, compiled);
  return compiled;
}

/** Every match, none over another; an empty one only where no other ended. */
function matchesOf(text: string, pattern: string, most: number, spend: Spend): readonly string[] {
  const compiled = patternOf(pattern);
  const found: string[] = [];
  let last = -1;
  for (let from = 0; from <= text.length && found.length < most;) {
    const match = compiled.find(text, from, spend);
    if (match === undefined) break;
    const { start, end } = match;
    if (end > start || end !== last) found.push(text.slice(start, end));
    last = end;
    from = end > start ? end : end + 1;
  }
  return found;
}

/** Searches in texts, in time of both lengths: patterns and texts are a stranger's. */
export function registerSearches(add: AddFunction, spend: Spend): void {
  const isFound = (text: string, pattern: string): boolean =>
    patternOf(pattern).find(text, 0, spend) !== undefined;
  // The library's own "matches" backtracks: calls of it are given this name.
  add('string.matchesRe2(string): bool', isFound);
  add('matches(string, string): bool', isFound);
  add('string.find(string): string', (text: string, pattern: string) => {
    const match = patternOf(pattern).find(text, 0, spend);
    return match === undefined ? '' : text.slice(match.start, match.end);
  });
  add('string.findAll(string): list<string>', (text: string, pattern: string) =>
    matchesOf(text, pattern, Infinity, spend),
  );
  add('string.findAll(string, int): list<string>', (text: string, pattern: string, most: bigint) =>
    matchesOf(text, pattern, most < 0n ? Infinity : Number(most), spend),
  );
}

/** Functions of the extended strings of CEL that the library does not have. */
export function registerStrings(add: AddFunction): void {
  add('string.charAt(int): string', (text: string, at: bigint) => {
    const characters = Array.from(text);
    if (at < 0n || at > BigInt(characters.length)) throw new Error(`${at} is out of range`);
    return characters[Number(at)] ?? '';
  });
  add('string.replace(string, string): string', (text: string, from: string, to: string) =>
    replaced(text, [from, to], Infinity),
  );
  add(
    'string.replace(string, string, int): string',
    (text: string, from: string, to: string, most: bigint) =>
      replaced(text, [from, to], most < 0n ? Infinity : Number(most)),
  );
  add('string.reverse(): string', (text: string) => Array.from(text).toReversed().join(''));
  add('string.format(list<dyn>): string', (text: string, values: readonly unknown[]) =>
    formatted(text, values),
  );
}

function replaced(text: string, [from = '', to = '']: readonly string[], most: number): string {
  const parts = from === '' ? Array.from(text) : text.split(from);
  if (from === '') parts.unshift('');
  const times = Math.min(most, from === '' ? parts.length : parts.length - 1);
  bounded(text.length + times * to.length);
  return parts.reduce((made, part, at) => {
    if (at === 0) return from === '' && times > 0 ? to + part : part;
    const between = from === '' ? (at < times ? to : '') : at <= times ? to : from;
    return from === '' ? made + part + between : made + between + part;
  }, '');
}

/** `%s %d %f %e %x %X %o %b %%`, with a precision where one has meaning. */
function formatted(text: string, values: readonly unknown[]): string {
  let at = 0;
  let length = 0;
  return text.replaceAll(
    /%(?:\.(\d{1,3}))?(.?)/gs,
    (_, precision: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      if (at >= values.length) throw new Error(`"%${verb}" has no value`);
      const made = shownAs(values[at], verb, precision === undefined ? 6 : Number(precision));
      at += 1;
      length += made.length;
      bounded(length);
      return made;
    },
  );
}

function shownAs(value: unknown, verb: string, precision: number): string {
  const bases: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16, X: 16 };
  if (verb === 's') return shown(value, 0);
  if (verb === 'd' && typeof value === 'bigint') return String(value);
  if (verb === 'f' && (typeof value === 'number' || typeof value === 'bigint'))
    return Number(value).toFixed(Math.min(100, precision));
  if (verb === 'e' && (typeof value === 'number' || typeof value === 'bigint'))
    return Number(value)
      .toExponential(Math.min(100, precision))
      .replace(/e([+-])(\d)$/, 'e$10$2');
  const base = Object.hasOwn(bases, verb) ? bases[verb] : undefined;
  if (base !== undefined && typeof value === 'bigint') {
    const digits = value.toString(base);
    return verb === 'X' ? digits.toUpperCase() : digits;
  }
  if ((verb === 'x' || verb === 'X') && typeof value === 'string') {
    const digits = Buffer.from(value).toString('hex');
    return verb === 'X' ? digits.toUpperCase() : digits;
  }
  if (verb === 'b' && typeof value === 'boolean') return value ? '1' : '0';
  throw new Error(`"%${verb}" does not fit its value`);
}

/** A value as `%s` shows it: lists and maps in brackets, their texts without quotes. */
function shown(value: unknown, level: number): string {
  if (level > 50) throw new Error('the value nests too deeply');
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map((one) => shown(one, level + 1)).join(', ')}]`;
  const isPlain =
    typeof value === 'object' &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);
  if (value instanceof Map || isPlain) {
    const all: readonly (readonly [unknown, unknown])[] =
      value instanceof Map ? [...value] : Object.entries(value);
    const members = all.map(([key, one]) => `${shown(key, level + 1)}: ${shown(one, level + 1)}`);
    return `{${members.sort().join(', ')}}`;
  }
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  throw new Error('"%s" cannot show its value');
}
