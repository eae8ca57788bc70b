import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/** Native code that may take the place of Node's own for gzip. */
export type Accelerator = 'isal' | 'none';

const key = 'plimsoll.accelerator';

/** Chooses for this thread and all that it starts from now on. */
export function chooseAccelerator(name: Accelerator): void {
  setEnvironmentData(key, name);
}

/** What was chosen; else what `PLIMSOLL_ACCELERATOR` says, for whoever uses the library; else none. */
export function chosenAccelerator(): Accelerator {
  const chosen = getEnvironmentData(key) ?? process.env['PLIMSOLL_ACCELERATOR'];
  return chosen === 'isal' ? 'isal' : 'none';
}
