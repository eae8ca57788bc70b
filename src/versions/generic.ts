import {
  bumped,
  dottedNumbers,
  lettersEnd,
  orderLists,
  orderNumbers,
  orderTexts,
  runsOf,
} from './digits.ts';
import type { VersionNumber } from './digits.ts';
import { orderClauses, readRange, satisfiesWith } from './range.ts';
import type { Clause } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, RangeTest, VersionScheme } from './scheme.ts';
import { compareIdentifiers } from './semver-order.ts';

/** A version of unknown making: numbers, letters that follow them, and what announces a release. */
export interface GenericVersion {
  readonly numbers: readonly VersionNumber[];
  /** `k` of 1.0.2k: later than none. */
  readonly letters: string;
  /** Runs of digits and letters after a hyphen, or after a word like `rc`: earlier than none. */
  readonly pre: readonly string[];
}

const tailPattern = /^[0-9a-z._~-]*$/;
const announcing = /^(?:alpha|beta|rc|pre|preview|dev|snapshot|cr|milestone|[abm](?=[0-9]))/;

/**
 * Reads anything that starts with a number. Undefined for everything else: words have no order.
 */
export function parseGeneric(input: string): GenericVersion | undefined {
  if (input.length > maxVersionLength) return undefined;
  const text = input.trim().toLowerCase();
  const core = dottedNumbers(text, text.startsWith('v') ? 1 : 0);
  if (core === undefined) return undefined;
  const { numbers, end } = core;
  if (end === text.length) return { numbers, letters: '', pre: [] };
  const plus = text.indexOf('+', end);
  const tail = plus === -1 ? text.slice(end) : text.slice(end, plus);
  if (!tailPattern.test(tail)) return undefined;
  const attached = announcing.test(tail) ? 0 : lettersEnd(tail, 0);
  return { numbers, letters: tail.slice(0, attached), pre: runsOf(tail, attached) };
}

export function compareGeneric(a: GenericVersion, b: GenericVersion): Order {
  const order =
    orderLists(a.numbers, b.numbers, 0) ||
    orderNumbers(a.letters.length, b.letters.length) ||
    orderTexts(a.letters, b.letters);
  if (order !== 0) return order;
  if (a.pre.length === 0 || b.pre.length === 0)
    return orderNumbers(b.pre.length === 0 ? 0 : 1, a.pre.length === 0 ? 0 : 1);
  return compareIdentifiers(a.pre, b.pre);
}

const orderClause = orderClauses(parseGeneric, compareGeneric);

/** `~>` lets the last number grow, `~` the patch number, `^` all after the first that is not 0. */
function clauseTest(clause: Clause): RangeTest<GenericVersion> | undefined {
  const { operator, operand } = clause;
  const grows = operator === '~>' || operator === '~' || operator === '^';
  const low = grows ? parseGeneric(operand) : undefined;
  if (low === undefined) return grows ? undefined : orderClause(clause);
  const numbers = bumped(low.numbers, grownIndex(operator, low.numbers));
  const high: GenericVersion = { numbers, letters: '', pre: [] };
  return (version) => compareGeneric(version, low) >= 0 && compareGeneric(version, high) < 0;
}

/** Index of the last number that stays. */
function grownIndex(operator: string, numbers: readonly VersionNumber[]): number {
  const last = numbers.length - 1;
  if (operator === '~>') return Math.max(0, last - 1);
  if (operator === '~') return Math.min(1, last);
  const index = numbers.findIndex((value) => value > 0);
  return index === -1 ? last : index;
}

function range(text: string): RangeTest<GenericVersion> | undefined {
  return readRange(text, clauseTest);
}

/** Whatever no other scheme answers for: programs found by their bytes, CPE versions. */
export const generic: VersionScheme<GenericVersion> = {
  scheme: 'generic',
  aliases: ['fuzzy'],
  reference: 'common practice: numbers, then letters, pre-releases before releases',
  parse: parseGeneric,
  compare: compareGeneric,
  range,
  satisfies: satisfiesWith(parseGeneric, range),
};
