import { buildFromFolder } from '../../tasks/build-database.ts';
import { databasePath } from '../../tasks/open-database.ts';
import { UsageError } from '../errors.ts';
import { writeBuildSummary } from '../feed-table.ts';
import { progressLine } from '../report-output.ts';
import { clockOf, foldersOf } from '../scan-options.ts';
import type { CommandInput } from '../spec.ts';

/** Builds the database from a folder of feeds, without network. */
export async function run(input: CommandInput): Promise<number> {
  const from = input.options.text('from');
  if (from === undefined) {
    throw new UsageError('USAGE_OPTION', {
      en: 'Cannot build the database: found no --from, wanted a folder of feeds',
      'zh-CN': '无法构建数据库：请用 --from 指定数据源目录',
    });
  }
  const progress = progressLine(input);
  try {
    const summary = await buildFromFolder({
      from,
      out: databasePath(foldersOf(input), input.options.text('db')),
      feeds: input.options.list('feed'),
      clock: clockOf(input),
      progress: (feed, records) => {
        progress.show({ phase: 'build', what: feed, done: records, unit: 'items' });
      },
    });
    progress.clear();
    writeBuildSummary(summary, input);
    return summary.feeds.some(({ failure }) => failure !== undefined) ? 3 : 0;
  } finally {
    progress.clear();
  }
}
