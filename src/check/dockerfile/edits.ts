import type { Span } from '../../formats/dockerfile/syntax.ts';
import type { TextEdit } from '../../model/index.ts';
import type { DockerfileView } from './view.ts';

/** Puts `text` in place of a stretch. */
export function replace({ path }: DockerfileView, { start, end }: Span, text: string): TextEdit {
  return { path, start, end, text };
}

/** Puts `text` behind a stretch. */
export function insertAfter({ path }: DockerfileView, { end }: Span, text: string): TextEdit {
  return { path, start: end, end, text };
}
