import { isSpace, lastAtOrBelow } from './syntax.ts';
import type { SourcedText, Span, Word } from './syntax.ts';

/**
 * An instruction's lines joined into one text, with the way back into the file. Every reader of
 * arguments works on such a text by offsets, so that all it finds has its place.
 */
export class LogicalLine implements SourcedText {
  /** @readonly */ text = '';
  /** Offsets in `text` where a stretch of the file begins, and where that stretch lies in the file. */
  readonly #starts: number[] = [];
  readonly #sources: number[] = [];
  readonly #pieces: string[] = [];
  #length = 0;

  /** Appends a stretch of the file that begins at `source`. */
  add(text: string, source: number): void {
    if (text === '') return;
    this.#starts.push(this.#length);
    this.#sources.push(source);
    this.#pieces.push(text);
    this.#length += text.length;
  }

  /** Joins what was added; afterwards nothing may be added. */
  close(): void {
    this.text = this.#pieces.length === 1 ? (this.#pieces[0] ?? '') : this.#pieces.join('');
  }

  origin = (offset: number): number => {
    const index = lastAtOrBelow(this.#starts, offset);
    return (this.#sources[index] ?? 0) + offset - (this.#starts[index] ?? 0);
  };

  /** Place of `text[start, end)`; the end stays on the line of the last character. */
  span(start: number, end: number): Span {
    const from = this.origin(start);
    return { start: from, end: end > start ? this.origin(end - 1) + 1 : from };
  }

  /** The word `text[start, end)`, or another text for that place. */
  word(start: number, end: number, text: string = this.text.slice(start, end)): Word {
    return { text, ...this.span(start, end) };
  }

  /** The part `[start, end)` as a text of its own. */
  part(start: number, end: number): SourcedText {
    return { text: this.text.slice(start, end), origin: (offset) => this.origin(offset + start) };
  }

  /** Narrows `[start, end)` until it begins and ends with something other than white space. */
  trim(start: number, end: number): readonly [start: number, end: number] {
    let from = start;
    let to = end;
    while (from < to && isSpace(this.text[from] ?? '')) from += 1;
    while (to > from && isSpace(this.text[to - 1] ?? '')) to -= 1;
    return [from, to];
  }
}
