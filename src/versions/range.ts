import type { Order, RangeTest, VersionScheme } from './scheme.ts';
import { maxRangeLength } from './scheme.ts';
import { append } from '../model/append.ts';

/** One bound of a range: `>=` and `1.2`. The operator is empty for a bare version. */
export interface Clause {
  readonly operator: string;
  readonly operand: string;
}

/** Turns one clause into a test; undefined when the operator or the operand is not known. */
export type ClauseReader<Parsed> = (clause: Clause) => RangeTest<Parsed> | undefined;

type Parse<Parsed> = (text: string) => Parsed | undefined;
type Compare<Parsed> = (a: Parsed, b: Parsed) => Order;

const clausePattern = /\s*(?:([<>=!~^]{1,8})\s*)?("[^"]*"|'[^']*'|(?:[^\s<>=!"']|!(?!=))+)/y;
const endPattern = /\s*$/y;

/**
 * Splits `>= 1, < 2 || = 3` into alternatives of clauses. A comma or the next operator ends a
 * clause, `||` an alternative; quotes around an operand are dropped. `~` and `^` end no operand,
 * because versions contain them, nor does the `!` of a Python epoch. No alternatives at all stand for
 * every version. Undefined when the text has another shape.
 */
export function splitRange(range: string): readonly (readonly Clause[])[] | undefined {
  if (range.length > maxRangeLength) return undefined;
  if (range.trim() === '') return [];
  const alternatives: Clause[][] = [];
  for (const alternative of range.split('||')) {
    const clauses: Clause[] = [];
    for (const part of alternative.split(',')) {
      const found = clausesOf(part);
      if (found === undefined) return undefined;
      append(clauses, found);
    }
    alternatives.push(clauses);
  }
  return alternatives;
}

/** Clauses of a text without comma or `||`; a bare version may only stand alone. */
function clausesOf(text: string): Clause[] | undefined {
  const clauses: Clause[] = [];
  let at = 0;
  while (!testAt(endPattern, text, at) || clauses.length === 0) {
    clausePattern.lastIndex = at;
    const match = clausePattern.exec(text);
    if (match === null) return undefined;
    const [whole, operator = '', operand = ''] = match;
    if (operator === '' && clauses.length > 0) return undefined;
    clauses.push({ operator, operand: unquoted(operand) });
    at += whole.length;
  }
  return clauses;
}

function testAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function unquoted(text: string): string {
  return text.startsWith('"') || text.startsWith("'") ? text.slice(1, -1).trim() : text;
}

/** Reads a whole range clause by clause. Undefined as soon as one clause is not understood. */
export function readRange<Parsed>(
  text: string,
  read: ClauseReader<Parsed>,
): RangeTest<Parsed> | undefined {
  const alternatives = splitRange(text);
  if (alternatives === undefined) return undefined;
  if (alternatives.length === 0) return () => true;
  const tests: RangeTest<Parsed>[] = [];
  for (const clauses of alternatives) {
    const test = allOf(clauses.map(read));
    if (test === undefined) return undefined;
    tests.push(test);
  }
  return anyOf(tests);
}

/** True when every test is; undefined when one of them is missing. */
export function allOf<Parsed>(
  tests: readonly (RangeTest<Parsed> | undefined)[],
): RangeTest<Parsed> | undefined {
  const known = tests.filter((test) => test !== undefined);
  if (known.length !== tests.length) return undefined;
  const [only] = known;
  if (only !== undefined && known.length === 1) return only;
  return (version) => known.every((test) => test(version));
}

/** True when one test is. */
export function anyOf<Parsed>(tests: readonly RangeTest<Parsed>[]): RangeTest<Parsed> {
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  return (version) => tests.some((test) => test(version));
}

/** Test of one order operator against a parsed bound; undefined when there is no such operator. */
export function orderTest<Parsed>(
  operator: string,
  bound: Parsed,
  compare: Compare<Parsed>,
): RangeTest<Parsed> | undefined {
  switch (operator) {
    case '':
    case '=':
    case '==':
      return (version) => compare(version, bound) === 0;
    case '!=':
      return (version) => compare(version, bound) !== 0;
    case '<':
      return (version) => compare(version, bound) < 0;
    case '<=':
      return (version) => compare(version, bound) <= 0;
    case '>':
      return (version) => compare(version, bound) > 0;
    case '>=':
      return (version) => compare(version, bound) >= 0;
    default:
      return undefined;
  }
}

/** Reader of clauses that only speak about order. */
export function orderClauses<Parsed>(
  parse: Parse<Parsed>,
  compare: Compare<Parsed>,
): ClauseReader<Parsed> {
  return ({ operator, operand }) => {
    const bound = parse(operand);
    return bound === undefined ? undefined : orderTest(operator, bound, compare);
  };
}

/** `satisfies` of a scheme, from its parser and its reader of ranges. */
export function satisfiesWith<Parsed>(
  parse: Parse<Parsed>,
  range: (text: string) => RangeTest<Parsed> | undefined,
): (version: string, range: string) => boolean | undefined {
  return (version, text) => {
    const test = range(text);
    const parsed = test === undefined ? undefined : parse(version);
    return test === undefined || parsed === undefined ? undefined : test(parsed);
  };
}

/** Both range members for a scheme that has no range syntax of its own: comma and `||` alone. */
export function ordered<Parsed>(
  parse: Parse<Parsed>,
  compare: Compare<Parsed>,
): Pick<VersionScheme<Parsed>, 'range' | 'satisfies'> {
  const reader = orderClauses(parse, compare);
  const range = (text: string): RangeTest<Parsed> | undefined => readRange(text, reader);
  return { range, satisfies: satisfiesWith(parse, range) };
}
