import { orderItems, orderNumbers, orderTexts, toNumber } from './digits.ts';
import type { VersionNumber } from './digits.ts';
import { ordered } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, VersionScheme } from './scheme.ts';

interface GentooVersion {
  /** Numbers as written: after the first, leading zeros change the order. */
  readonly numbers: readonly string[];
  readonly letter: string;
  readonly suffixes: readonly Suffix[];
  readonly revision: VersionNumber;
}

interface Suffix {
  readonly rank: number;
  readonly number: VersionNumber;
}

const pattern =
  /^([0-9]+(?:\.[0-9]+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)[0-9]*)*)(?:-r([0-9]+))?$/;
/** Below 0 a suffix announces a version, above 0 it follows one. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['alpha', -4],
  ['beta', -3],
  ['pre', -2],
  ['rc', -1],
  ['p', 1],
]);

/** Reads `1.2.3b_rc4_p5-r6` as PMS 3.2 has it. */
function parse(input: string): GentooVersion | undefined {
  if (input.length > maxVersionLength) return undefined;
  const match = pattern.exec(input.trim());
  if (match === null) return undefined;
  const suffixes = [...(match[3] ?? '').matchAll(/_([a-z]+)([0-9]*)/g)];
  return {
    numbers: (match[1] ?? '').split('.'),
    letter: match[2] ?? '',
    suffixes: suffixes.map(([, word = '', number = '']) => ({
      rank: ranks.get(word) ?? 0,
      number: toNumber(number),
    })),
    revision: toNumber(match[4] ?? ''),
  };
}

function compare(a: GentooVersion, b: GentooVersion): Order {
  return (
    orderItems(a.numbers, b.numbers, compareNumber) ||
    orderTexts(a.letter, b.letter) ||
    compareSuffixes(a.suffixes, b.suffixes) ||
    orderNumbers(a.revision, b.revision)
  );
}

/** PMS algorithm 3.3: with a leading zero on either side, numbers after the first are compared as fractions. */
function compareNumber(a: string, b: string, index: number): Order {
  if (index > 0 && (a.startsWith('0') || b.startsWith('0')))
    return orderTexts(withoutZeros(a), withoutZeros(b));
  return orderNumbers(toNumber(a), toNumber(b));
}

function withoutZeros(digits: string): string {
  let end = digits.length;
  while (digits.charAt(end - 1) === '0') end -= 1;
  return digits.slice(0, end);
}

/** Suffixes in turn; where one side has none left, a suffix before the version makes the other lower. */
function compareSuffixes(a: readonly Suffix[], b: readonly Suffix[]): Order {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a[index];
    const right = b[index];
    const order =
      orderNumbers(left?.rank ?? 0, right?.rank ?? 0) ||
      orderNumbers(left?.number ?? 0, right?.number ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

/** Gentoo packages. */
export const gentoo: VersionScheme<GentooVersion> = {
  scheme: 'gentoo',
  aliases: ['portage'],
  reference: 'Package Manager Specification 3.2, 3.3',
  parse,
  compare,
  ...ordered(parse, compare),
};
