import { isDigit } from './digits.ts';
import { ordered } from './range.ts';
import type { Order, VersionScheme } from './scheme.ts';
import { maxVersionLength } from './scheme.ts';

/** A Debian version: its text and where the parts lie in it, so that nothing is copied. */
export interface DebVersion {
  readonly text: string;
  readonly epoch: number;
  /** The upstream version is text[start, dash), the revision text[dash + 1, …); without revision dash is the length. */
  readonly start: number;
  readonly dash: number;
}

const maxEpoch = 2_147_483_647;
const zero = 48;
const hyphen = 45;
const colon = 58;

/** Sorting weight by character code, as Policy 5.6.12 orders: `~`, then end (code 0) and digits, letters, the rest. */
const weights: Int16Array = new Int16Array(128);
for (let code = 65; code <= 90; code += 1) weights[code] = code;
for (let code = 97; code <= 122; code += 1) weights[code] = code;
for (const mark of '.+-:') weights[mark.charCodeAt(0)] = mark.charCodeAt(0) + 256;
weights['~'.charCodeAt(0)] = -1;

/**
 * Finds the parts of `epoch:upstream-revision`. Undefined where dpkg refuses (empty part, blank
 * inside, epoch no number or above INT_MAX) and where it only warns (foreign character, no digit in
 * front): words like `<unfixed>` or `none` must not be ordered.
 */
function parse(input: string): DebVersion | undefined {
  if (input.length > maxVersionLength) return undefined;
  const text =
    input.charCodeAt(0) <= 32 || input.charCodeAt(input.length - 1) <= 32 ? input.trim() : input;
  let firstColon = -1;
  let lastColon = -1;
  let dash = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) continue;
    if (code > 127 || weights[code] === 0) return undefined;
    if (code === hyphen) dash = at;
    else if (code === colon) {
      if (firstColon === -1) firstColon = at;
      lastColon = at;
    }
  }
  const start = firstColon + 1;
  const epoch = firstColon === -1 ? 0 : epochOf(text, firstColon);
  if (epoch === undefined || !isDigit(text.charCodeAt(start))) return undefined;
  if (dash === text.length - 1 || lastColon > dash) return undefined;
  return { text, epoch, start, dash };
}

function epochOf(text: string, end: number): number | undefined {
  let epoch = 0;
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) return undefined;
    epoch = epoch * 10 + (code - zero);
    if (epoch > maxEpoch) return undefined;
  }
  return end === 0 ? undefined : epoch;
}

function compare(a: DebVersion, b: DebVersion): Order {
  if (a.epoch !== b.epoch) return a.epoch < b.epoch ? -1 : 1;
  return comparePart(a, b, false) || comparePart(a, b, true);
}

/**
 * Runs of non-digits, ordered by weight, alternate with runs of digits, ordered as numbers. What both
 * begin with is skipped first, back to the start of the run of digits in which they part.
 */
function comparePart(a: DebVersion, b: DebVersion, revision: boolean): Order {
  const [left, right] = [a.text, b.text];
  const leftStart = revision ? a.dash + 1 : a.start;
  const leftEnd = revision ? left.length : a.dash;
  const rightEnd = revision ? right.length : b.dash;
  let i = leftStart;
  let j = revision ? b.dash + 1 : b.start;
  while (i < leftEnd && j < rightEnd && left.charCodeAt(i) === right.charCodeAt(j)) {
    i += 1;
    j += 1;
  }
  while (i > leftStart && i <= leftEnd && isDigit(left.charCodeAt(i - 1))) {
    i -= 1;
    j -= 1;
  }
  while (i < leftEnd || j < rightEnd) {
    let x = codeAt(left, i, leftEnd);
    let y = codeAt(right, j, rightEnd);
    while (isText(x) || isText(y)) {
      const difference = (weights[x] ?? 0) - (weights[y] ?? 0);
      if (difference !== 0) return difference < 0 ? -1 : 1;
      i += 1;
      j += 1;
      x = codeAt(left, i, leftEnd);
      y = codeAt(right, j, rightEnd);
    }
    while (codeAt(left, i, leftEnd) === zero) i += 1;
    while (codeAt(right, j, rightEnd) === zero) j += 1;
    let difference = 0;
    for (;;) {
      x = codeAt(left, i, leftEnd);
      y = codeAt(right, j, rightEnd);
      if (!isDigit(x) || !isDigit(y)) break;
      if (difference === 0) difference = x - y;
      i += 1;
      j += 1;
    }
    // The longer run of digits without leading zeros is the greater number.
    if (isDigit(x)) return 1;
    if (isDigit(y)) return -1;
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return 0;
}

/** Code of the character, 0 from the end of the part on. */
function codeAt(text: string, at: number, end: number): number {
  return at < end ? text.charCodeAt(at) : 0;
}

function isText(code: number): boolean {
  return code !== 0 && !isDigit(code);
}

/** Debian and Ubuntu packages. */
export const deb: VersionScheme<DebVersion> = {
  scheme: 'deb',
  reference: 'Debian Policy 5.6.12, deb-version(7)',
  parse,
  compare,
  ...ordered(parse, compare),
};
