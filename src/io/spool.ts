import { closeSync, mkdtempSync, openSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { errorText } from '../model/index.ts';
import { IoError } from './errors.ts';
import type { Environment } from './http-agents.ts';

/** A temporary file. */
export interface SpooledFile {
  /** Opens it from any thread of this process, until `close`. */
  readonly path: string;
  readonly close: () => void;
}

/**
 * Writes a stream that cannot be read twice to a temporary file: in `TMPDIR`, else in /var/tmp,
 * because /tmp often is memory. On Linux the file has no name from the start, so nothing is left
 * behind however the process ends.
 * @throws {IoError} IO_WRITE_FAILED, and what the stream throws; the file is gone then.
 */
export async function spool(
  chunks: AsyncIterable<Uint8Array>,
  environment: Environment,
): Promise<SpooledFile> {
  const file = createFile(environment);
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length;) at += write(file, chunk, at);
    }
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

interface WritableFile extends SpooledFile {
  readonly handle: number;
  readonly folder: string;
}

/** A temporary folder, in the same places as temporary files. */
export function temporaryFolder(environment: Environment): {
  readonly path: string;
  readonly remove: () => void;
} {
  const path = inSomePlace(environment, (place) => mkdtempSync(join(place, 'plimsoll-')));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}

function createFile(environment: Environment): WritableFile {
  return inSomePlace(environment, createIn);
}

function inSomePlace<Result>(environment: Environment, make: (place: string) => Result): Result {
  const wanted = environment['TMPDIR'];
  const places = wanted === undefined || wanted === '' ? ['/var/tmp', tmpdir()] : [wanted];
  let failure: unknown;
  for (const place of places) {
    try {
      return make(place);
    } catch (error) {
      failure = error;
    }
  }
  throw new IoError(
    'IO_WRITE_FAILED',
    `Cannot make a temporary file in "${places.join('" or "')}": ${errorText(failure)}`,
    { cause: failure },
  );
}

function createIn(place: string): WritableFile {
  const folder = mkdtempSync(join(place, 'plimsoll-'));
  const name = join(folder, 'spool');
  const handle = openSync(name, 'wx+', 0o600);
  const nameless = process.platform === 'linux';
  if (nameless) {
    unlinkSync(name);
    rmSync(folder, { recursive: true });
  }
  return {
    path: nameless ? `/proc/self/fd/${handle}` : name,
    handle,
    folder: place,
    close: () => {
      closeSync(handle);
      if (!nameless) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function write(file: WritableFile, chunk: Uint8Array, at: number): number {
  try {
    return writeSync(file.handle, chunk, at);
  } catch (cause) {
    throw new IoError(
      'IO_WRITE_FAILED',
      `Cannot write a temporary file in "${file.folder}": ${errorText(cause)}, expected room for the whole image (TMPDIR names another place)`,
      { cause },
    );
  }
}
