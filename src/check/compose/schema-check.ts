import { itemsOf, textOf } from './part.ts';
import type { Mapping, Part } from './part.ts';
import { formerKeys, shapes } from './schema.ts';

/** Something in a file that the Compose specification does not allow. */
export interface SchemaIssue {
  readonly path: string;
  readonly line: number;
  readonly pointer: string;
  readonly problem: 'unknown' | 'type' | 'duplicate';
  /** The key, or for `type` what the value is. */
  readonly found: string;
  /** For `unknown` the most similar key, if one is; for `type` what the key holds. */
  readonly wanted: string | undefined;
}

/** Everything in a file that the specification does not allow, in the order of the file. */
export function schemaIssues(file: Part): readonly SchemaIssue[] {
  const issues: SchemaIssue[] = [];
  check(file, alternatives('{file}'), issues);
  return issues;
}

/** One kind of value; of collections the kinds of what is in them. */
interface Kind {
  readonly word: string;
  readonly of: readonly Kind[];
}

const parsed = new Map<string, readonly Kind[]>();

function alternatives(text: string): readonly Kind[] {
  let kinds = parsed.get(text);
  if (kinds === undefined) {
    const bracket = /^([^[<]*)([[<])(.*)[\]>]$/.exec(text);
    const [, before = text, open, inner = ''] = bracket ?? [];
    const simple = before.split('|').filter((word) => word !== '');
    kinds = simple.map((word) => ({ word, of: [] }));
    if (open !== undefined)
      kinds = [...kinds, { word: open === '[' ? 'list' : 'mapping', of: alternatives(inner) }];
    parsed.set(text, kinds);
  }
  return kinds;
}

/** Checks a part against kinds, and what is in it against theirs. */
function check(part: Part, kinds: readonly Kind[], issues: SchemaIssue[]): void {
  if (part.tag === '!reset') return;
  const kind = kinds.find(({ word }) => fits(part, word));
  if (kind === undefined) {
    const { path, value, pointer } = part.at;
    const wanted = kinds.map(({ word, of }) => nameOf(word, of)).join(' or ');
    const found = kindOf(part);
    issues.push({ path, line: value.start.line, pointer, problem: 'type', found, wanted });
    return;
  }
  if (part.kind === 'list') {
    for (const item of part.items) if (kind.of.length > 0) check(item, kind.of, issues);
  } else if (part.kind === 'mapping') {
    const shape = shapes.get(kind.word.slice(1, -1));
    if (shape !== undefined) checkMembers(part, shape, issues);
    else if (kind.of.length > 0) {
      for (const [key, one] of part.members)
        if (!key.startsWith('x-') && !isEmptyService(one, kind)) check(one, kind.of, issues);
    }
  }
}

/** `networks: {front: }` and `depends_on: {db: }` leave everything to the defaults. */
function isEmptyService(part: Part, { of }: Kind): boolean {
  return part.kind === 'scalar' && part.value === null && of[0]?.word !== '{service}';
}

function checkMembers(
  part: Mapping,
  shape: Readonly<Record<string, string>>,
  issues: SchemaIssue[],
): void {
  for (const [key, one] of part.members) {
    if (key.startsWith('x-')) continue;
    const kinds = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (kinds !== undefined) {
      // A key with nothing behind it leaves the default; compose warns, at most.
      if (one.kind !== 'scalar' || one.value !== null) check(one, alternatives(kinds), issues);
      continue;
    }
    const { path, pointer } = one.at;
    const line = (one.at.key ?? one.at.value).start.line;
    const former = shape === shapes.get('service') ? formerKeys.get(key) : undefined;
    const wanted = former ?? nearest(key, shape);
    issues.push({ path, line, pointer, problem: 'unknown', found: key, wanted });
  }
}

const isNumber = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i;
const isFlag = /^(?:true|false|yes|no|on|off|y|n|0|1)$/i;

function fits(part: Part, word: string): boolean {
  if (word === 'any') return true;
  if (word === 'pairs')
    return part.kind === 'mapping'
      ? [...part.members.values()].every(({ kind }) => kind === 'scalar')
      : part.kind === 'list' && fits(part, 'scalars');
  if (part.kind === 'list')
    return (
      word === 'list' ||
      (word === 'texts' && part.items.every((item) => fits(item, 'text'))) ||
      (word === 'scalars' && part.items.every(({ kind }) => kind === 'scalar'))
    );
  if (part.kind === 'mapping') return word === 'map' || word === 'mapping' || word.startsWith('{');
  const text = textOf(part) ?? '';
  if (part.value === null) return word === 'null' || word === 'scalar';
  // A variable without a value may become anything.
  const open = part.unresolved.length > 0;
  switch (word) {
    case 'text':
      return typeof part.value === 'string';
    case 'number':
      return typeof part.value === 'number' || open || isNumber.test(text);
    case 'flag':
      return typeof part.value === 'boolean' || open || isFlag.test(text);
    default:
      return word === 'scalar';
  }
}

const names: ReadonlyMap<string, string> = new Map([
  ['flag', 'true or false'],
  ['map', 'a mapping'],
  ['mapping', 'a mapping'],
  ['number', 'a number'],
  ['null', 'nothing'],
  ['pairs', 'a mapping or a list of NAME=value'],
  ['scalars', 'a list'],
  ['text', 'a text'],
  ['texts', 'a list of texts'],
]);

function nameOf(word: string, of: readonly Kind[]): string {
  if (word === 'list') return `a list of ${of.map((one) => nameOf(one.word, one.of)).join(' or ')}`;
  return names.get(word) ?? 'a mapping';
}

function kindOf(part: Part): string {
  if (part.kind === 'mapping') return 'a mapping';
  if (part.kind === 'list') {
    const odd = itemsOf(part).find((item) => textOf(item) === undefined || !fits(item, 'text'));
    return odd === undefined ? 'a list' : `a list with ${kindOf(odd)}`;
  }
  if (part.value === null) return 'nothing';
  return typeof part.value === 'string' ? 'a text' : `a ${typeof part.value}`;
}

/** The key that differs in two characters at most, the most similar one first. */
function nearest(key: string, shape: Readonly<Record<string, string>>): string | undefined {
  let best: string | undefined;
  let least = 3;
  if (key.length > 40) return undefined;
  for (const known of Object.keys(shape)) {
    const far = distance(key.toLowerCase().replaceAll('-', '_'), known);
    if (far < least && far < known.length / 2) {
      best = known;
      least = far;
    }
  }
  return best;
}

/** Letters to put in, take out or change between two words. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let at = 1; at <= from.length; at += 1) {
    const next = [at];
    for (let other = 1; other <= to.length; other += 1) {
      const same = from[at - 1] === to[other - 1] ? 0 : 1;
      next.push(
        Math.min((row[other] ?? 0) + 1, (next[other - 1] ?? 0) + 1, (row[other - 1] ?? 0) + same),
      );
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
