/**
 * A stretch of the file: UTF-16 offsets, the end exclusive. It may run over line ends when a word is
 * continued on the next line; `lineAt` and `columnAt` of the file turn an offset into a position.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A word with its place. `text` has no continuations; inside a JSON form it is decoded. */
export interface Word extends Span {
  readonly text: string;
}

/** A `--name=value` before the arguments. `text` is the whole of it, quotes taken off. */
export interface Flag extends Word {
  readonly name: string;
  /** Absent for a flag without `=`. */
  readonly value?: string;
}

/** `key=value` of ENV, LABEL and ARG; the value as written, quotes and variables in place. */
export interface Pair extends Span {
  readonly key: Word;
  /** Absent in `ARG name`. */
  readonly value?: Word;
  /** How key and value are joined: `=`, or the blank of the old form `ENV key value`. */
  readonly joint: '=' | ' ' | '';
}

/** A comment line without its `#`, trimmed. */
export interface Comment extends Word {
  readonly line: number;
}

/** A parser directive in the head of the file: `# name=value`. */
export interface Directive extends Word {
  readonly name: 'syntax' | 'escape' | 'check';
  readonly value: string;
  readonly line: number;
}

/** A here-document and its lines. */
export interface Heredoc {
  /** The word that opens it: `<<EOF`, `3<<-"EOF"`. */
  readonly opener: Word;
  readonly name: string;
  /** Whether variables in it are expanded: no part of its name is quoted. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are taken off. */
  readonly chomp: boolean;
  readonly descriptor: number;
  /** Its lines as written, without the one that ends it. */
  readonly content: Word;
  readonly startLine: number;
}

/** What the parser did not understand. Faults never hide an instruction: it is kept, as far as it was read. */
export interface Fault extends Span {
  readonly kind: FaultKind;
  readonly line: number;
  /** One sentence. */
  readonly message: string;
}

/** Kinds of faults; all but `unknown-instruction` are refused by BuildKit's parser itself. */
export type FaultKind =
  | 'empty'
  | 'unknown-instruction'
  | 'missing-value'
  | 'not-a-pair'
  | 'json-not-strings'
  | 'heredoc-open'
  | 'heredoc-name'
  | 'directive-twice'
  | 'escape-value';

/** Text that was put together from stretches of the file, and the way back to them. */
export interface SourcedText {
  readonly text: string;
  /** Offset in the file of the character at `offset` of `text`. */
  readonly origin: (offset: number) => number;
}

/** One instruction with everything that was written of it. */
export interface Instruction extends Span {
  /** Upper case. */
  readonly keyword: string;
  /** As written. */
  readonly written: Word;
  readonly flags: readonly Flag[];
  /** CMD or NONE of HEALTHCHECK. */
  readonly verb?: Word;
  /** Whether the arguments have the JSON (exec) form. */
  readonly json: boolean;
  /**
   * Elements of the JSON form; else the words of FROM, EXPOSE, COPY, ADD and VOLUME, and the whole
   * text as one word for the others. Empty for pairs.
   */
  readonly words: readonly Word[];
  readonly pairs: readonly Pair[];
  /** The instruction inside ONBUILD. */
  readonly inner?: Instruction;
  readonly heredocs: readonly Heredoc[];
  /** Arguments after the flags (after the verb for HEALTHCHECK), continuations joined. */
  readonly argument: SourcedText;
  /** The comment lines directly above. */
  readonly comments: readonly Comment[];
  /** Lines inside a continuation that are empty, from 1. */
  readonly emptyLines: readonly number[];
  readonly startLine: number;
  readonly endLine: number;
}

/** A Dockerfile as text: instructions in order. */
export interface DockerfileSyntax {
  readonly text: string;
  readonly escape: '\\' | '`';
  readonly directives: readonly Directive[];
  /** Every comment line outside here-documents, directives left out. */
  readonly comments: readonly Comment[];
  readonly instructions: readonly Instruction[];
  readonly faults: readonly Fault[];
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[];
}

/** Line of an offset, from 1. */
export function lineAt(
  { lineStarts }: Pick<DockerfileSyntax, 'lineStarts'>,
  offset: number,
): number {
  return lastAtOrBelow(lineStarts, offset) + 1;
}

/** Column of an offset, from 1, in UTF-16 units. */
export function columnAt(
  { lineStarts }: Pick<DockerfileSyntax, 'lineStarts'>,
  offset: number,
): number {
  return offset - (lineStarts[lastAtOrBelow(lineStarts, offset)] ?? 0) + 1;
}

/** Index of the last number that is not above `value`, in numbers that rise; 0 when all are above. */
export function lastAtOrBelow(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Go's unicode.IsSpace, which BuildKit asks everywhere; JavaScript's \s has U+FEFF and lacks U+0085. */
export function isSpace(char: string): boolean {
  const code = char.charCodeAt(0);
  if (code < 128) return code === 32 || (code >= 9 && code <= 13);
  return wideSpaces.has(code);
}

const wideSpaces: ReadonlySet<number> = new Set([
  0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008,
  0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
]);
