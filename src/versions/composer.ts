import { bumped, dottedNumbers, orderLists, orderNumbers, toNumber } from './digits.ts';
import type { VersionNumber } from './digits.ts';
import { allOf, orderTest, readRange, satisfiesWith } from './range.ts';
import type { Clause } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, RangeTest, VersionScheme } from './scheme.ts';

/** A version in Composer's normal form. */
interface ComposerVersion {
  readonly numbers: readonly VersionNumber[];
  /** Rank of the stability word; a release has that of no word. */
  readonly stability: number;
  readonly stabilityNumbers: readonly VersionNumber[];
  readonly dev: boolean;
}

/** Order of PHP's version_compare; `-dev` alone comes before every other word. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['dev', 1],
  ['alpha', 2],
  ['a', 2],
  ['beta', 3],
  ['b', 3],
  ['rc', 4],
  ['', 5],
  ['stable', 5],
  ['patch', 6],
  ['pl', 6],
  ['p', 6],
]);
const releaseRank = 5;
/** Composer writes the `x` of a branch as this number. */
const branchNumber = 9_999_999;

const modifier = '[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?[0-9])*))?([.-]?dev)?$';
const classical = new RegExp(`^v?([0-9]{1,5}(?:\\.[0-9]+){0,3})${modifier}`);
const dated = new RegExp(
  `^v?([0-9]{4}(?:[.:-]?[0-9]{2}){1,6}(?:[.:-]?[0-9]{1,3}){0,2})${modifier}`,
);
const branch = /^v?([0-9]+(?:\.(?:[0-9]+|[x*])){0,3})[.-]?dev$/;

/** Reads what Composer can order. Undefined for branches without a number (`dev-main`) and anything else. */
function parse(input: string): ComposerVersion | undefined {
  if (input.length > maxVersionLength) return undefined;
  const plain = plainRelease(input);
  if (plain !== undefined) return plain;
  const text = input
    .trim()
    .toLowerCase()
    .replace(/@(?:stable|rc|beta|alpha|dev)$/, '')
    .replace(/^([^+\s]+)\+\S+$/, '$1');
  const match = classical.exec(text) ?? dated.exec(text);
  if (match === null) return branchOf(text);
  const [, numbers = '', word = '', wordNumbers = '', dev] = match;
  const isDev = dev !== undefined;
  return {
    numbers: numbersOf(numbers),
    stability: word === '' && isDev ? 1 : (ranks.get(word) ?? releaseRank),
    stabilityNumbers: numbersOf(wordNumbers),
    dev: isDev,
  };
}

/** The short way for `1.2.3` and `v1.2.3`, which most versions are. */
function plainRelease(text: string): ComposerVersion | undefined {
  const start = text.startsWith('v') ? 1 : 0;
  const core = dottedNumbers(text, start);
  if (core === undefined || core.end !== text.length || core.numbers.length > 4) return undefined;
  const [first = 0] = core.numbers;
  if (first > 99_999 || text.charCodeAt(start) === 48) return undefined;
  return { numbers: core.numbers, stability: releaseRank, stabilityNumbers: [], dev: false };
}

/** `2.x-dev` comes after every 2.N. */
function branchOf(text: string): ComposerVersion | undefined {
  const found = branch.exec(text)?.[1];
  if (found === undefined) return undefined;
  const numbers = found
    .split('.')
    .map((part) => (/[x*]/.test(part) ? branchNumber : toNumber(part)));
  while (numbers.length < 4) numbers.push(branchNumber);
  return { numbers, stability: 1, stabilityNumbers: [], dev: true };
}

function numbersOf(text: string): readonly VersionNumber[] {
  return (text.match(/[0-9]+/g) ?? []).map(toNumber);
}

function compare(a: ComposerVersion, b: ComposerVersion): Order {
  return (
    orderLists(a.numbers, b.numbers, 0) ||
    orderNumbers(a.stability, b.stability) ||
    orderLists(a.stabilityNumbers, b.stabilityNumbers, -1) ||
    orderNumbers(a.dev ? 0 : 1, b.dev ? 0 : 1)
  );
}

/** `native`: `<2.0` ends before the pre-releases of 2.0, `>=2.0` begins with them. `advisory`: plain order. */
type Reading = 'native' | 'advisory';

function clauseTest(clause: Clause, reading: Reading): RangeTest<ComposerVersion> | undefined {
  const { operator, operand } = clause;
  if (operand === '*' || operand === 'x') return operator === '' ? () => true : undefined;
  const wildcard = /^(v?[0-9]+(?:\.[0-9]+)*)\.[x*](?:\.[x*])*$/i.exec(operand)?.[1];
  const bound = parse(wildcard ?? operand);
  if (bound === undefined) return undefined;
  const last = bound.numbers.length - 1;
  if (wildcard !== undefined) return operator === '' ? lineTest(bound, last) : undefined;
  switch (operator) {
    case '~':
    case '~>':
      return lineTest(bound, Math.max(0, last - 1));
    case '^':
      return lineTest(bound, caretIndex(bound.numbers));
    case '<>':
      return orderTest('!=', bound, compare);
    case '<':
    case '>=':
      return orderTest(operator, reading === 'native' ? earliest(bound) : bound, compare);
    default:
      return orderTest(operator, bound, compare);
  }
}

function caretIndex(numbers: readonly VersionNumber[]): number {
  const index = numbers.findIndex((value) => value > 0);
  return index === -1 ? numbers.length - 1 : index;
}

/** From the earliest form of the bound up to the end of the line that keeps the numbers up to `index`. */
function lineTest(bound: ComposerVersion, index: number): RangeTest<ComposerVersion> | undefined {
  const high: ComposerVersion = {
    numbers: bumped(bound.numbers, index),
    stability: 1,
    stabilityNumbers: [],
    dev: true,
  };
  return allOf([orderTest('>=', earliest(bound), compare), orderTest('<', high, compare)]);
}

/** The `-dev` of a release; a version that names its stability stays as it is. */
function earliest(bound: ComposerVersion): ComposerVersion {
  return bound.stability === releaseRank ? { ...bound, stability: 1, dev: true } : bound;
}

/** One bar is OR as well, and `1.0 - 2.0` has both ends. */
function readComposerRange(text: string, reading: Reading): RangeTest<ComposerVersion> | undefined {
  const alternatives = text.split('|').filter((part) => part !== '');
  const spelled = alternatives.map(withoutHyphen).join('||');
  return readRange(spelled, (clause) => clauseTest(clause, reading));
}

function withoutHyphen(alternative: string): string {
  const [low = '', high, ...more] = alternative.split(' - ');
  return high === undefined || more.length > 0 ? alternative : `>=${low.trim()}, <=${high.trim()}`;
}

/** PHP packages. */
export const composer: VersionScheme<ComposerVersion> = {
  scheme: 'composer',
  reference: 'Composer documentation, versions and constraints; Composer\\Semver 3',
  parse,
  compare,
  range: (text) => readComposerRange(text, 'advisory'),
  satisfies: satisfiesWith(parse, (text) => readComposerRange(text, 'native')),
};
