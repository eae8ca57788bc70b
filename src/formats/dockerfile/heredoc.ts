import { expandWord } from './expand.ts';
import type { LogicalLine } from './logical-line.ts';
import type { Word } from './syntax.ts';

/** What a `<<name` word of an instruction announces. */
export interface HeredocOpener {
  readonly opener: Word;
  readonly name: string;
  readonly expand: boolean;
  readonly chomp: boolean;
  readonly descriptor: number;
}

const nothing = (): undefined => undefined;

/**
 * The here-documents that a line opens, in order. A line whose quotes do not close opens none, and
 * `<<<` is no opener; BuildKit's heredocsFromLine.
 */
export function heredocOpeners(line: LogicalLine): readonly HeredocOpener[] {
  if (!line.text.includes('<<')) return [];
  const { words } = expandWord(line.text, nothing, { raw: true, keepUnset: true });
  return words.flatMap(({ text, start, end }) => {
    const match = /^(\d{0,9})<<(-?)([^<]+)$/.exec(text);
    if (match === null) return [];
    const [, descriptor = '', dash, rest = ''] = match;
    const name = expandWord(rest, nothing, { keepUnset: true });
    const quoted = expandWord(rest, nothing, { raw: true, keepUnset: true });
    const [plain, ...more] = name.words;
    if (plain === undefined || more.length > 0) return [];
    return {
      opener: line.word(start, end, text),
      name: plain.text,
      expand: quoted.words[0]?.text === plain.text,
      chomp: dash === '-',
      descriptor: Number(descriptor),
    };
  });
}
