import { allOf, anyOf, orderTest, splitRange } from './range.ts';
import type { Clause } from './range.ts';
import { maxRangeLength } from './scheme.ts';
import type { RangeTest } from './scheme.ts';
import { compareSemver } from './semver-order.ts';
import type { SemVer } from './semver-order.ts';
import {
  caretIndex,
  ceilingOf,
  floorOf,
  isWhole,
  readPartial,
  tildeIndex,
} from './semver-partial.ts';
import type { PartialVersion } from './semver-partial.ts';
import { append } from '../model/append.ts';

/**
 * How a range treats pre-releases. `native`: a pre-release needs a bound with a pre-release of the same
 * three numbers (node-semver). `advisory`: plain order, because a pre-release of a faulty version is faulty.
 */
export type Reading = 'native' | 'advisory';

/** What a version without operator means: itself and its line (npm), or `^` of it (Cargo). */
export type Bare = '=' | '^';

/** One comparison with a whole version; every npm range reduces to these. */
interface Comparator {
  readonly operator: string;
  readonly bound: SemVer;
}

const hyphenPattern = /^\s*(\S+)\s+-\s+(\S+)\s*$/;
const everything: PartialVersion = { numbers: [], wildcard: true, pre: '' };
const lowest: SemVer = floorOf(everything, '0');

/** Reads a range of npm or Cargo. Commas, `==` and `!=` are understood besides, because advisories use them. */
export function readSemverRange(
  text: string,
  reading: Reading,
  bare: Bare,
): RangeTest<SemVer> | undefined {
  if (text.length > maxRangeLength) return undefined;
  const tests = text.split('||').map((alternative) => {
    const comparators = readAlternative(alternative, reading, bare);
    return comparators === undefined ? undefined : testOf(comparators, reading);
  });
  const known = tests.filter((test) => test !== undefined);
  return known.length === tests.length ? anyOf(known) : undefined;
}

function readAlternative(
  text: string,
  reading: Reading,
  bare: Bare,
): readonly Comparator[] | undefined {
  const hyphen = hyphenPattern.exec(text);
  const clauses: readonly Clause[] | undefined =
    hyphen === null
      ? ((splitRange(text) ?? [undefined])[0] ?? (text.trim() === '' ? [] : undefined))
      : [
          { operator: '>=', operand: hyphen[1] ?? '' },
          { operator: '<=', operand: hyphen[2] ?? '' },
        ];
  if (clauses === undefined) return undefined;
  const comparators: Comparator[] = [];
  for (const clause of clauses) {
    const bound = readPartial(clause.operand);
    const found =
      bound === undefined ? undefined : comparatorsOf(clause.operator || bare, bound, reading);
    if (found === undefined) return undefined;
    append(comparators, found);
  }
  return comparators;
}

/** Comparators of one clause. `1.2` and `1.2.x` stand for the line; `~` and `^` let parts of it grow. */
function comparatorsOf(
  operator: string,
  bound: PartialVersion,
  reading: Reading,
): readonly Comparator[] | undefined {
  const last = bound.numbers.length - 1;
  switch (operator) {
    case '=':
    case '==':
      return isWhole(bound) ? [whole('=', bound)] : line(bound, last, reading);
    case '!=':
      return isWhole(bound) ? [whole('!=', bound)] : undefined;
    case '~':
    case '~>':
      return line(bound, tildeIndex(bound), reading);
    case '^':
      return line(bound, caretIndex(bound), reading);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return isWhole(bound) ? [whole(operator, bound)] : edge(operator, bound, reading);
    default:
      return undefined;
  }
}

function whole(operator: string, bound: PartialVersion): Comparator {
  return { operator, bound: floorOf(bound, bound.pre) };
}

/** From the bound up to the end of the line that keeps the numbers up to `index`; -1 keeps none. */
function line(bound: PartialVersion, index: number, reading: Reading): readonly Comparator[] {
  const pre = isWhole(bound) ? bound.pre : lowestPre(reading);
  const from: Comparator = { operator: '>=', bound: floorOf(bound, pre) };
  return index < 0 ? [from] : [from, { operator: '<', bound: ceilingOf(bound, index) }];
}

function lowestPre(reading: Reading): string {
  return reading === 'advisory' ? '0' : '';
}

/**
 * An ordered bound with parts left out. In npm `>1.2` starts after all of 1.2 and `<1.2` ends before
 * its pre-releases; an advisory that says so means the release 1.2.0.
 */
function edge(
  operator: string,
  bound: PartialVersion,
  reading: Reading,
): readonly Comparator[] | undefined {
  const last = bound.numbers.length - 1;
  if (last < 0) {
    const impossible = operator === '<' || operator === '>';
    return [{ operator: impossible ? '<' : '>=', bound: impossible ? lowest : floorOf(bound, '') }];
  }
  const plain = reading === 'advisory' && !bound.wildcard;
  switch (operator) {
    case '<':
      return [{ operator: '<', bound: floorOf(bound, plain ? '' : '0') }];
    case '<=':
      return [{ operator: '<', bound: ceilingOf(bound, last) }];
    case '>':
      return plain
        ? [{ operator: '>', bound: floorOf(bound, '') }]
        : [{ operator: '>=', bound: { ...ceilingOf(bound, last), pre: lowestPre(reading) } }];
    default:
      return [{ operator: '>=', bound: floorOf(bound, plain ? '' : lowestPre(reading)) }];
  }
}

function testOf(
  comparators: readonly Comparator[],
  reading: Reading,
): RangeTest<SemVer> | undefined {
  const inside = allOf(
    comparators.map(({ operator, bound }) => orderTest(operator, bound, compareSemver)),
  );
  if (inside === undefined || reading === 'advisory') return inside;
  return (version) => inside(version) && (version.pre === '' || isAskedFor(version, comparators));
}

function isAskedFor(version: SemVer, comparators: readonly Comparator[]): boolean {
  return comparators.some(
    ({ bound }) =>
      bound.pre !== '' &&
      bound.major === version.major &&
      bound.minor === version.minor &&
      bound.patch === version.patch,
  );
}
