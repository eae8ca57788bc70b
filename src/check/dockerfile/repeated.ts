import type { Aliases, Answer } from '../contract.ts';
import { withoutLines } from './edits.ts';
import { layersOf, place } from './view.ts';
import type { DockerfileView } from './view.ts';

/** Which instruction is looked for, and the ids of the rule that looks. */
export interface Repeated {
  readonly keyword: string;
  readonly aliases: Aliases;
}

/** Tells every instruction of this keyword that a later one of its stage replaces. */
export function repeated(
  view: DockerfileView,
  { keyword, aliases }: Repeated,
  fail: Answer['fail'],
): void {
  const layers = layersOf(view);
  // KICS looks at the last stage alone.
  const { kics: _, ...others } = aliases;
  for (const stage of view.file.stages) {
    const all = stage.instructions.filter((one) => one.keyword === keyword);
    const ids = layers.has(stage) ? aliases : others;
    for (const one of all.slice(0, -1)) {
      const params = { instruction: keyword, line: one.startLine };
      fail({ at: place(view, one), params, aliases: ids, edits: withoutLines(view, one) });
    }
  }
}
