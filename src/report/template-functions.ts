import { hash } from 'node:crypto';
import { jsonText } from './json-writer.ts';
import { formatted, goDate } from './template-format.ts';
import { isTrue, memberOf, shown } from './template-values.ts';
import type { TemplateValue } from './template-values.ts';
import { escaped } from './xml-text.ts';

/** A function of templates. The value that a `|` hands on is its last argument. */
export type TemplateFunction = (...values: readonly TemplateValue[]) => TemplateValue;

const text = shown;
const number = (value: TemplateValue): number => Number(value ?? 0) || 0;
const list = (value: TemplateValue): readonly TemplateValue[] =>
  Array.isArray(value) ? value : [];
/** Longest text that a function makes of a short one. */
const most = 1_000_000;

function count(value: TemplateValue): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

function index(value: TemplateValue, ...keys: readonly TemplateValue[]): TemplateValue {
  return keys.reduce<TemplateValue>(
    (inner, key) =>
      Array.isArray(inner) ? (inner as unknown[])[number(key)] : memberOf(inner, text(key)),
    value,
  );
}

function order(a: TemplateValue, b: TemplateValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [text(a), text(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

function isEqual(a: TemplateValue, b: TemplateValue): boolean {
  return a === b || ((a ?? '') === (b ?? '') && typeof (a ?? '') === 'string');
}

/** The first value that is true, or that is not, else the last: it is what `or` and `and` give. */
function decisive(values: readonly TemplateValue[], wanted: boolean): number {
  const at = values.findIndex((value) => isTrue(value) === wanted);
  return at === -1 ? values.length - 1 : at;
}

/** Operands with a space between two that are no texts. */
function printed(...values: readonly TemplateValue[]): string {
  return values
    .map((value, at) => {
      const apart = at > 0 && typeof value !== 'string' && typeof values[at - 1] !== 'string';
      return apart ? ` ${text(value)}` : text(value);
    })
    .join('');
}

function htmlText(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;');
}

/** Functions of Go's text/template itself. */
const builtIn: Readonly<Record<string, TemplateFunction>> = {
  and: (...values) => values[decisive(values, false)],
  or: (...values) => values[decisive(values, true)],
  not: (value) => !isTrue(value),
  len: count,
  index,
  slice: (value, from = 0, to) =>
    (typeof value === 'string' ? value : list(value)).slice(
      number(from),
      to === undefined ? undefined : number(to),
    ),
  print: printed,
  println: (...values) => `${values.map(text).join(' ')}\n`,
  printf: (form, ...values) => formatted(text(form), values),
  html: (value) => htmlText(text(value)),
  js: (value) => jsonText(text(value)).slice(1, -1).replaceAll('<', '\\u003C'),
  urlquery: (value) => encodeURIComponent(text(value).toWellFormed()).replaceAll('%20', '+'),
  eq: (a, ...others) => others.some((b) => isEqual(a, b)),
  ne: (a, b) => !isEqual(a, b),
  lt: (a, b) => order(a, b) < 0,
  le: (a, b) => order(a, b) <= 0,
  gt: (a, b) => order(a, b) > 0,
  ge: (a, b) => order(a, b) >= 0,
};

/** Functions that Trivy adds for its own templates. */
const ofTrivy: Readonly<Record<string, TemplateFunction>> = {
  escapeXML: (value) => escaped(text(value)),
  escapeString: (value) => htmlText(text(value)),
  endWithPeriod: (value) => (text(value).endsWith('.') ? text(value) : `${text(value)}.`),
  toLower: (value) => text(value).toLowerCase(),
  toUpper: (value) => text(value).toUpperCase(),
};

/** Functions of sprig (https://masterminds.github.io/sprig) that templates for reports use. */
const ofSprig: Readonly<Record<string, TemplateFunction>> = {
  lower: (value) => text(value).toLowerCase(),
  upper: (value) => text(value).toUpperCase(),
  trim: (value) => text(value).trim(),
  trimPrefix: (prefix, value) =>
    text(value).startsWith(text(prefix)) ? text(value).slice(text(prefix).length) : text(value),
  trimSuffix: (suffix, value) =>
    text(value).endsWith(text(suffix))
      ? text(value).slice(0, text(value).length - text(suffix).length)
      : text(value),
  trunc: (length, value) => text(value).slice(0, Math.max(0, number(length))),
  abbrev: (length, value) =>
    text(value).length > number(length) && number(length) > 3
      ? `${text(value).slice(0, number(length) - 3)}...`
      : text(value),
  replace: (from, to, value) => {
    const made = text(value).replaceAll(text(from), () => text(to));
    return made.slice(0, most);
  },
  contains: (part, value) => text(value).includes(text(part)),
  hasPrefix: (part, value) => text(value).startsWith(text(part)),
  hasSuffix: (part, value) => text(value).endsWith(text(part)),
  splitList: (mark, value) => text(value).split(text(mark)),
  join: (mark, value) => list(value).map(text).join(text(mark)),
  quote: (...values) => values.map((value) => jsonText(text(value))).join(' '),
  squote: (...values) => values.map((value) => `'${text(value)}'`).join(' '),
  repeat: (times, value) =>
    text(value).repeat(
      Math.max(0, Math.min(number(times), Math.floor(most / Math.max(1, text(value).length)))),
    ),
  indent: (width, value) => indented(number(width), text(value)),
  nindent: (width, value) => `\n${indented(number(width), text(value))}`,
  default: (other, value) => (isTrue(value) ? value : other),
  empty: (value) => !isTrue(value),
  coalesce: (...values) => values.find((value) => isTrue(value)),
  ternary: (yes, no, value) => (isTrue(value) ? yes : no),
  list: (...values) => values,
  first: (value) => list(value)[0],
  last: (value) => list(value).at(-1),
  rest: (value) => list(value).slice(1),
  append: (value, item) => [...list(value), item],
  uniq: (value) => [...new Set(list(value))],
  has: (item, value) => list(value).includes(item),
  dict: (...values) =>
    Object.fromEntries(
      values.flatMap((key, at) => (at % 2 === 0 ? [[text(key), values[at + 1]]] : [])),
    ),
  get: (value, key) => memberOf(value, text(key)),
  hasKey: (value, key) => memberOf(value, text(key)) !== undefined,
  keys: (value) => (typeof value === 'object' && value !== null ? Object.keys(value) : []),
  add: (...values) => values.map(number).reduce((a, b) => a + b, 0),
  add1: (value) => number(value) + 1,
  sub: (a, b) => number(a) - number(b),
  mul: (...values) => values.map(number).reduce((a, b) => a * b, 1),
  div: (a, b) => (number(b) === 0 ? 0 : Math.trunc(number(a) / number(b))),
  mod: (a, b) => (number(b) === 0 ? 0 : number(a) % number(b)),
  max: (...values) => Math.max(...values.map(number)),
  min: (...values) => Math.min(...values.map(number)),
  int: number,
  toString: text,
  toJson: (value) => jsonText(value ?? null),
  toPrettyJson: (value) => jsonText(value ?? null, 2),
  b64enc: (value) => Buffer.from(text(value)).toString('base64'),
  sha1sum: (value) => hash('sha1', text(value)),
  sha256sum: (value) => hash('sha256', text(value)),
  date: (layout, value) => goDate(text(layout), text(value)),
};

function indented(width: number, value: string): string {
  const space = ' '.repeat(Math.max(0, Math.min(width, 1000)));
  return value
    .split('\n')
    .map((line) => space + line)
    .join('\n')
    .slice(0, most);
}

/** Every function of templates by name. None reads files, the environment or the network. */
export function templateFunctions(now: string): ReadonlyMap<string, TemplateFunction> {
  const clock = { now: () => now, getCurrentTime: () => now };
  return new Map(Object.entries({ ...builtIn, ...ofTrivy, ...ofSprig, ...clock }));
}
