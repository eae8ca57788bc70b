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
import { ordered } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, VersionScheme } from './scheme.ts';

interface AlpmVersion {
  readonly epoch: VersionNumber;
  readonly version: string;
  readonly release: string | undefined;
}

/** Splits `epoch:version-release`. */
function parse(input: string): AlpmVersion | undefined {
  if (input.length > maxVersionLength) return undefined;
  const match = /^(?:([0-9]+):)?([0-9A-Za-z._+~]+)(?:-([0-9.]+))?$/.exec(input.trim());
  if (match === null) return undefined;
  return { epoch: toNumber(match[1] ?? ''), version: match[2] ?? '', release: match[3] };
}

/** A release counts only when both versions have one. */
function compare(a: AlpmVersion, b: AlpmVersion): Order {
  const order = orderNumbers(a.epoch, b.epoch) || compareSegments(a.version, b.version);
  if (order !== 0 || a.release === undefined || b.release === undefined) return order;
  return compareSegments(a.release, b.release);
}

/**
 * pacman's vercmp: runs of digits and of letters. Unlike rpm it looks at how long separators are, and
 * letters that are left over make a version lower (1.0rc before 1.0).
 */
function compareSegments(a: string, b: string): Order {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = skipSeparators(a, i);
    const right = skipSeparators(b, j);
    const gap = orderNumbers(left - i, right - j);
    i = left;
    j = right;
    if (i >= a.length || j >= b.length) break;
    if (gap !== 0) return gap;
    const isNumber = isDigit(a.charCodeAt(i));
    if (isNumber !== isDigit(b.charCodeAt(j))) return isNumber ? 1 : -1;
    const leftEnd = runEnd(a, i, isNumber);
    const rightEnd = runEnd(b, j, isNumber);
    const [runA, runB] = [a.slice(i, leftEnd), b.slice(j, rightEnd)];
    const order = isNumber ? orderNumbers(toNumber(runA), toNumber(runB)) : orderTexts(runA, runB);
    if (order !== 0) return order;
    i = leftEnd;
    j = rightEnd;
  }
  if (i >= a.length && j >= b.length) return 0;
  const lower = i >= a.length ? !isLetter(b.charCodeAt(j)) : isLetter(a.charCodeAt(i));
  return lower ? -1 : 1;
}

function skipSeparators(text: string, at: number): number {
  let end = at;
  while (end < text.length && !isDigit(text.charCodeAt(end)) && !isLetter(text.charCodeAt(end)))
    end += 1;
  return end;
}

function runEnd(text: string, at: number, isNumber: boolean): number {
  return isNumber ? digitsEnd(text, at) : lettersEnd(text, at);
}

/** Arch Linux packages. */
export const alpm: VersionScheme<AlpmVersion> = {
  scheme: 'alpm',
  aliases: ['pacman'],
  reference: 'alpm-pkgver(7), vercmp(8)',
  parse,
  compare,
  ...ordered(parse, compare),
};
