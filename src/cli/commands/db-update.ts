import { databasePath } from '../../tasks/open-database.ts';
import { refreshDatabase } from '../../tasks/update-database.ts';
import { UsageError } from '../errors.ts';
import { writeUpdateSummary } from '../feed-table.ts';
import { progressLine } from '../report-output.ts';
import { clockOf, foldersOf } from '../scan-options.ts';
import type { CommandInput } from '../spec.ts';

/** Fetches what changed upstream and rebuilds the database. Exit code 3 when a feed failed, 4 when there is no database then. */
export async function run(input: CommandInput): Promise<number> {
  const { options, environment, signal } = input;
  const from = options.text('from');
  if (options.flag('offline') && (from === undefined || /^https?:/i.test(from))) {
    throw new UsageError('USAGE_OPTION', {
      en: 'Cannot update the database: found --offline, wanted --from with a folder',
      'zh-CN': '无法更新数据库：使用 --offline 时请用 --from 指定目录',
    });
  }
  const folders = foldersOf(input);
  const out = databasePath(folders, options.text('db'));
  const progress = progressLine(input);
  try {
    progress.show({ phase: 'fetch' });
    const summary = await refreshDatabase({
      folders,
      out,
      feeds: options.list('feed'),
      images: options.list('for'),
      from,
      environment,
      clock: clockOf(input),
      signal,
      progress: ({ part, received, total }) => {
        progress.show({
          phase: 'fetch',
          what: part,
          done: received,
          unit: 'bytes',
          ...(total === undefined ? {} : { total }),
        });
      },
    });
    progress.clear();
    return writeUpdateSummary(summary, out, input);
  } finally {
    progress.clear();
  }
}
