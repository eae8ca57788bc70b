import { digitsEnd, isDigit, lettersEnd, numberAt, orderNumbers, orderTexts } from './digits.ts';
import type { VersionNumber } from './digits.ts';
import { ordered } from './range.ts';
import type { Order, VersionScheme } from './scheme.ts';
import { maxVersionLength } from './scheme.ts';

/**
 * Kinds of token in the order in which they may follow each other. When two versions agree so far,
 * the one whose next token has the higher kind is the lower version (`end` comes last, so longer
 * is greater, and garbage lowest), except for suffixes that announce a pre-release.
 */
const kinds = {
  first: 0,
  number: 1,
  letter: 2,
  suffix: 3,
  suffixNumber: 4,
  commit: 5,
  revision: 6,
  end: 7,
  invalid: 8,
} as const;

const hyphen = 45;
const dot = 46;
const underscore = 95;
const tilde = 126;
const commitPattern = /[0-9a-f]+/y;

/** One token of an apk version. `value` orders within the kind; `text` is as it was written. */
interface Token {
  readonly kind: number;
  readonly value: VersionNumber;
  readonly text: string;
}

/** The tokens of an apk version, without the end. */
export type ApkVersion = readonly Token[];

const endToken: Token = { kind: kinds.end, value: 0, text: '' };
const invalidToken: Token = { kind: kinds.invalid, value: 0, text: '' };

/** Rank of each suffix; below 0 it announces a version, above 0 it follows one. */
const suffixes: ReadonlyMap<string, number> = new Map([
  ['alpha', -4],
  ['beta', -3],
  ['pre', -2],
  ['rc', -1],
  ['cvs', 1],
  ['svn', 2],
  ['git', 3],
  ['hg', 4],
  ['p', 5],
]);

/**
 * Reads `1.2.3b_rc4_p5~1a2b-r6`. Like apk itself, it takes the readable front of a version that goes
 * wrong later (`1.2.0D`): real repositories hold some. Undefined when not even a number stands in front.
 */
function parse(input: string): ApkVersion | undefined {
  if (input.length > maxVersionLength) return undefined;
  const text = input.trim();
  let at = digitsEnd(text, 0);
  if (at === 0) return undefined;
  const tokens: Token[] = [numberToken(kinds.first, text, 0, at)];
  while (at < text.length) {
    const end = pushNext(tokens, text, at);
    if (end === undefined) {
      tokens.push(invalidToken);
      break;
    }
    at = end;
  }
  return tokens;
}

/** Reads the token at `at`; its end, or undefined when none may stand there. */
function pushNext(tokens: Token[], text: string, at: number): number | undefined {
  const last = tokens.at(-1)?.kind ?? kinds.end;
  const code = text.charCodeAt(at);
  // An empty number between dots counts as 0, and `6.6p1` goes on with numbers after its letter.
  if (code === dot && last <= kinds.number) return pushNumber(tokens, text, at + 1);
  if (isDigit(code) && last === kinds.letter) return pushNumber(tokens, text, at);
  if (code >= 97 && code <= 122 && last <= kinds.number) {
    tokens.push({ kind: kinds.letter, value: code, text: text.slice(at, at + 1) });
    return at + 1;
  }
  if (code === underscore && last <= kinds.suffixNumber) return pushSuffix(tokens, text, at + 1);
  if (isDigit(code) && last === kinds.suffix)
    return pushDigits(tokens, kinds.suffixNumber, text, at);
  if (code === tilde && last <= kinds.suffixNumber) return pushCommit(tokens, text, at + 1);
  if (code === hyphen && text.charAt(at + 1) === 'r' && last <= kinds.commit)
    return pushDigits(tokens, kinds.revision, text, at + 2);
  return undefined;
}

function pushNumber(tokens: Token[], text: string, at: number): number {
  const end = digitsEnd(text, at);
  tokens.push(numberToken(kinds.number, text, at, end));
  return end;
}

function pushDigits(tokens: Token[], kind: number, text: string, at: number): number | undefined {
  const end = digitsEnd(text, at);
  if (end === at) return undefined;
  tokens.push(numberToken(kind, text, at, end));
  return end;
}

function pushSuffix(tokens: Token[], text: string, at: number): number | undefined {
  const end = lettersEnd(text, at);
  const name = text.slice(at, end);
  const rank = suffixes.get(name);
  if (rank === undefined) return undefined;
  tokens.push({ kind: kinds.suffix, value: rank, text: name });
  return end;
}

function pushCommit(tokens: Token[], text: string, at: number): number | undefined {
  commitPattern.lastIndex = at;
  const hash = commitPattern.exec(text)?.[0];
  if (hash === undefined) return undefined;
  tokens.push({ kind: kinds.commit, value: 0, text: hash });
  return at + hash.length;
}

function numberToken(kind: number, text: string, start: number, end: number): Token {
  return { kind, value: numberAt(text, start, end), text: text.slice(start, end) };
}

function compare(a: ApkVersion, b: ApkVersion): Order {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a[index] ?? endToken;
    const right = b[index] ?? endToken;
    if (left.kind !== right.kind) return compareKinds(left, right);
    const order = compareTokens(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

function compareKinds(a: Token, b: Token): Order {
  if (a.kind === kinds.suffix && a.value < 0) return -1;
  if (b.kind === kinds.suffix && b.value < 0) return 1;
  return a.kind > b.kind ? -1 : 1;
}

/** Numbers after the first one order as text when either has a leading zero, as in Gentoo. */
function compareTokens(a: Token, b: Token): Order {
  const asText =
    a.kind === kinds.commit ||
    (a.kind === kinds.number && (a.text.charCodeAt(0) === 48 || b.text.charCodeAt(0) === 48));
  return asText ? orderTexts(a.text, b.text) : orderNumbers(a.value, b.value);
}

/** Alpine, Wolfi and Chainguard packages. */
export const apk: VersionScheme<ApkVersion> = {
  scheme: 'apk',
  reference: 'apk-tools version.c; apk-package(5)',
  parse,
  compare,
  ...ordered(parse, compare),
};
