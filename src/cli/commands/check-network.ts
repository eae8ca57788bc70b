import { printable } from '../../model/index.ts';
import {
  compareNetworks,
  explainNetwork,
  listNetwork,
  type Answered,
} from '../../tasks/check-network.ts';
import { textIn, translated } from '../error-words.ts';
import { UsageError } from '../errors.ts';
import { changeLines, explanationLines, networkLines } from '../network-report.ts';
import type { CommandInput } from '../spec.ts';

/**
 * Who can talk to whom by the manifests' network policies, why, or what another set of manifests
 * changes. Exit code 3 when a part of the manifests could not be read.
 */
export async function run(input: CommandInput): Promise<number> {
  const { options, lang } = input;
  const from = options.text('explain');
  const other = options.text('diff');
  if (from !== undefined) {
    const [to, ...paths] = input.arguments;
    if (to === undefined) {
      throw new UsageError('USAGE_ARGUMENT', {
        en: 'Cannot explain: found one end, wanted --explain FROM TO',
        'zh-CN': '无法说明连接：只给出了一端，应为 --explain FROM TO',
      });
    }
    return tell(input, explainNetwork(orHere(paths), from, to), (rows) =>
      explanationLines(rows, lang),
    );
  }
  const paths = orHere(input.arguments);
  if (other !== undefined) {
    return tell(input, compareNetworks(paths, other), (rows) => changeLines(rows, lang));
  }
  return tell(input, listNetwork(paths), (rows) => networkLines(rows, lang));
}

function orHere(paths: readonly string[]): readonly string[] {
  return paths.length === 0 ? ['.'] : paths;
}

async function tell<T>(
  { options, stdout, stderr, lang }: CommandInput,
  { answer, unread }: Answered<T>,
  linesOf: (answer: T) => readonly string[],
): Promise<number> {
  if (options.text('format') === 'json') stdout.write(`${JSON.stringify(answer, undefined, 2)}\n`);
  else for (const line of linesOf(answer)) stdout.write(`${line}\n`);
  for (const problem of await translated(unread, lang))
    stderr.write(`${printable(textIn(problem, lang))}\n`);
  return unread.length === 0 ? 0 : 3;
}
