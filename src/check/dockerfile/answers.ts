import type { Answer } from '../contract.ts';
import { callsOf, has } from './calls.ts';
import type { Program } from './calls.ts';
import { insertAfter } from './edits.ts';
import { place } from './view.ts';
import type { DockerfileView } from './view.ts';

/** Tells every call of dnf or yum that changes packages and waits for a person to say yes. */
export function failUnanswered(view: DockerfileView, program: Program, fail: Answer['fail']): void {
  const verbs = ['install', 'localinstall', 'groupinstall', 'reinstall', 'update', 'upgrade'];
  for (const call of callsOf(view, program, ...verbs)) {
    if (has(call, '-y', '--assumeyes')) continue;
    fail({
      at: place(view, call.command),
      params: { verb: call.verb },
      edits: [insertAfter(view, call.verbWord, ' -y')],
    });
  }
}
