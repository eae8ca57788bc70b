import { LimitError, limits } from '../../model/index.ts';
import { directiveReader } from './directives.ts';
import { heredocOpeners } from './heredoc.ts';
import type { HeredocOpener } from './heredoc.ts';
import { instructionOf } from './instruction.ts';
import { LogicalLine } from './logical-line.ts';
import { isSpace } from './syntax.ts';
import type { Comment, DockerfileSyntax, Fault, Heredoc, Instruction } from './syntax.ts';

/**
 * Reads a Dockerfile as BuildKit's parser does (frontend/dockerfile/parser), with the place of
 * everything, and goes on where BuildKit would refuse: fragments without FROM and unknown
 * instructions are kept, and `faults` says what is wrong. Linear in the length of the text.
 * @throws {LimitError} `dockerfile_bytes`, `dockerfile_instructions`, or for a here-document's name of absurd nesting; for
 * nothing else that a text contains.
 */
export function parseDockerfile(text: string): DockerfileSyntax {
  if (text.length > limits.dockerfile_bytes.value)
    throw new LimitError('dockerfile_bytes', 'the Dockerfile', text.length);
  return new Reader(text).read();
}

/** A line of the file without its break; `end` is where the next one begins. */
interface Line {
  readonly number: number;
  readonly start: number;
  readonly text: string;
  readonly end: number;
}

class Reader {
  readonly #text: string;
  readonly #lineStarts: number[] = [];
  #next = 0;
  readonly #directives: ReturnType<typeof directiveReader>;
  readonly #comments: Comment[] = [];
  readonly #faults: Fault[] = [];
  readonly #instructions: Instruction[] = [];
  /** Comment lines directly above what comes next. */
  #above: Comment[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#directives = directiveReader(this.#faults);
    for (let at = 0; at !== 0 || this.#lineStarts.length === 0; at = text.indexOf('\n', at) + 1)
      this.#lineStarts.push(at);
  }

  read(): DockerfileSyntax {
    for (let line = this.#take(); line !== undefined; line = this.#take()) this.#outer(line);
    if (this.#instructions.length === 0) {
      const message = 'the file has no instructions';
      this.#faults.push({ kind: 'empty', line: 1, start: 0, end: 0, message });
    }
    return {
      text: this.#text,
      escape: this.#directives.escape,
      directives: this.#directives.found,
      comments: this.#comments,
      instructions: this.#instructions,
      faults: this.#faults.toSorted((a, b) => a.start - b.start),
      lineStarts: this.#lineStarts,
    };
  }

  /** The next line, without `\r` and `\n` at its end. */
  #take(): Line | undefined {
    const number = this.#next + 1;
    const start = this.#lineStarts[this.#next];
    if (start === undefined || start >= this.#text.length) return undefined;
    const end = this.#lineStarts[number] ?? this.#text.length;
    this.#next = number;
    let to = end;
    while (to > start && (this.#text[to - 1] === '\n' || this.#text[to - 1] === '\r')) to -= 1;
    const from = start === 0 && this.#text.startsWith('\ufeff') ? 1 : start;
    return { number, start: from, text: this.#text.slice(from, to), end };
  }

  /** A line outside any instruction: directive, comment, empty line, or the first of an instruction. */
  #outer(line: Line): void {
    const indent = indentOf(line.text);
    const trimmed = line.text.slice(indent);
    if (this.#directives.accepts(trimmed, { number: line.number, start: line.start + indent })) {
      this.#above = [];
    } else if (trimmed.startsWith('#')) this.#above.push(this.#comment(line));
    else if (trimmed === '') this.#above = [];
    else this.#instruction({ ...line, start: line.start + indent, text: trimmed });
  }

  #comment({ text, start, number }: Line): Comment {
    const hash = text.indexOf('#');
    const comment = {
      text: text.slice(hash + 1).trim(),
      line: number,
      start: start + hash,
      end: start + text.length,
    };
    this.#comments.push(comment);
    return comment;
  }

  #instruction(first: Line): void {
    const comments = this.#above;
    this.#above = [];
    const joined = new LogicalLine();
    const emptyLines: number[] = [];
    let last = first;
    let more = addLine(joined, first, this.#directives.escape);
    while (more) {
      const line = this.#take();
      if (line === undefined) break;
      last = line;
      const indent = indentOf(line.text);
      if (line.text[indent] === '#') this.#comment(line);
      else if (indent === line.text.length) emptyLines.push(line.number);
      else more = addLine(joined, line, this.#directives.escape);
    }
    joined.close();
    if (joined.text.trim() === '') return;
    const head = { start: first.start, startLine: first.number, comments, emptyLines };
    const draft = instructionOf(joined, this.#directives.escape, {
      ...head,
      end: last.start + last.text.length,
      endLine: last.number,
    });
    for (const fault of draft.faults) this.#faults.push({ ...fault, line: first.number });
    this.#instructions.push(this.#withHeredocs(draft.instruction, joined));
    if (this.#instructions.length > limits.dockerfile_instructions.value)
      throw new LimitError('dockerfile_instructions', 'the Dockerfile');
  }

  /** Reads the here-documents that ADD, COPY and RUN open, also inside ONBUILD. */
  #withHeredocs(instruction: Instruction, line: LogicalLine): Instruction {
    const inner = instruction.inner ?? instruction;
    if (inner.json || !heredocKeywords.has(inner.keyword)) return instruction;
    const heredocs = heredocOpeners(line).map((opener) => this.#heredoc(opener, instruction));
    if (heredocs.length === 0) return instruction;
    const end = (this.#lineStarts[this.#next] ?? this.#text.length + 1) - 1;
    const contentEnd = heredocs.at(-1)?.content.end ?? 0;
    const tail = { heredocs, endLine: this.#next, end: Math.max(end, contentEnd) };
    if (instruction.inner === undefined) return { ...instruction, ...tail };
    return { ...instruction, ...tail, inner: { ...instruction.inner, ...tail } };
  }

  #heredoc(opener: HeredocOpener, { startLine }: Instruction): Heredoc {
    const first = this.#next;
    const start = this.#lineStarts[first] ?? this.#text.length;
    let end = start;
    for (let line = this.#take(); ; line = this.#take()) {
      if (line === undefined) {
        const message = `the here-document "${opener.name}" does not end`;
        const { start: from, end: to } = opener.opener;
        this.#faults.push({ kind: 'heredoc-open', line: startLine, start: from, end: to, message });
        break;
      }
      const text = opener.chomp ? line.text.replace(/^\t+/, '') : line.text;
      if (text === opener.name) break;
      end = line.end;
    }
    const content = { text: this.#text.slice(start, end), start, end };
    return { ...opener, content, startLine: first + 1 };
  }
}

const heredocKeywords: ReadonlySet<string> = new Set(['ADD', 'COPY', 'RUN']);

function indentOf(text: string): number {
  let at = 0;
  while (at < text.length && isSpace(text[at] ?? '')) at += 1;
  return at;
}

/**
 * Adds a line to an instruction; true when the escape token ends it, so that the next line belongs
 * to it. A doubled token is no continuation; blanks after the token are dropped.
 */
function addLine(joined: LogicalLine, { text, start }: Line, escape: string): boolean {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end -= 1;
  const continued = text[end - 1] === escape && text[end - 2] !== escape;
  joined.add(continued ? text.slice(0, end - 1) : text, start);
  return continued;
}
