import {
  digitsEnd,
  isDigit,
  isLetter,
  lettersEnd,
  orderNumbers,
  orderTexts,
  toNumber,
} from './digits.ts';
import type { VersionNumber } from './digits.ts';
import { ordered, satisfiesWith } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, VersionScheme } from './scheme.ts';

/** Epoch, version and release of an RPM. A missing epoch counts as 0, a missing release as lower than any. */
export interface RpmVersion {
  readonly epoch: VersionNumber | undefined;
  readonly version: string;
  readonly release: string | undefined;
}

const tilde = 126;
const caret = 94;

/** Splits `epoch:version-release`. Undefined for an empty version, blanks inside, or an epoch that is no number. */
function parse(input: string): RpmVersion | undefined {
  if (input.length > maxVersionLength) return undefined;
  const text = input.trim();
  if (/[\s\u0000-\u001f<>=]/.test(text)) return undefined;
  const colon = text.indexOf(':');
  if (colon !== -1 && (colon === 0 || digitsEnd(text, 0) !== colon)) return undefined;
  const dash = text.lastIndexOf('-');
  const end = dash > colon ? dash : text.length;
  const version = text.slice(colon + 1, end);
  if (version === '') return undefined;
  return {
    epoch: colon === -1 ? undefined : toNumber(text.slice(0, colon)),
    version,
    release: end === text.length ? undefined : text.slice(end + 1),
  };
}

function compare(a: RpmVersion, b: RpmVersion): Order {
  return orderNumbers(a.epoch ?? 0, b.epoch ?? 0) || compareWithoutEpoch(a, b);
}

function compareWithoutEpoch(a: RpmVersion, b: RpmVersion): Order {
  const order = compareSegments(a.version, b.version);
  if (order !== 0) return order;
  if (a.release === undefined || b.release === undefined)
    return orderNumbers(a.release === undefined ? 0 : 1, b.release === undefined ? 0 : 1);
  return compareSegments(a.release, b.release);
}

/**
 * rpmvercmp: runs of digits and runs of letters, whatever separates them; numbers beat letters, `~`
 * comes before the end, `^` after the end but before anything else.
 */
export function compareSegments(a: string, b: string): Order {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    i = skipSeparators(a, i);
    j = skipSeparators(b, j);
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(j);
    const marked = compareMarks(left, right);
    if (marked !== 0) return marked;
    if (left === tilde || left === caret) {
      i += 1;
      j += 1;
      continue;
    }
    if (i >= a.length || j >= b.length) break;
    const isNumber = isDigit(left);
    if (isNumber !== isDigit(right)) return isNumber ? 1 : -1;
    const leftEnd = isNumber ? digitsEnd(a, i) : lettersEnd(a, i);
    const rightEnd = isNumber ? digitsEnd(b, j) : lettersEnd(b, j);
    const order = compareRun(a.slice(i, leftEnd), b.slice(j, rightEnd), isNumber);
    if (order !== 0) return order;
    i = leftEnd;
    j = rightEnd;
  }
  if (i >= a.length && j >= b.length) return 0;
  return i < a.length ? 1 : -1;
}

/** Order of two characters of which one may be `~` or `^`; the end of a text is NaN. */
function compareMarks(left: number, right: number): Order {
  if (left === right) return 0;
  if (left === tilde || right === tilde) return left === tilde ? -1 : 1;
  if (left !== caret && right !== caret) return 0;
  if (Number.isNaN(left)) return -1;
  if (Number.isNaN(right)) return 1;
  return left === caret ? -1 : 1;
}

function compareRun(a: string, b: string, isNumber: boolean): Order {
  return isNumber ? orderNumbers(toNumber(a), toNumber(b)) : orderTexts(a, b);
}

function skipSeparators(text: string, at: number): number {
  let end = at;
  while (end < text.length && isSeparator(text.charCodeAt(end))) end += 1;
  return end;
}

function isSeparator(code: number): boolean {
  return !isDigit(code) && !isLetter(code) && code !== tilde && code !== caret;
}

/**
 * Ranges that people write about RPMs leave out epochs and trailing zeros of the release, so here an
 * epoch counts only when both sides have one. `range`, which the matcher uses on feeds, keeps rpm's order.
 */
const loose: Pick<VersionScheme<RpmVersion>, 'range'> = ordered(parseLoose, (a, b) =>
  a.epoch === undefined || b.epoch === undefined ? compareWithoutEpoch(a, b) : compare(a, b),
);

function parseLoose(text: string): RpmVersion | undefined {
  const version = parse(text);
  if (version?.release === undefined) return version;
  return { ...version, release: withoutZeros(version.release) };
}

function withoutZeros(text: string): string {
  let end = text.length;
  while (text.endsWith('.0', end)) end -= 2;
  return text.slice(0, end);
}

/** RPM packages of every distribution. */
export const rpm: VersionScheme<RpmVersion> = {
  scheme: 'rpm',
  reference: 'rpm-version(7), rpmvercmp',
  parse,
  compare,
  range: ordered(parse, compare).range,
  satisfies: satisfiesWith(parseLoose, loose.range),
};
