import {
  digitsEnd,
  numberAt,
  orderLists,
  orderItems,
  orderNumbers,
  orderTexts,
  toNumber,
} from './digits.ts';
import type { VersionNumber } from './digits.ts';
import { orderTest, readRange, satisfiesWith } from './range.ts';
import type { Clause } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, RangeTest, VersionScheme } from './scheme.ts';

/** A PEP 440 version in normal form. Absent parts are undefined, so that 1.0 and 1.0.post0 differ. */
export interface PypiVersion {
  readonly epoch: VersionNumber;
  /** Numbers of the release without trailing zeros. */
  readonly release: readonly VersionNumber[];
  /** Numbers as written, for `~=` and `==1.2.*`. */
  readonly given: number;
  readonly pre: { readonly phase: Phase; readonly number: VersionNumber } | undefined;
  readonly post: VersionNumber | undefined;
  readonly dev: VersionNumber | undefined;
  readonly local: readonly string[];
}

type Phase = 'a' | 'b' | 'rc';

const phases: ReadonlyMap<string, Phase> = new Map([
  ['a', 'a'],
  ['alpha', 'a'],
  ['b', 'b'],
  ['beta', 'b'],
  ['c', 'rc'],
  ['rc', 'rc'],
  ['pre', 'rc'],
  ['preview', 'rc'],
]);

/** What follows the release numbers: pre, post, dev and local parts in any of PEP 440's spellings. */
const suffixPattern =
  /^(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]*))?(?:-([0-9]+)|[-_.]?(post|rev|r)[-_.]?([0-9]*))?(?:[-_.]?(dev)[-_.]?([0-9]*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

const digitsOnly = /^[0-9]+$/;

/**
 * Reads a PEP 440 version. Undefined for older, free-form versions (`2004d`, `1.0-final-x`): their
 * order was never specified, so the verdict on them is unknown.
 */
function parse(input: string): PypiVersion | undefined {
  if (input.length > maxVersionLength) return undefined;
  const text = input.trim().toLowerCase();
  let at = text.startsWith('v') ? 1 : 0;
  let epoch: VersionNumber = 0;
  let end = digitsEnd(text, at);
  if (text.charAt(end) === '!' && end > at) {
    epoch = numberAt(text, at, end);
    at = end + 1;
    end = digitsEnd(text, at);
  }
  const release: VersionNumber[] = [];
  while (end > at) {
    release.push(numberAt(text, at, end));
    if (text.charCodeAt(end) !== 46) break;
    const next = digitsEnd(text, end + 1);
    if (next === end + 1) break;
    at = end + 1;
    end = next;
  }
  const given = release.length;
  if (given === 0) return undefined;
  while (release.at(-1) === 0) release.pop();
  if (end === text.length) {
    return { epoch, release, given, pre: undefined, post: undefined, dev: undefined, local: [] };
  }
  const suffix = suffixOf(text.slice(end));
  return suffix === undefined ? undefined : { epoch, release, given, ...suffix };
}

function suffixOf(text: string): Pick<PypiVersion, 'pre' | 'post' | 'dev' | 'local'> | undefined {
  const match = suffixPattern.exec(text);
  if (match === null) return undefined;
  const [, word, number = '', implicitPost, postWord, post = '', devWord, dev = '', local] = match;
  const phase = word === undefined ? undefined : phases.get(word);
  return {
    pre: phase === undefined ? undefined : { phase, number: toNumber(number) },
    post:
      postWord === undefined && implicitPost === undefined
        ? undefined
        : toNumber(implicitPost ?? post),
    dev: devWord === undefined ? undefined : toNumber(dev),
    local: local === undefined ? [] : local.split(/[-_.]/),
  };
}

function compare(a: PypiVersion, b: PypiVersion): Order {
  return comparePublic(a, b) || compareLocal(a.local, b.local);
}

/** Order without the local part. */
function comparePublic(a: PypiVersion, b: PypiVersion): Order {
  return (
    orderNumbers(a.epoch, b.epoch) ||
    orderLists(a.release, b.release, 0) ||
    comparePhase(a, b) ||
    orderNumbers(a.post ?? -1, b.post ?? -1) ||
    orderNumbers(a.dev ?? Infinity, b.dev ?? Infinity)
  );
}

function comparePhase(a: PypiVersion, b: PypiVersion): Order {
  const order = orderNumbers(rankOf(a), rankOf(b));
  return order || orderNumbers(a.pre?.number ?? 0, b.pre?.number ?? 0);
}

/** Where the version stands around its release: a bare `.dev` comes before the first alpha. */
function rankOf({ pre, post, dev }: PypiVersion): number {
  if (pre !== undefined) return pre.phase === 'a' ? 1 : pre.phase === 'b' ? 2 : 3;
  return post === undefined && dev !== undefined ? 0 : 4;
}

/** Segments of the local part: numbers after words, none before any. */
function compareLocal(a: readonly string[], b: readonly string[]): Order {
  return orderItems(a, b, compareSegment);
}

function compareSegment(a: string, b: string): Order {
  const left = digitsOnly.test(a);
  const right = digitsOnly.test(b);
  if (left && right) return orderNumbers(toNumber(a), toNumber(b));
  if (left !== right) return left ? 1 : -1;
  return orderTexts(a, b);
}

/** `native` is PEP 440 to the letter, `advisory` plain order between the bounds. */
type Reading = 'native' | 'advisory';

function clauseTest(clause: Clause, reading: Reading): RangeTest<PypiVersion> | undefined {
  const { operator, operand } = clause;
  if (operand === '*' && isEquality(operator)) return () => true;
  if (operator === '===') return exactTest(operand);
  if (operand.endsWith('.*')) return prefixTest(operator, operand.slice(0, -2));
  const bound = parse(operand);
  if (bound === undefined) return undefined;
  if (operator === '~=' || operator === '~>') return compatibleTest(bound);
  if (reading === 'native' && bound.local.length === 0) {
    if (operator === '<') return belowTest(bound);
    if (operator === '>') return aboveTest(bound);
  }
  return orderTest(operator, bound, bound.local.length === 0 ? comparePublic : compare);
}

function isEquality(operator: string): boolean {
  return operator === '' || operator === '=' || operator === '==';
}

function exactTest(operand: string): RangeTest<PypiVersion> | undefined {
  const bound = parse(operand);
  return bound === undefined ? undefined : (version) => compare(version, bound) === 0;
}

/** `==1.2.*` and `!=1.2.*`: same epoch, and the release starts with these numbers. */
function prefixTest(operator: string, text: string): RangeTest<PypiVersion> | undefined {
  const bound = parse(text);
  if (bound === undefined || bound.local.length > 0 || bound.dev !== undefined) return undefined;
  const starts: RangeTest<PypiVersion> = (version) => startsWith(version, bound, bound.given);
  if (isEquality(operator)) return starts;
  return operator === '!=' ? (version) => !starts(version) : undefined;
}

/** True when the version agrees with the first `count` release numbers, and with the pre and post parts that were given. */
function startsWith(version: PypiVersion, bound: PypiVersion, count: number): boolean {
  for (let index = 0; index < count; index += 1) {
    if ((version.release[index] ?? 0) !== (bound.release[index] ?? 0)) return false;
  }
  if (version.epoch !== bound.epoch) return false;
  if (bound.pre === undefined && bound.post === undefined) return true;
  return (
    orderLists(version.release, bound.release, 0) === 0 &&
    comparePhase(version, bound) === 0 &&
    (bound.post === undefined || version.post === bound.post)
  );
}

/** `~=1.4.2` is `>=1.4.2, ==1.4.*`. */
function compatibleTest(bound: PypiVersion): RangeTest<PypiVersion> | undefined {
  if (bound.given < 2 || bound.local.length > 0) return undefined;
  const line: PypiVersion = { ...bound, pre: undefined, post: undefined, dev: undefined };
  return (version) =>
    comparePublic(version, bound) >= 0 && startsWith(version, line, bound.given - 1);
}

/** `<V` does not admit the pre-releases of V, unless V is one itself. */
function belowTest(bound: PypiVersion): RangeTest<PypiVersion> {
  const admits = isPreRelease(bound);
  return (version) =>
    comparePublic(version, bound) < 0 && (admits || !isPreReleaseOf(version, bound));
}

function isPreReleaseOf(version: PypiVersion, bound: PypiVersion): boolean {
  if (!isPreRelease(version) || !sameRelease(version, bound)) return false;
  return bound.post === undefined || (version.pre === undefined && version.post === bound.post);
}

/** `>V` admits neither the post-releases of V, unless V is one itself, nor its local versions. */
function aboveTest(bound: PypiVersion): RangeTest<PypiVersion> {
  const admits = bound.post !== undefined || bound.dev !== undefined;
  return (version) =>
    comparePublic(version, bound) > 0 && (admits || !isPostReleaseOf(version, bound));
}

function isPostReleaseOf(version: PypiVersion, bound: PypiVersion): boolean {
  const { post, pre } = version;
  const samePre = pre?.phase === bound.pre?.phase && pre?.number === bound.pre?.number;
  return post !== undefined && samePre && sameRelease(version, bound);
}

function isPreRelease(version: PypiVersion): boolean {
  return version.pre !== undefined || version.dev !== undefined;
}

function sameRelease(a: PypiVersion, b: PypiVersion): boolean {
  return orderNumbers(a.epoch, b.epoch) === 0 && orderLists(a.release, b.release, 0) === 0;
}

/**
 * A single bound is read as PEP 440 says. A window, `>=1.0, <2.0`, is how advisories write, and in it
 * a pre-release of the upper bound is still unfixed.
 */
const nativeRange = (text: string): RangeTest<PypiVersion> | undefined =>
  readRange(text, (clause) => clauseTest(clause, text.includes(',') ? 'advisory' : 'native'));

/** Python packages. */
export const pypi: VersionScheme<PypiVersion> = {
  scheme: 'pypi',
  aliases: ['pep440'],
  reference: 'PEP 440',
  parse,
  compare,
  range: (text) => readRange(text, (clause) => clauseTest(clause, 'advisory')),
  satisfies: satisfiesWith(parse, nativeRange),
};
