import { format } from '../../model/messages/table.ts';
import { databaseStatus } from '../../tasks/build-database.ts';
import { databasePath, hasDatabase } from '../../tasks/open-database.ts';
import { problemLine } from '../error-words.ts';
import { writeFeedStates } from '../feed-table.ts';
import { sentence } from '../help.ts';
import { foldersOf } from '../scan-options.ts';
import type { CommandInput } from '../spec.ts';

/** Shows the feeds of the database with their dates; the checksum is verified. Exit code 4 without a usable database. */
export async function run(input: CommandInput): Promise<number> {
  const { stdout, lang, options } = input;
  const path = databasePath(foldersOf(input), options.text('db'));
  if (!hasDatabase(path)) {
    if (options.flag('json')) stdout.write(`${JSON.stringify({ path, state: 'missing' })}\n`);
    else stdout.write(`${format(sentence('db.missing', lang), { path })}\n`);
    return 4;
  }
  const status = databaseStatus(path, { verify: true });
  if (options.flag('json'))
    stdout.write(`${JSON.stringify({ path, ...status }, withoutTranslations, 2)}\n`);
  else if (status.state === 'ok') {
    const { built, checksum, feeds } = status.info;
    writeFeedStates(feeds, input);
    stdout.write(`${format(sentence('db.status', lang), { path, built, checksum })}\n`);
  } else stdout.write(`${await problemLine(status, lang)}\n`);
  return status.state === 'ok' ? 0 : 4;
}

/** JSON speaks English alone. */
function withoutTranslations(key: string, value: unknown): unknown {
  return key === 'translations' ? undefined : value;
}
