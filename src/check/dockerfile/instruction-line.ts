import { lastAtOrBelow } from '../../formats/dockerfile/syntax.ts';
import type { Answer, Fault } from '../contract.ts';
import type { DockerfileRule } from './rule.ts';
import { linesOf } from './view.ts';
import type { DockerfileView } from './view.ts';

/**
 * A rule whose faults name the line of the instruction as well, where the fault itself stands in a
 * later one: other tools tell them there, and `ignore-line` comments written for those go on working.
 */
export function withInstructionLine(rule: DockerfileRule): DockerfileRule {
  return {
    ...rule,
    check: (view, answer) => {
      let starts: readonly number[] | undefined;
      const fail = (fault: Fault): void => {
        starts ??= view.file.syntax.instructions.map(({ startLine }) => startLine);
        answer.fail(placed(view, fault, starts));
      };
      rule.check(view, { ...answer, fail } satisfies Answer);
    },
  };
}

function placed({ path, file }: DockerfileView, fault: Fault, starts: readonly number[]): Fault {
  const link = fault.at.file;
  if (link?.startLine === undefined || link.path !== path) return fault;
  const around = file.syntax.instructions[lastAtOrBelow(starts, link.startLine)];
  // A comment between two instructions belongs to neither.
  if (around === undefined || around.startLine >= link.startLine || around.endLine < link.startLine)
    return fault;
  const line = linesOf(path, around.startLine, around.startLine);
  return { ...fault, also: [...(fault.also ?? []), line] };
}
