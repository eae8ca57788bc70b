/** A word to look for, ASCII. */
export interface Keyword {
  readonly word: string;
  readonly caseless: boolean;
}

/** Tables of the search: made once, used for every text. */
export interface KeywordIndex {
  readonly keywords: readonly Keyword[];
  /** Length of the shortest word. */
  readonly window: number;
  /** How far the window may move, by the pair of characters at its end; 0 asks `ends`. */
  readonly shifts: Uint8Array;
  /** Words whose window ends in the pair. */
  readonly ends: ReadonlyMap<number, readonly number[]>;
}

/** A pair of characters without the bit that tells the cases of a letter apart. */
function pairOf(first: number, second: number): number {
  return ((first & 0x5f) << 7) | (second & 0x5f);
}

/**
 * Index for `eachKeyword`, after Wu and Manber, "A fast algorithm for multi-pattern searching"
 * (1994) with blocks of two characters.
 */
export function indexKeywords(keywords: readonly Keyword[]): KeywordIndex {
  const window = Math.min(...keywords.map(({ word }) => word.length));
  const shifts = new Uint8Array(1 << 14).fill(window - 1);
  const ends = new Map<number, number[]>();
  for (const [row, { word }] of keywords.entries()) {
    for (let at = 0; at + 1 < window; at += 1) {
      const pair = pairOf(word.charCodeAt(at), word.charCodeAt(at + 1));
      const shift = window - 2 - at;
      shifts[pair] = Math.min(shifts[pair] ?? shift, shift);
      if (shift > 0) continue;
      const rows = ends.get(pair);
      if (rows === undefined) ends.set(pair, [row]);
      else rows.push(row);
    }
  }
  return { keywords, window, shifts, ends };
}

/** Calls `found` with the row of each keyword in `text` and where it begins, in the order of the text. */
export function eachKeyword(
  index: KeywordIndex,
  text: string,
  found: (row: number, at: number) => void,
): void {
  const { keywords, window, shifts, ends } = index;
  for (let end = window - 1; end < text.length;) {
    const pair = pairOf(text.charCodeAt(end - 1), text.charCodeAt(end));
    const shift = shifts[pair] ?? 0;
    if (shift > 0) {
      end += shift;
      continue;
    }
    const at = end - window + 1;
    for (const row of ends.get(pair) ?? []) {
      const keyword = keywords[row];
      if (keyword !== undefined && standsAt(text, at, keyword)) found(row, at);
    }
    end += 1;
  }
}

function standsAt(text: string, at: number, { word, caseless }: Keyword): boolean {
  if (!caseless) return text.startsWith(word, at);
  if (at + word.length > text.length) return false;
  for (let index = 0; index < word.length; index += 1)
    if (lower(text.charCodeAt(at + index)) !== lower(word.charCodeAt(index))) return false;
  return true;
}

function lower(unit: number): number {
  return unit >= 0x41 && unit <= 0x5a ? unit | 0x20 : unit;
}
