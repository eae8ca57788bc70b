import { format } from '../../model/messages/table.ts';
import { bytes } from '../../report/progress.ts';
import { databasePath } from '../../tasks/open-database.ts';
import { pushDatabase } from '../../tasks/transfer-database.ts';
import { sentence } from '../help.ts';
import { progressLine } from '../report-output.ts';
import { foldersOf } from '../scan-options.ts';
import type { CommandInput } from '../spec.ts';

/** Puts the database into a registry as an OCI artifact. */
export async function run(input: CommandInput): Promise<number> {
  const { options, signal, stdout, lang } = input;
  const [reference = ''] = input.arguments;
  const progress = progressLine(input);
  try {
    const path = databasePath(foldersOf(input), options.text('db'));
    const sent = await pushDatabase(path, reference, {
      insecure: options.flag('insecure'),
      offline: options.flag('offline'),
      signal,
      onProgress: (done, total) =>
        progress.show({ phase: 'write', what: reference, done, total, unit: 'bytes' }),
    });
    progress.clear();
    const params = { name: sent.name, bytes: bytes(sent.bytes) };
    stdout.write(`${format(sentence('db.pushed', lang), params)}\n`);
    return 0;
  } finally {
    progress.clear();
  }
}
