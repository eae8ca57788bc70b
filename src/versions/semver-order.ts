import { digitsEnd, numberAt, orderItems, orderNumbers, orderTexts, toNumber } from './digits.ts';
import type { VersionNumber } from './digits.ts';
import type { Order } from './scheme.ts';
import { maxVersionLength } from './scheme.ts';

/** A Semantic Version 2.0.0. Missing minor and patch numbers are 0, and `given` says how many were written. */
export interface SemVer {
  readonly major: VersionNumber;
  readonly minor: VersionNumber;
  readonly patch: VersionNumber;
  readonly given: number;
  /** Pre-release without its hyphen; empty for a release. */
  readonly pre: string;
  /** Build metadata without its plus sign; no part of the order. */
  readonly build: string;
}

const tailPattern = /^(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z.-]+))?$/;
const digitsOnly = /^[0-9]+$/;

/**
 * Reads `1.2.3-rc.1+build`. Tolerant where registries and advisories are: blanks around, `v` or
 * `=` in front, leading zeros, minor and patch left out. Undefined for anything else.
 */
export function readSemver(text: string): SemVer | undefined {
  if (text.length > maxVersionLength) return undefined;
  let at = skipPrefix(text);
  const numbers: [VersionNumber, VersionNumber, VersionNumber] = [0, 0, 0];
  let given = 0;
  while (given < 3) {
    const end = digitsEnd(text, at);
    if (end === at) return undefined;
    numbers[given] = numberAt(text, at, end);
    given += 1;
    at = end;
    if (given === 3 || text.charCodeAt(at) !== 46) break;
    at += 1;
  }
  const [major, minor, patch] = numbers;
  if (at === text.length) return { major, minor, patch, given, pre: '', build: '' };
  const tail = tailPattern.exec(text.slice(at).trimEnd());
  if (tail === null) return undefined;
  return { major, minor, patch, given, pre: tail[1] ?? '', build: tail[2] ?? '' };
}

/** Index of the first character after blanks, `=` and one `v`. */
function skipPrefix(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) <= 32 || text.charCodeAt(at) === 61) at += 1;
  const code = text.charCodeAt(at);
  return code === 118 || code === 86 ? at + 1 : at;
}

/** Precedence of SemVer 2.0.0 section 11. Build metadata is ignored. */
export function compareSemver(a: SemVer, b: SemVer): Order {
  return (
    orderNumbers(a.major, b.major) ||
    orderNumbers(a.minor, b.minor) ||
    orderNumbers(a.patch, b.patch) ||
    comparePre(a.pre, b.pre)
  );
}

/** Order of two pre-releases; none at all (empty) is the greatest. */
export function comparePre(a: string, b: string): Order {
  if (a === b) return 0;
  if (a === '') return 1;
  return b === '' ? -1 : compareIdentifiers(a.split('.'), b.split('.'));
}

/** Dotted identifiers: numbers before words, numbers by value, words by code, fewer before more. */
export function compareIdentifiers(a: readonly string[], b: readonly string[]): Order {
  return orderItems(a, b, compareIdentifier);
}

function compareIdentifier(a: string, b: string): Order {
  if (a === b) return 0;
  const left = digitsOnly.test(a);
  const right = digitsOnly.test(b);
  if (left && right) return orderNumbers(toNumber(a), toNumber(b));
  if (left !== right) return left ? -1 : 1;
  return orderTexts(a, b);
}
