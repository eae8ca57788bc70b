import type { Span } from '../../formats/dockerfile/syntax.ts';
import type { TextEdit } from '../../model/index.ts';
import type { DockerfileView } from './view.ts';

/** Puts `text` in place of a stretch. */
export function replace({ path }: DockerfileView, { start, end }: Span, text: string): TextEdit {
  return { path, start, end, text };
}

/** Takes a word away with the blanks before it, where something stands before it on its line. */
export function withoutWord(view: DockerfileView, { start, end }: Span): readonly TextEdit[] {
  const { text } = view.file.syntax;
  let from = start;
  while (text[from - 1] === ' ' || text[from - 1] === '\t') from -= 1;
  if (from === start || text[from - 1] === '\n') return [];
  return [{ path: view.path, start: from, end, text: '' }];
}

/** Takes the lines of an instruction away; comments above it stay. */
export function withoutLines(view: DockerfileView, { start, end }: Span): readonly TextEdit[] {
  const { text } = view.file.syntax;
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  if (text.slice(line, start).trim() !== '' || newline === -1) return [];
  if (text.slice(end, newline).trim() !== '') return [];
  return [{ path: view.path, start: line, end: newline + 1, text: '' }];
}

/** Puts `text` behind a stretch. */
export function insertAfter({ path }: DockerfileView, { end }: Span, text: string): TextEdit {
  return { path, start: end, end, text };
}
