import { decodeText } from '../formats/text.ts';
import { LimitError, limits } from '../model/index.ts';
import type { Confidence, SecretContext, SecretKind, SecretMatch } from './contract.ts';
import { eachKeyword, indexKeywords } from './keywords.ts';
import type { KeywordIndex } from './keywords.ts';
import { isPlaceholder } from './placeholder.ts';
import { redact } from './redact.ts';

/** A credential as found, before the lines are counted. */
interface Found {
  readonly rank: number;
  readonly start: number;
  readonly end: number;
  readonly confidence: Confidence;
}

/** Finds credentials of the kinds it was made for. */
export type SecretFinder = (
  text: string | Uint8Array,
  context?: SecretContext,
) => readonly SecretMatch[];

/**
 * A finder for `kinds`. One pass over the text looks for the keywords of all of them; only where
 * one stands is its pattern tried. Of matches that overlap the one of the earlier kind stays.
 */
export function secretFinder(kinds: readonly SecretKind[]): SecretFinder {
  // Most runs of the program look for no credential at all.
  let made: ReturnType<typeof indexKinds> | undefined;
  return (input, context = {}) => {
    const { index, ranks } = (made ??= indexKinds(kinds));
    const text = typeof input === 'string' ? input : textOf(input, context.path ?? 'bytes');
    const found: Found[] = [];
    eachKeyword(index, text, (row, at) => {
      for (const rank of ranks[row] ?? []) {
        const kind = kinds[rank];
        if (kind?.wants !== undefined && !kind.wants(context.path ?? '')) continue;
        const match = kind && candidateAt(kind, text, at, context);
        if (match === undefined) continue;
        found.push({ rank, ...match });
        if (found.length > limits.secret_matches.value)
          throw new LimitError('secret_matches', context.path ?? 'a text', found.length);
      }
    });
    return found.length === 0 ? [] : placed(text, kinds, withoutOverlaps(found));
  };
}

/** Which kinds each keyword belongs to, by their place in `kinds`. */
function indexKinds(kinds: readonly SecretKind[]): {
  readonly index: KeywordIndex;
  readonly ranks: readonly (readonly number[])[];
} {
  const rows = new Map<string, { word: string; caseless: boolean; ranks: number[] }>();
  for (const [rank, { keywords, caseless = false }] of kinds.entries())
    for (const word of keywords) {
      const key = `${caseless ? 'i' : ''}:${word}`;
      const row = rows.get(key) ?? { word, caseless, ranks: [] };
      row.ranks.push(rank);
      rows.set(key, row);
    }
  const all = [...rows.values()];
  return { index: indexKeywords(all), ranks: all.map(({ ranks }) => ranks) };
}

/** One character a byte, so that offsets are those of the bytes; UTF-16 is decoded first. */
function textOf(bytes: Uint8Array, what: string): string {
  if (bytes.length > limits.text_bytes.value)
    throw new LimitError('text_bytes', what, bytes.length);
  const [first, second] = bytes;
  const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (wide) return decodeText(bytes, what);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function candidateAt(
  kind: SecretKind,
  text: string,
  keyword: number,
  context: SecretContext,
): Omit<Found, 'rank'> | undefined {
  const at = kind.before === undefined ? keyword : startOf(text, keyword, kind.before);
  if (kind.inside !== true && at > 0 && isWordUnit(text.charCodeAt(at - 1))) return undefined;
  kind.pattern.lastIndex = at;
  const match = kind.pattern.exec(text);
  const groups = match?.groups;
  const span = match?.indices?.groups?.['value'] ?? match?.indices?.groups?.['bare'];
  if (groups === undefined || span === undefined) return undefined;
  // A text that begins earlier and ends before the keyword is another text.
  if (kind.pattern.lastIndex <= keyword) return undefined;
  const [start, end] = span;
  const value = text.slice(start, end);
  if (isPlaceholder(value)) return undefined;
  const confidence =
    kind.judge === undefined ? kind.confidence : kind.judge(value, groups, context);
  return confidence === undefined ? undefined : { start, end, confidence };
}

function startOf(text: string, keyword: number, before: NonNullable<SecretKind['before']>): number {
  let at = keyword;
  const least = Math.max(0, keyword - before.most);
  while (at > least && before.allowed.includes(text.charAt(at - 1))) at -= 1;
  return at;
}

function isWordUnit(unit: number): boolean {
  return (
    (unit >= 0x30 && unit <= 0x39) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    (unit >= 0x61 && unit <= 0x7a) ||
    unit === 0x5f
  );
}

/** In the order of the text; of overlapping ones the one of the lowest rank. */
function withoutOverlaps(found: readonly Found[]): readonly Found[] {
  const kept: Found[] = [];
  const inOrder = found.toSorted((a, b) => a.start - b.start || a.rank - b.rank || b.end - a.end);
  for (const next of inOrder) {
    const last = kept.at(-1);
    if (last === undefined || next.start >= last.end) kept.push(next);
    else if (next.rank < last.rank) kept[kept.length - 1] = next;
  }
  return kept;
}

function placed(
  text: string,
  kinds: readonly SecretKind[],
  found: readonly Found[],
): readonly SecretMatch[] {
  const matches: SecretMatch[] = [];
  let line = 1;
  let lineStart = 0;
  for (const { rank, start, end, confidence } of found) {
    for (;;) {
      const next = text.indexOf('\n', lineStart);
      if (next === -1 || next >= start) break;
      line += 1;
      lineStart = next + 1;
    }
    const kind = kinds[rank];
    if (kind === undefined) continue;
    const redacted = redact(text.slice(start, end));
    matches.push({
      kind,
      line,
      column: start - lineStart + 1,
      range: [start, end],
      redacted,
      confidence,
    });
  }
  return matches;
}
