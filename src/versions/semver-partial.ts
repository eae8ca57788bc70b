import { toNumber } from './digits.ts';
import type { VersionNumber } from './digits.ts';
import { compareSemver } from './semver-order.ts';
import type { SemVer } from './semver-order.ts';
import type { RangeTest } from './scheme.ts';
import { maxVersionLength } from './scheme.ts';

/** A version with parts left out or written as `x` or `*`, as ranges name a whole line: `1.2`, `1.x`, `*`. */
export interface PartialVersion {
  /** Major, minor and patch as far as they were given. */
  readonly numbers: readonly VersionNumber[];
  /** True when a part was written as `x`, `X` or `*`. */
  readonly wildcard: boolean;
  readonly pre: string;
}

const pattern =
  /^[\s=]*[vV]?([0-9]+|[xX*])(?:\.([0-9]+|[xX*])(?:\.([0-9]+|[xX*]))?)?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?\s*$/;
const wildcards: ReadonlySet<string> = new Set(['x', 'X', '*']);

/** Reads a partial version; undefined when the text has another shape. */
export function readPartial(text: string): PartialVersion | undefined {
  const match = text.length > maxVersionLength ? null : pattern.exec(text);
  if (match === null) return undefined;
  const parts = [match[1], match[2], match[3]].filter((part) => part !== undefined);
  const open = parts.findIndex((part) => wildcards.has(part));
  const given = open === -1 ? parts : parts.slice(0, open);
  return {
    numbers: given.map(toNumber),
    wildcard: open !== -1,
    pre: open === -1 ? (match[4] ?? '') : '',
  };
}

/** True when major, minor and patch were all given. */
export function isWhole(partial: PartialVersion): boolean {
  return partial.numbers.length === 3;
}

/** The lowest release of the line; with `pre`, that pre-release of it. */
export function floorOf({ numbers }: PartialVersion, pre: string): SemVer {
  return release(numbers, pre);
}

/**
 * The first version after the line that keeps the numbers up to `index`: of 1.2.3 and index 1 it is
 * 1.3.0-0, before which lies everything that starts with 1.2.
 */
export function ceilingOf({ numbers }: PartialVersion, index: number): SemVer {
  const kept = numbers.slice(0, index + 1);
  const last = kept.at(-1) ?? 0;
  return release([...kept.slice(0, -1), increment(last)], '0');
}

function increment(value: VersionNumber): VersionNumber {
  return typeof value === 'number' ? value + 1 : value + 1n;
}

function release(numbers: readonly VersionNumber[], pre: string): SemVer {
  const [major = 0, minor = 0, patch = 0] = numbers;
  return { major, minor, patch, given: 3, pre, build: '' };
}

/** Test for low <= version < high; without a high end, everything from low on. */
export function between(low: SemVer, high: SemVer | undefined): RangeTest<SemVer> {
  if (high === undefined) return (version) => compareSemver(version, low) >= 0;
  return (version) => compareSemver(version, low) >= 0 && compareSemver(version, high) < 0;
}

/** Index of the number that `~` lets grow no further: the minor one, or the last one given. */
export function tildeIndex({ numbers }: PartialVersion): number {
  return Math.min(1, numbers.length - 1);
}

/** Index of the number that `^` keeps: the first that is not 0, else the last one given. */
export function caretIndex({ numbers }: PartialVersion): number {
  const index = numbers.findIndex((value) => value > 0);
  return index === -1 ? numbers.length - 1 : index;
}
