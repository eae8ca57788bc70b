import { format } from '../../model/messages/table.ts';
import { bytes } from '../../report/progress.ts';
import { databasePath } from '../../tasks/open-database.ts';
import { pullDatabase } from '../../tasks/transfer-database.ts';
import { sentence } from '../help.ts';
import { progressLine } from '../report-output.ts';
import { foldersOf } from '../scan-options.ts';
import type { CommandInput } from '../spec.ts';

/** Gets the database from a registry; what lies there now is replaced only by a whole one. */
export async function run(input: CommandInput): Promise<number> {
  const { options, signal, stdout, lang } = input;
  const [reference = ''] = input.arguments;
  const progress = progressLine(input);
  try {
    const path = databasePath(foldersOf(input), options.text('db'));
    const got = await pullDatabase(reference, path, {
      insecure: options.flag('insecure'),
      offline: options.flag('offline'),
      signal,
      onProgress: (done, total) =>
        progress.show({ phase: 'fetch', what: reference, done, total, unit: 'bytes' }),
    });
    progress.clear();
    const { built, feeds } = got.info;
    const params = { name: got.name, path, bytes: bytes(got.bytes), built, count: feeds.length };
    stdout.write(`${format(sentence('db.pulled', lang), params)}\n`);
    return 0;
  } finally {
    progress.clear();
  }
}
