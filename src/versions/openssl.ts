import { orderLists, orderNumbers, orderTexts, toNumber } from './digits.ts';
import type { VersionNumber } from './digits.ts';
import { ordered } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, VersionScheme } from './scheme.ts';
import { comparePre } from './semver-order.ts';

interface OpensslVersion {
  readonly numbers: readonly VersionNumber[];
  /** Patch letters of the versions before 3.0: none, a to z, za and on. */
  readonly letters: string;
  /** `alpha.1`, `beta.2`, `pre.9`, `dev`; empty for a release. */
  readonly pre: string;
}

const pattern = /^([0-9]+\.[0-9]+\.[0-9]+)([a-z]*)(?:-([0-9a-z.-]+))?$/;
const announced = /^(alpha|beta|pre|dev|rc)([0-9]*)/;

/** Reads `1.1.1w`, `3.0.0-beta2`, `1.0.2k-fips`. */
function parse(input: string): OpensslVersion | undefined {
  if (input.length > maxVersionLength) return undefined;
  const match = pattern.exec(input.trim().toLowerCase());
  if (match === null) return undefined;
  const [, numbers = '', letters = '', tail = ''] = match;
  // What else may hang on (`-fips`, `-r0` of a distribution) changes nothing in the order.
  const pre = announced.exec(tail);
  return {
    numbers: numbers.split('.').map(toNumber),
    letters,
    pre: pre === null ? '' : `${pre[1]}.${pre[2] || '0'}`,
  };
}

function compare(a: OpensslVersion, b: OpensslVersion): Order {
  return (
    orderLists(a.numbers, b.numbers, 0) ||
    orderNumbers(a.letters.length, b.letters.length) ||
    orderTexts(a.letters, b.letters) ||
    comparePre(a.pre, b.pre)
  );
}

/** OpenSSL itself: letters until 1.1.1, Semantic Versions since 3.0. */
export const openssl: VersionScheme<OpensslVersion> = {
  scheme: 'openssl',
  reference: 'OpenSSL release strategy',
  parse,
  compare,
  ...ordered(parse, compare),
};
