import type { Stage } from '../../formats/dockerfile/stages.ts';
import type { Instruction, Pair } from '../../formats/dockerfile/syntax.ts';
import { instructions } from './view.ts';
import type { DockerfileView } from './view.ts';

/** A label that the file sets. */
export interface Label {
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly pair: Pair;
  /** With variables filled in and quotes taken off. */
  readonly key: string;
}

/** Every label in order, those whose name depends on an unknown value left out. */
export function labelsOf(view: DockerfileView): readonly Label[] {
  return [...instructions(view, 'LABEL')].flatMap(({ stage, instruction }) =>
    instruction.pairs.flatMap((pair) => {
      const key = view.file.expand(instruction, pair.key.text).text;
      return key === undefined ? [] : { stage, instruction, pair, key };
    }),
  );
}
