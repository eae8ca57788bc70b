import { orderClauses, readRange, satisfiesWith } from './range.ts';
import type { Clause } from './range.ts';
import type { RangeTest, VersionScheme } from './scheme.ts';
import { compareSemver, readSemver } from './semver-order.ts';
import type { SemVer } from './semver-order.ts';
import { between, ceilingOf, floorOf, readPartial } from './semver-partial.ts';

const orderClause = orderClauses(readSemver, compareSemver);

/** `~> 2.1` reaches up to 3.0, `~> 2.1.3` up to 2.2; everything else is order. */
function clauseTest(clause: Clause): RangeTest<SemVer> | undefined {
  if (clause.operator !== '~>') return orderClause(clause);
  const bound = readPartial(clause.operand);
  const given = bound?.numbers.length ?? 0;
  if (bound === undefined || bound.wildcard || given < 2) return undefined;
  return between(floorOf(bound, bound.pre), ceilingOf(bound, given - 2));
}

/** `and` and `or` are Elixir's words for the comma and `||`. */
function range(text: string): RangeTest<SemVer> | undefined {
  return readRange(text.replaceAll(' and ', ', ').replaceAll(' or ', ' || '), clauseTest);
}

/** Erlang and Elixir packages. */
export const hex: VersionScheme<SemVer> = {
  scheme: 'hex',
  reference: 'Elixir, module Version',
  parse: readSemver,
  compare: compareSemver,
  range,
  satisfies: satisfiesWith(readSemver, range),
};
