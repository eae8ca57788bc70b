import { withoutSecrets } from '../../secrets/index.ts';
import { credentialIn } from '../credentials.ts';
import type { HistoryEntry } from './view.ts';

/** What one RUN of the history does: its commands, split where a shell would. */
export interface RunEntry {
  readonly entry: HistoryEntry;
  readonly commands: readonly string[];
}

/**
 * Commands of the RUN instructions. The builder wrote `/bin/sh -c …` or, with BuildKit, `RUN /bin/sh
 * -c … # buildkit`; the text inside is the author's.
 */
export function runEntries(history: readonly HistoryEntry[]): readonly RunEntry[] {
  return history.flatMap((entry) => {
    const text = runText(entry.createdBy);
    if (text === undefined) return [];
    return [{ entry, commands: text.split(/&&|\|\||;|\n/).map((command) => command.trim()) }];
  });
}

function runText(createdBy: string): string | undefined {
  if (createdBy.includes('#(nop)')) return undefined;
  const text = createdBy.replace(/(?<!\s)\s*# buildkit$/, '').replace(/^RUN\s+/, '');
  const isRun = /^(?:\|\d+ |\/bin\/(?:ba|a|da)?sh -c |RUN )/.test(createdBy);
  if (!isRun) return undefined;
  const shell = /\/bin\/(?:ba|a|da)?sh(?: [-\w]{1,20}){0,6}? -[a-z]{0,3}c /.exec(text);
  return shell === null ? text : text.slice(shell.index + shell[0].length);
}

/** Build arguments that a RUN was given: `|2 TOKEN=x MODE=y /bin/sh -c …`. */
export function buildArguments(createdBy: string): readonly (readonly [string, string])[] {
  const head = /^(?:RUN )?\|(\d{1,3}) /.exec(createdBy);
  if (head === null) return [];
  const words = createdBy.slice(head[0].length).split(' ');
  return words.slice(0, Number(head[1])).flatMap((word) => {
    const at = word.indexOf('=');
    return at > 0 ? [[word.slice(0, at), word.slice(at + 1)] as const] : [];
  });
}

/** An instruction fit for reports: values of build arguments and texts that are credentials are hidden. */
export function shownInstruction(createdBy: string): string {
  return withoutSecrets(withoutArguments(createdBy));
}

/** An instruction without the values of build arguments that are credentials. */
export function withoutArguments(createdBy: string): string {
  let shown = createdBy;
  for (const [name, value] of buildArguments(createdBy))
    if (credentialIn(name, value) !== undefined)
      shown = shown.replace(`${name}=${value}`, () => `${name}=***`);
  return shown;
}
