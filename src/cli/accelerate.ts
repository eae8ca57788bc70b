import { chooseAccelerator } from '../io/accelerator.ts';
import { loadIsal } from '../io/isal.ts';
import { format } from '../model/messages/table.ts';
import { UsageError } from './errors.ts';
import { sentence } from './help.ts';
import type { CommandInput } from './spec.ts';

/**
 * Hands gzip layers to native code of the system when the user asked for it, before a thread is
 * started; `--debug` tells whether it is used. A configuration file cannot ask: `plimsoll.yaml` may
 * lie in a folder that somebody else wrote.
 * @throws {UsageError} USAGE_OPTION
 */
export function accelerate({ options, lang, stderr }: CommandInput): void {
  if (options.text('accelerator') !== 'isal') return chooseAccelerator('none');
  if (options.origin('accelerator') === 'file') {
    throw new UsageError(
      'USAGE_OPTION',
      'Cannot use accelerator "isal": a configuration file asks for it, wanted --accelerator or its environment variable',
    );
  }
  chooseAccelerator('isal');
  if (!options.flag('debug')) return;
  const isal = loadIsal();
  const text = sentence(isal.ready ? 'accelerator.used' : 'accelerator.unused', lang);
  const told = isal.ready ? { path: isal.path } : { reason: isal.reason };
  stderr.write(`${format(text, told)}\n`);
}
