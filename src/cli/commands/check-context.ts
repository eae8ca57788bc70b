import { printable } from '../../model/index.ts';
import { format } from '../../model/messages/table.ts';
import { bytes } from '../../report/progress.ts';
import { listContext } from '../../tasks/list-context.ts';
import type { ContextList } from '../../tasks/list-context.ts';
import { textIn, translated } from '../error-words.ts';
import { sentence } from '../help.ts';
import type { CommandInput } from '../spec.ts';

/** Lists what a build of a folder would send, what looks like a credential first. Exit code 3 when a part of the folder could not be listed. */
export async function run(input: CommandInput): Promise<number> {
  const { options, stdout, stderr, lang } = input;
  const list = listContext(input.arguments[0] ?? '.', options.text('dockerfile'));
  if (options.flag('json')) {
    const problems = list.problems.map(({ location, text }) => ({
      path: location?.file?.path,
      text,
    }));
    stdout.write(`${JSON.stringify({ ...list, problems }, undefined, 2)}\n`);
  } else writeRows(list, input);
  for (const problem of await translated(list.problems, lang))
    stderr.write(`${printable(textIn(problem, lang))}\n`);
  return list.problems.length === 0 ? 0 : 3;
}

function writeRows(list: ContextList, { stdout, lang }: CommandInput): void {
  const { sent, sentBytes, excluded, excludedBytes, ignoreFile } = list;
  for (const { path, size, admittedBy, secret } of sent) {
    const notes = [
      ...(secret === undefined ? [] : [secret[lang]]),
      ...(admittedBy === undefined
        ? []
        : [`${ignoreFile ?? ''}:${admittedBy.line} ${printable(admittedBy.pattern)}`]),
    ];
    const mark = secret === undefined ? ' ' : '!';
    const note = notes.length === 0 ? '' : `  (${notes.join('; ')})`;
    stdout.write(`${mark} ${bytes(size).padStart(8)}  ${printable(path)}${note}\n`);
  }
  const numbers = {
    sent: sent.length,
    sentSize: bytes(sentBytes),
    excluded,
    excludedSize: bytes(excludedBytes),
    file: ignoreFile ?? '.dockerignore',
  };
  const id = ignoreFile === undefined ? 'context.whole' : 'context.summary';
  stdout.write(`${format(sentence(id, lang), numbers)}\n`);
}
