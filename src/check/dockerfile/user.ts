import type { Dockerfile, Stage } from '../../formats/dockerfile/stages.ts';
import type { Instruction } from '../../formats/dockerfile/syntax.ts';
import { chainOf } from './view.ts';

/** Who a stage runs as, as far as its Dockerfile tells. */
export type StageUser =
  | {
      readonly kind: 'named';
      readonly by: Instruction;
      readonly text: string;
      readonly root: boolean;
    }
  /** No USER: that of the image at the bottom, `scratch` for none. */
  | { readonly kind: 'inherited'; readonly base: string; readonly settled: boolean };

/** The user that a stage ends with; one that depends on the build is shown as it is written. */
export function userOf(file: Dockerfile, stage: Stage): StageUser {
  const by = file.last(stage, 'USER');
  if (by !== undefined && by.argument.text !== '') {
    const text = (file.expand(by, by.argument.text).text ?? by.argument.text).trim();
    return { kind: 'named', by, text, root: isRootUser(text) };
  }
  const [bottom] = chainOf(stage);
  const base = bottom?.base.kind === 'image' ? (bottom.base.reference ?? '') : 'scratch';
  // Such images say in their name that they set a user of their own.
  const settled = /(?:^|[:/_-])(?:nonroot|unprivileged|rootless)(?:$|[:/_.@-])/.test(base);
  return { kind: 'inherited', base, settled };
}

/** Whether `user[:group]` is root. */
export function isRootUser(text: string): boolean {
  return /^(?:root|0+)(?::|$)/.test(text.trim());
}
