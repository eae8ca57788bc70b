import { isDigit } from './digits.ts';
import { ordered } from './range.ts';
import type { Order, VersionScheme } from './scheme.ts';
import { maxVersionLength } from './scheme.ts';

/** The three parts of a Debian version. A missing revision is the empty string, which orders as `0`. */
export interface DebVersion {
  readonly epoch: number;
  readonly upstream: string;
  readonly revision: string;
}

const maxEpoch = 2_147_483_647;
const dash = 45;
const colon = 58;

/** Sorting weight by character code, as Policy 5.6.12 orders: `~`, then end and digits, letters, the rest. */
const notAllowed = 2;
const weights: Int16Array = new Int16Array(128).fill(notAllowed);
for (let code = 48; code <= 57; code += 1) weights[code] = 0;
for (let code = 65; code <= 90; code += 1) weights[code] = code;
for (let code = 97; code <= 122; code += 1) weights[code] = code;
for (const mark of '.+-:') weights[mark.charCodeAt(0)] = mark.charCodeAt(0) + 256;
weights['~'.charCodeAt(0)] = -1;

/**
 * Splits `epoch:upstream-revision`. Undefined where dpkg refuses (empty part, blank inside, epoch
 * no number or above INT_MAX) and where it only warns (foreign character, no digit in front): words
 * like `<unfixed>` or `none` must not be ordered.
 */
function parse(input: string): DebVersion | undefined {
  if (input.length > maxVersionLength) return undefined;
  const text = input.trim();
  let firstColon = -1;
  let lastColon = -1;
  let lastDash = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127 || weights[code] === notAllowed) return undefined;
    if (code === dash) lastDash = at;
    else if (code === colon) {
      if (firstColon === -1) firstColon = at;
      lastColon = at;
    }
  }
  const epoch = firstColon === -1 ? 0 : epochOf(text, firstColon);
  if (epoch === undefined || !isDigit(text.charCodeAt(firstColon + 1))) return undefined;
  if (lastDash === text.length - 1 || lastColon > lastDash) return undefined;
  return {
    epoch,
    upstream: text.slice(firstColon + 1, lastDash),
    revision: text.slice(lastDash + 1),
  };
}

function epochOf(text: string, end: number): number | undefined {
  let epoch = 0;
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) return undefined;
    epoch = epoch * 10 + (code - 48);
    if (epoch > maxEpoch) return undefined;
  }
  return end === 0 ? undefined : epoch;
}

function compare(a: DebVersion, b: DebVersion): Order {
  if (a.epoch !== b.epoch) return a.epoch < b.epoch ? -1 : 1;
  return comparePart(a.upstream, b.upstream) || comparePart(a.revision, b.revision);
}

/** Alternates runs of non-digits, ordered by weight, and runs of digits, ordered as numbers. */
function comparePart(a: string, b: string): Order {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while (isText(a, i) || isText(b, j)) {
      const left = weightAt(a, i);
      const right = weightAt(b, j);
      if (left !== right) return left < right ? -1 : 1;
      i += 1;
      j += 1;
    }
    while (a.charCodeAt(i) === 48) i += 1;
    while (b.charCodeAt(j) === 48) j += 1;
    let difference = 0;
    while (isDigit(a.charCodeAt(i)) && isDigit(b.charCodeAt(j))) {
      if (difference === 0) difference = a.charCodeAt(i) - b.charCodeAt(j);
      i += 1;
      j += 1;
    }
    // The longer run of digits without leading zeros is the greater number.
    if (isDigit(a.charCodeAt(i))) return 1;
    if (isDigit(b.charCodeAt(j))) return -1;
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return 0;
}

function isText(text: string, at: number): boolean {
  return at < text.length && !isDigit(text.charCodeAt(at));
}

function weightAt(text: string, at: number): number {
  return at < text.length ? (weights[text.charCodeAt(at)] ?? 0) : 0;
}

/** Debian and Ubuntu packages. */
export const deb: VersionScheme<DebVersion> = {
  scheme: 'deb',
  reference: 'Debian Policy 5.6.12, deb-version(7)',
  parse,
  compare,
  ...ordered(parse, compare),
};
