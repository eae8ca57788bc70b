import { isBracketRange, readBracketRange } from './bracket-range.ts';
import { dottedNumbers, orderLists } from './digits.ts';
import type { VersionNumber } from './digits.ts';
import { orderClauses, readRange, satisfiesWith } from './range.ts';
import type { Clause } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, RangeTest, VersionScheme } from './scheme.ts';
import { comparePre } from './semver-order.ts';

interface NugetVersion {
  readonly numbers: readonly VersionNumber[];
  /** In lower case: NuGet knows no case. */
  readonly pre: string;
}

const tailPattern = /^(?:-([0-9a-z-]+(?:\.[0-9a-z-]+)*))?(?:\+[0-9a-z.-]*)?$/;

/** Reads one to four numbers, a pre-release and build metadata, which is no part of the order. */
function parse(input: string): NugetVersion | undefined {
  if (input.length > maxVersionLength) return undefined;
  const text = input.trim().toLowerCase();
  const core = dottedNumbers(text, text.startsWith('v') ? 1 : 0);
  if (core === undefined || core.numbers.length > 4) return undefined;
  const tail = tailPattern.exec(text.slice(core.end));
  return tail === null ? undefined : { numbers: core.numbers, pre: tail[1] ?? '' };
}

function compare(a: NugetVersion, b: NugetVersion): Order {
  return orderLists(a.numbers, b.numbers, 0) || comparePre(a.pre, b.pre);
}

const orderClause = orderClauses(parse, compare);

/** A bare version is the lowest one that will do. */
function nativeClause(clause: Clause): RangeTest<NugetVersion> | undefined {
  return orderClause(clause.operator === '' ? { ...clause, operator: '>=' } : clause);
}

function range(text: string): RangeTest<NugetVersion> | undefined {
  return isBracketRange(text)
    ? readBracketRange(text, parse, compare)
    : readRange(text, orderClause);
}

function nativeRange(text: string): RangeTest<NugetVersion> | undefined {
  return isBracketRange(text) ? range(text) : readRange(text, nativeClause);
}

/** .NET packages. */
export const nuget: VersionScheme<NugetVersion> = {
  scheme: 'nuget',
  reference: 'NuGet documentation, package versioning',
  parse,
  compare,
  range,
  satisfies: satisfiesWith(parse, nativeRange),
};
