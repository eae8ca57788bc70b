import type { Answer } from '../contract.ts';
import type { Call } from './calls.ts';
import type { Manager } from './managers.ts';
import type { Argument } from './runs.ts';
import { place } from './view.ts';
import type { DockerfileView } from './view.ts';

/**
 * Tells every call that installs packages without their versions. What a variable holds is not
 * judged: it may be a version.
 */
export function failUnpinned(
  view: DockerfileView,
  calls: readonly Call[],
  { pinned }: Manager,
  fail: Answer['fail'],
): void {
  for (const call of calls) {
    const open = call.operands.filter(
      (word) => !word.text.includes('$') && !isOperator(word) && !pinned(word),
    );
    if (open.length === 0) continue;
    const shown = open.slice(0, 5).map(({ text }) => text);
    const more = open.length > shown.length ? ` (+${open.length - shown.length})` : '';
    fail({ at: place(view, call.command), params: { packages: shown.join(', ') + more } });
  }
}

/** Words that take a package away, and templates nobody filled in. */
function isOperator({ text }: Argument): boolean {
  return text === '' || /^[-+!<]/.test(text);
}
