import { standardFolders } from '../../io/folders.ts';
import { cleanFolders } from '../../tasks/clean.ts';
import { sentence } from '../help.ts';
import { bytes as bytesText } from '../../report/progress.ts';
import type { CommandInput } from '../spec.ts';

/** Shows what the caches hold; with `--layers`, `--database` or `--all` also empties them. */
export async function run(input: CommandInput): Promise<number> {
  const { options, lang, stdout } = input;
  const folders = standardFolders(input.environment, options.text('cache-dir'));
  const all = options.flag('all');
  const rows = cleanFolders(folders, {
    layers: all || options.flag('layers'),
    database: all || options.flag('database'),
  });
  for (const row of rows) {
    const state = row.deleted ? 'clean.deleted' : 'clean.kept';
    stdout.write(
      `${sentence(`clean.${row.what}`, lang)}  ${bytesText(row.bytes).padStart(10)}  ${sentence(state, lang)}  ${row.path}\n`,
    );
  }
  return 0;
}
