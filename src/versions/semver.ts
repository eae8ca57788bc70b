import { readRange, satisfiesWith } from './range.ts';
import type { Clause } from './range.ts';
import { compareSemver, readSemver } from './semver-order.ts';
import type { SemVer } from './semver-order.ts';
import {
  between,
  caretIndex,
  ceilingOf,
  floorOf,
  isWhole,
  readPartial,
  tildeIndex,
} from './semver-partial.ts';
import type { PartialVersion } from './semver-partial.ts';
import type { RangeTest, VersionScheme } from './scheme.ts';
import { maxVersionLength } from './scheme.ts';

/** `1.21rc2` and `1.0.0.beta.1`: the pre-release hangs on without a hyphen, as in Go's and Ruby's names. */
const attached =
  /^(\s*[vV]?[0-9]+(?:\.[0-9]+){0,2})\.?((?:alpha|beta|rc|pre|dev|[abm](?=[0-9]))[0-9A-Za-z.+-]*\s*)$/;

function hyphenated(text: string): string {
  const match = attached.exec(text);
  if (match === null) return text;
  return `${match[1]}-${(match[2] ?? '').replaceAll(/\.(?=alpha|beta|rc)/g, '-')}`;
}

function parse(text: string): SemVer | undefined {
  if (text.length > maxVersionLength) return undefined;
  return readSemver(text) ?? readSemver(hyphenated(text));
}

/** What `~`, `^` and wildcards mean for pre-releases: `asked` wants one in the bound, `all` lets them in. */
type PreReleases = 'asked' | 'all';

/**
 * One clause: order operators take missing parts as 0; equality, `~` and `^` take them as the whole line.
 * An ordered bound with a written wildcard stands for the edge of its line.
 */
function clauseTest(
  { operator, operand }: Clause,
  preReleases: PreReleases,
): RangeTest<SemVer> | undefined {
  if (operand.length > maxVersionLength) return undefined;
  const bound = readPartial(operand) ?? readPartial(hyphenated(operand));
  if (bound === undefined) return undefined;
  switch (operator) {
    case '':
    case '=':
    case '==':
      return lineTest(bound);
    case '!=': {
      const test = lineTest(bound);
      return (version) => !test(version);
    }
    case '~':
    case '~>':
      return growthTest(bound, tildeIndex(bound), preReleases);
    case '^':
      return growthTest(bound, caretIndex(bound), preReleases);
    default:
      return edgeTest(operator, bound);
  }
}

function lineTest(bound: PartialVersion): RangeTest<SemVer> {
  if (isWhole(bound)) {
    const exact = floorOf(bound, bound.pre);
    return (version) => compareSemver(version, exact) === 0;
  }
  return within(bound, bound.numbers.length - 1, '0');
}

function growthTest(
  bound: PartialVersion,
  index: number,
  preReleases: PreReleases,
): RangeTest<SemVer> {
  const pre = isWhole(bound) ? bound.pre : '';
  const test = within(bound, index, pre);
  if (preReleases === 'all' || pre !== '') return test;
  return (version) => version.pre === '' && test(version);
}

function within(bound: PartialVersion, index: number, pre: string): RangeTest<SemVer> {
  return between(floorOf(bound, pre), index < 0 ? undefined : ceilingOf(bound, index));
}

function edgeTest(operator: string, bound: PartialVersion): RangeTest<SemVer> | undefined {
  const floor = floorOf(bound, bound.pre);
  const last = bound.numbers.length - 1;
  const ceiling = bound.wildcard && last >= 0 ? ceilingOf(bound, last) : undefined;
  switch (operator) {
    case '<':
      return (version) => compareSemver(version, floor) < 0;
    case '>=':
      return (version) => compareSemver(version, floor) >= 0;
    case '<=':
      return ceiling === undefined
        ? (version) => compareSemver(version, floor) <= 0
        : (version) => compareSemver(version, ceiling) < 0;
    case '>':
      return ceiling === undefined
        ? (version) => compareSemver(version, floor) > 0
        : (version) => compareSemver(version, ceiling) >= 0;
    default:
      return undefined;
  }
}

const range = (text: string): RangeTest<SemVer> | undefined =>
  readRange(text, (clause) => clauseTest(clause, 'all'));

const nativeRange = (text: string): RangeTest<SemVer> | undefined =>
  readRange(text, (clause) => clauseTest(clause, 'asked'));

/** Semantic versions outside a stricter ecosystem: Helm charts, GitHub actions, whatever says SemVer. */
export const semver: VersionScheme<SemVer> = {
  scheme: 'semver',
  aliases: ['semantic'],
  reference: 'Semantic Versioning 2.0.0; ranges after Masterminds/semver',
  parse,
  compare: compareSemver,
  range,
  satisfies: satisfiesWith(parse, nativeRange),
};
