import { LimitError, limits } from '../../model/index.ts';

/** A piece of a shell pattern: one character, any character, or any run of characters. */
type Piece = string | typeof one | typeof run;
const one: unique symbol = Symbol('?');
const run: unique symbol = Symbol('*');

/** `*` and `?`, with a backslash before what is meant as it stands; brackets mean nothing to BuildKit. */
function piecesOf(pattern: string): Piece[] {
  const pieces: Piece[] = [];
  let escaped = false;
  for (const char of pattern) {
    if (escaped || (char !== '\\' && char !== '*' && char !== '?')) {
      pieces.push(char);
      escaped = false;
    } else if (char === '\\') escaped = true;
    else if (char === '?') pieces.push(one);
    else if (pieces.at(-1) !== run) pieces.push(run);
  }
  if (escaped) pieces.push('\\');
  return pieces;
}

/**
 * Lengths of the starts of `chars` that the pattern matches: all its states are followed at once,
 * so that the work is at most length times pieces, whatever the pattern.
 */
function* matches(chars: readonly string[], pieces: readonly Piece[]): Generator<number> {
  let states = closed(new Set([0]), pieces);
  if (states.has(pieces.length)) yield 0;
  for (const [index, char] of chars.entries()) {
    const next = new Set<number>();
    for (const state of states) {
      const piece = pieces[state];
      if (piece === run) next.add(state);
      else if (piece === one || piece === char) next.add(state + 1);
    }
    if (next.size === 0) return;
    states = closed(next, pieces);
    if (states.has(pieces.length)) yield index + 1;
  }
}

/** Adds the states behind a `*`, which may match nothing. */
function closed(states: Set<number>, pieces: readonly Piece[]): Set<number> {
  for (const state of states) if (pieces[state] === run) states.add(state + 1);
  return states;
}

/** Shortest or longest start that matches; undefined when none does. */
function matchLength(
  chars: readonly string[],
  pieces: readonly Piece[],
  longest: boolean,
): number | undefined {
  let found: number | undefined;
  for (const length of matches(chars, pieces)) {
    found = length;
    if (!longest) break;
  }
  return found;
}

/** `${value#pattern}` and `${value%pattern}`; a doubled sign takes the longest match. */
export function trimPattern(value: string, pattern: string, sign: '#' | '%'): string {
  const longest = pattern.startsWith(sign);
  const pieces = piecesOf(longest ? pattern.slice(1) : pattern);
  const chars = Array.from(value);
  bound(chars.length * (pieces.length + 1));
  const fromEnd = sign === '%';
  const length = matchLength(
    fromEnd ? chars.toReversed() : chars,
    fromEnd ? pieces.toReversed() : pieces,
    longest,
  );
  if (length === undefined) return value;
  return (fromEnd ? chars.slice(0, chars.length - length) : chars.slice(length)).join('');
}

/** What to put in place of what. */
export interface Replacement {
  readonly pattern: string;
  readonly replacement: string;
  readonly all: boolean;
}

/** `${value/pattern/replacement}`: the first match, leftmost and longest, or all of them. */
export function replacePattern(value: string, { pattern, replacement, all }: Replacement): string {
  const pieces = piecesOf(pattern);
  const chars = Array.from(value);
  bound(chars.length * chars.length * (pieces.length + 1));
  bound(chars.length * replacement.length);
  let result = '';
  let at = 0;
  let done = false;
  while (at < chars.length) {
    const length = done ? undefined : matchLength(chars.slice(at), pieces, true);
    if (length === undefined || length === 0) {
      result += chars[at] ?? '';
      at += 1;
    } else {
      result += replacement;
      at += length;
      done = !all;
    }
  }
  return result;
}

/** Refuses work that only a hostile file asks for. */
function bound(steps: number): void {
  if (steps > limits.expansion_characters.value)
    throw new LimitError('expansion_characters', 'a pattern in a variable of a Dockerfile');
}
