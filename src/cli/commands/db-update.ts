import { format } from '../../model/messages/table.ts';
import { databasePath } from '../../tasks/open-database.ts';
import { refreshDatabase } from '../../tasks/update-database.ts';
import { UsageError } from '../errors.ts';
import { writeUpdateSummary } from '../feed-table.ts';
import { sentence } from '../help.ts';
import { bytesText } from '../quantities.ts';
import { progressLine } from '../report-output.ts';
import { clockOf, foldersOf } from '../scan-options.ts';
import type { CommandInput } from '../spec.ts';

/** Fetches what changed upstream and rebuilds the database. Exit code 3 when a feed failed, 4 when there is no database then. */
export async function run(input: CommandInput): Promise<number> {
  const { options, environment, signal, lang } = input;
  if (options.flag('offline') && options.text('from') === undefined) {
    throw new UsageError(
      'USAGE_OPTION',
      'Cannot update the database: found --offline, wanted --from with a folder',
    );
  }
  const folders = foldersOf(input);
  const out = databasePath(folders, options.text('db'));
  const progress = progressLine(input);
  try {
    const summary = await refreshDatabase({
      folders,
      out,
      feeds: options.list('feed'),
      images: options.list('for'),
      from: options.text('from'),
      environment,
      clock: clockOf(input),
      signal,
      progress: ({ part, received, total }) => {
        const all = total === undefined ? '' : ` / ${bytesText(total)}`;
        const params = { feed: part, bytes: `${bytesText(received)}${all}` };
        progress.show(format(sentence('progress.feed', lang), params));
      },
    });
    progress.clear();
    return writeUpdateSummary(summary, out, input);
  } finally {
    progress.clear();
  }
}
