import { mountOptions } from '../../formats/dockerfile/stages.ts';
import type { Answer, TextEdit } from '../contract.ts';
import { callOf } from './calls.ts';
import { insertAfter } from './edits.ts';
import type { Call, Program } from './calls.ts';
import type { Command, Run } from './runs.ts';
import { layersOf, place } from './view.ts';
import type { DockerfileView } from './view.ts';

/** How a manager's leftovers are removed. */
export interface Cleaning {
  readonly program: Program;
  /** Subcommands that clean. */
  readonly verbs: readonly string[];
  /** The command that does it. */
  readonly command: string;
  /** Folders of which removal does it too, and a mount makes it needless. */
  readonly folders: readonly string[];
}

/**
 * Tells the last installing call of every RUN that leaves the manager's files in its layer: nothing
 * behind it in the same RUN cleans them. Only layers of the image that is built count.
 */
export function failUncleaned(
  view: DockerfileView,
  calls: readonly Call[],
  cleaning: Cleaning,
  fail: Answer['fail'],
): void {
  const last = new Map<Run, Call>();
  const cleaned = followed((command) => cleans(command, cleaning));
  const layers = layersOf(view);
  for (const call of calls)
    if (layers.has(call.command.run.stage)) last.set(call.command.run, call);
  for (const [run, call] of last) {
    if (run.open || mounted(run, cleaning.folders)) continue;
    if (forgotten(call, cleaning)) continue;
    if (cleaned(call.command)) continue;
    const params = { program: call.command.name };
    fail({ at: place(view, call.command), params, edits: cleaningEdits(view, call, cleaning) });
  }
}

/** The command behind the call, where what follows is another command or nothing. */
function cleaningEdits(
  view: DockerfileView,
  { command }: Call,
  { command: added }: Cleaning,
): readonly TextEdit[] {
  const behind = view.file.syntax.text.slice(command.end, command.end + 200);
  const simple = /^[ \t]*(?:\\[ \t]*\r?\n[ \t]*)?(?:&&|;|\r?\n|$)/.test(behind);
  // Whoever needs sudo to install needs it to clean; a script in JSON has no "&&".
  if (!simple || command.wrappers.length > 0 || command.shell === undefined) return [];
  return [insertAfter(view, command, ` && ${added}`)];
}

/** Asks whether a command of the same RUN that fits comes behind; each RUN is searched once. */
export function followed(fits: (command: Command) => boolean): (command: Command) => boolean {
  const last = new Map<Run, number>();
  return ({ run, index }) => {
    const known = last.get(run) ?? run.commands.findLastIndex((command) => fits(command));
    last.set(run, known);
    return known > index;
  };
}

function cleans(command: Command, { program, verbs, folders }: Cleaning): boolean {
  const call = callOf(command, program);
  if (call !== undefined && verbs.includes(call.verb)) return true;
  if (command.name !== 'rm' && command.name !== 'find') return false;
  return command.args.some(({ text }) => folders.some((folder) => text.startsWith(folder)));
}

/** `yum install \\⏎ yum clean all`: the && is forgotten, and nothing is installed; that is another fault. */
function forgotten({ operands }: Call, { program, verbs }: Cleaning): boolean {
  return operands.some(
    ({ text }, at) => program.names.has(text) && verbs.includes(operands[at + 1]?.text ?? ''),
  );
}

/** Whether a cache or tmpfs lies over one of the folders, so that nothing of it stays. */
export function mounted({ instruction }: Run, folders: readonly string[]): boolean {
  return instruction.flags.some(({ name, value = '' }) => {
    if (name !== 'mount') return false;
    const options = mountOptions(value);
    const target = options.get('target') ?? options.get('dst') ?? options.get('destination') ?? '';
    if (!/^(?:cache|tmpfs)$/.test(options.get('type') ?? '')) return false;
    const over = target.replace(/(?<!\/)\/+$/, '');
    return over !== '' && folders.some((one) => one.startsWith(over) || over.startsWith(one));
  });
}
