import { runtimeFacts } from '../../io/runtime.ts';
import { openDatabaseFor } from '../../tasks/open-database.ts';
import { sentence } from '../help.ts';
import { foldersOf } from '../scan-options.ts';
import type { CommandInput } from '../spec.ts';

/** Prints the versions of program, runtime and database. */
export async function run(input: CommandInput): Promise<number> {
  const { stdout, lang, version } = input;
  const { node, platform, architecture, executable } = runtimeFacts();
  const form = executable ? `, ${sentence('version.executable', lang)}` : '';
  stdout.write(`plimsoll  ${version}\nNode      ${node} ${platform}/${architecture}${form}\n`);
  const database = await openDatabaseFor(foldersOf(input), input.options.text('db'));
  try {
    const { info } = database;
    if (info === undefined || info.starter) {
      stdout.write(`${sentence('version.database', lang)}  ${sentence('version.starter', lang)}\n`);
      return 0;
    }
    stdout.write(`${sentence('version.database', lang)}  ${info.built}  ${info.path}\n`);
    for (const feed of info.feeds) {
      stdout.write(`  ${feed.id.padEnd(20)} ${feed.newest ?? feed.fetched}  ${feed.records}\n`);
    }
    return 0;
  } finally {
    database.close();
  }
}
