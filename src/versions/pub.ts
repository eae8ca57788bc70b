import { orderClauses, readRange, satisfiesWith } from './range.ts';
import type { Clause } from './range.ts';
import type { Order, RangeTest, VersionScheme } from './scheme.ts';
import { compareIdentifiers, compareSemver, readSemver } from './semver-order.ts';
import type { SemVer } from './semver-order.ts';
import { caretIndex, ceilingOf, readPartial } from './semver-partial.ts';

/** Semantic order, and then build metadata counts: none before any, identifiers as in a pre-release. */
function compare(a: SemVer, b: SemVer): Order {
  const order = compareSemver(a, b);
  if (order !== 0 || a.build === b.build) return order;
  if (a.build === '' || b.build === '') return a.build === '' ? -1 : 1;
  return compareIdentifiers(a.build.split('.'), b.build.split('.'));
}

const orderClause = orderClauses(readSemver, compare);

function clauseTest(clause: Clause): RangeTest<SemVer> | undefined {
  const { operator, operand } = clause;
  if (operator === '' && operand === 'any') return () => true;
  if (operator !== '^') return orderClause(clause);
  const low = readSemver(operand);
  const line = readPartial(operand);
  if (low === undefined || line === undefined) return undefined;
  const high = ceilingOf(line, caretIndex(line));
  return (version) => compare(version, low) >= 0 && compareSemver(version, high) < 0;
}

function range(text: string): RangeTest<SemVer> | undefined {
  return readRange(text, clauseTest);
}

/** Dart and Flutter packages. */
export const pub: VersionScheme<SemVer> = {
  scheme: 'pub',
  reference: 'package:pub_semver; dart.dev/tools/pub/versioning',
  parse: readSemver,
  compare,
  range,
  satisfies: satisfiesWith(readSemver, range),
};
