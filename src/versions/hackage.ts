import { bumped, orderLists, toNumber } from './digits.ts';
import type { VersionNumber } from './digits.ts';
import { orderClauses, readRange, satisfiesWith } from './range.ts';
import type { Clause } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, RangeTest, VersionScheme } from './scheme.ts';

type HackageVersion = readonly VersionNumber[];

function parse(text: string): HackageVersion | undefined {
  if (text.length > maxVersionLength) return undefined;
  const trimmed = text.trim();
  return /^[0-9]+(?:\.[0-9]+)*$/.test(trimmed) ? trimmed.split('.').map(toNumber) : undefined;
}

/** Number by number; 1.0 comes before 1.0.0. */
function compare(a: HackageVersion, b: HackageVersion): Order {
  return orderLists(a, b, -1);
}

const orderClause = orderClauses(parse, compare);

/** `==1.2.*` is the line 1.2; `^>=1.2.3` goes up to 1.3, because the first two numbers are the major version. */
function clauseTest(clause: Clause): RangeTest<HackageVersion> | undefined {
  const { operator, operand } = clause;
  const isLine = operand.endsWith('.*') && (operator === '==' || operator === '=');
  if (operator !== '^>=' && !isLine) return orderClause(clause);
  const low = parse(isLine ? operand.slice(0, -2) : operand);
  if (low === undefined) return undefined;
  const high = bumped(isLine || low.length > 1 ? low : [...low, 0], isLine ? low.length - 1 : 1);
  return (version) => compare(version, low) >= 0 && compare(version, high) < 0;
}

function range(text: string): RangeTest<HackageVersion> | undefined {
  return readRange(text.replaceAll('&&', ','), clauseTest);
}

/** Haskell packages. */
export const hackage: VersionScheme<HackageVersion> = {
  scheme: 'hackage',
  reference: 'Haskell Package Versioning Policy; Cabal user guide, build-depends',
  parse,
  compare,
  range,
  satisfies: satisfiesWith(parse, range),
};
