import type { LogicalLine } from './logical-line.ts';
import { isSpace } from './syntax.ts';
import type { Flag, Pair, Word } from './syntax.ts';

/** A stretch `[start, end)` of a logical line. */
export type Stretch = readonly [start: number, end: number];

/** Blanks that part words; BuildKit's `[\t\v\f\r ]+`, narrower than its IsSpace. */
const isBlank = (char: string): boolean =>
  char === ' ' || char === '\t' || char === '\r' || char === '\v' || char === '\f';

/** Words of the stretch, parted by blanks alone: quotes mean nothing. */
export function plainWords(line: LogicalLine, [start, end]: Stretch): Word[] {
  const words: Word[] = [];
  let at = start;
  while (at < end) {
    const from = at;
    while (at < end && !isBlank(line.text[at] ?? '')) at += 1;
    if (at > from) words.push(line.word(from, at));
    while (at < end && isBlank(line.text[at] ?? '')) at += 1;
  }
  return words;
}

/**
 * Takes `--flags` off the front; a `--` alone ends them. Quotes and backslashes (never the escape
 * directive's token) keep blanks inside a flag and go away; BuildKit's extractBuilderFlags.
 */
export function takeFlags(
  line: LogicalLine,
  [start, end]: Stretch,
): { readonly flags: readonly Flag[]; readonly rest: Stretch } {
  const { text } = line;
  const flags: Flag[] = [];
  let at = start;
  for (;;) {
    while (at < end && isSpace(text[at] ?? '')) at += 1;
    if (at >= end || text[at] !== '-' || text[at + 1] !== '-') return { flags, rest: [at, end] };
    const from = at;
    let word = '';
    let quote = '';
    for (; at < end; at += 1) {
      const char = text[at] ?? '';
      if (char === '\\' && at + 1 < end) word += text[(at += 1)] ?? '';
      else if (quote !== '') {
        if (char === quote) quote = '';
        else word += char;
      } else if (char === '"' || char === "'") quote = char;
      else if (isSpace(char)) break;
      else if (char !== '\\') word += char;
    }
    if (word === '--') return { flags, rest: [at, end] };
    flags.push(flagOf(line.word(from, at, word)));
  }
}

function flagOf(word: Word): Flag {
  const equals = word.text.indexOf('=');
  if (equals === -1) return { ...word, name: word.text.slice(2) };
  return { ...word, name: word.text.slice(2, equals), value: word.text.slice(equals + 1) };
}

/**
 * Words of ENV, LABEL and ARG: quotes and the escape token keep blanks inside a word and stay in it;
 * BuildKit's parseWords. An escape token that ends the text is dropped.
 */
function quotedWords({ text }: LogicalLine, [start, end]: Stretch, escape: string): Stretch[] {
  const words: Stretch[] = [];
  let at = start;
  while (at < end) {
    while (at < end && isSpace(text[at] ?? '')) at += 1;
    const from = at;
    let quote = '';
    for (; at < end; at += 1) {
      const char = text[at] ?? '';
      if (char === escape && quote !== "'") at += 1;
      else if (quote !== '') {
        if (char === quote) quote = '';
      } else if (char === '"' || char === "'") quote = char;
      else if (isSpace(char)) break;
    }
    const to = at > end ? end - 1 : at;
    if (to > from) words.push([from, to]);
  }
  return words;
}

/** What `keyValuePairs` found, with the first word that is no pair. */
export interface PairsResult {
  readonly pairs: readonly Pair[];
  readonly wrong?: { readonly word: Word; readonly kind: 'missing-value' | 'not-a-pair' };
}

/** `key=value …` or the old `key value` of ENV and LABEL; BuildKit's parseNameVal. */
export function keyValuePairs(line: LogicalLine, stretch: Stretch, escape: string): PairsResult {
  const words = quotedWords(line, stretch, escape);
  const [first] = words;
  if (first === undefined) return { pairs: [] };
  if (!line.text.slice(...first).includes('=')) return oldPair(line, stretch);
  const pairs = words.map((word) => pairOf(line, word));
  const wrong = pairs.find(({ value }) => value === undefined);
  if (wrong === undefined) return { pairs };
  return {
    pairs: pairs.filter(({ value }) => value !== undefined),
    wrong: { word: wrong.key, kind: 'not-a-pair' },
  };
}

function oldPair(line: LogicalLine, [start, end]: Stretch): PairsResult {
  let at = start;
  while (at < end && !isBlank(line.text[at] ?? '')) at += 1;
  const key = line.word(start, at);
  while (at < end && isBlank(line.text[at] ?? '')) at += 1;
  if (at >= end) return { pairs: [], wrong: { word: key, kind: 'missing-value' } };
  const value = line.word(at, end);
  return { pairs: [{ key, value, joint: ' ', start: key.start, end: value.end }] };
}

/** `name` or `name=value` words of ARG; BuildKit's parseNameOrNameVal. */
export function argumentPairs(line: LogicalLine, stretch: Stretch, escape: string): Pair[] {
  return quotedWords(line, stretch, escape).map((word) => pairOf(line, word));
}

function pairOf(line: LogicalLine, [start, end]: Stretch): Pair {
  const span = line.span(start, end);
  // Looked for in the word alone: behind it may be a line of a million words without one.
  const at = line.text.slice(start, end).indexOf('=');
  if (at === -1) return { key: line.word(start, end), joint: '', ...span };
  const [key, value] = [line.word(start, start + at), line.word(start + at + 1, end)];
  return { key, value, joint: '=', ...span };
}

/** The words of a JSON array of texts; undefined when the stretch is no such array. */
export function jsonWords(
  line: LogicalLine,
  [start, end]: Stretch,
): readonly Word[] | 'not-strings' | undefined {
  if (line.text[start] !== '[') return undefined;
  const text = line.text.slice(start, end);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const items: readonly unknown[] = value;
  if (!items.every((item) => typeof item === 'string')) return 'not-strings';
  const words: Word[] = [];
  let index = 0;
  for (const match of text.matchAll(/"(?:[^"\\]|\\[^]?)*"?/g)) {
    const from = start + match.index;
    words.push(line.word(from, from + match[0].length, items[index] ?? ''));
    index += 1;
  }
  return words;
}
