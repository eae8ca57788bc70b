import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

import { IoError } from './errors.ts';

/** Where text goes, in order. `closed` turns true when the reader of a pipe went away. */
export interface TextSink {
  readonly write: (text: string) => void;
  readonly closed: () => boolean;
  /** Flushes; for files also makes the new content visible in one step. */
  readonly end: () => void;
  /** Drops what was written to a file so far; the earlier content stays. */
  readonly abandon: () => void;
}

const chunk = 65_536;

/** A sink on a file descriptor (1 standard output, 2 standard error). A closed pipe is no error. */
export function descriptorSink(descriptor: number): TextSink {
  let pending = '';
  let closed = false;
  const flush = (): void => {
    const bytes = Buffer.from(pending);
    pending = '';
    if (!closed) closed = !writeAll(descriptor, bytes);
  };
  return {
    write: (text) => {
      pending += text;
      if (pending.length >= chunk) flush();
    },
    closed: () => closed,
    end: flush,
    abandon: () => {
      pending = '';
    },
  };
}

/** A sink on a file that is written beside and renamed, so that readers see the old or the new report, never half of one. */
export function fileSink(path: string): TextSink {
  const temporary = `${path}.${process.pid}.tmp`;
  const descriptor = attempt(path, () => openSync(temporary, 'w'));
  const inner = descriptorSink(descriptor);
  const drop = (): void => {
    closeSync(descriptor);
    rmSync(temporary, { force: true });
  };
  return {
    write: (text) => attempt(path, () => inner.write(text), drop),
    closed: () => false,
    end: () => {
      attempt(
        path,
        () => {
          inner.end();
          fsyncSync(descriptor);
        },
        drop,
      );
      closeSync(descriptor);
      attempt(path, () => renameSync(temporary, path));
    },
    abandon: drop,
  };
}

function attempt<T>(path: string, work: () => T, cleanUp?: () => void): T {
  try {
    return work();
  } catch (cause) {
    cleanUp?.();
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new IoError('IO_WRITE_FAILED', `Cannot write "${path}": ${text}`, { cause });
  }
}

/** False when the other end of the pipe is gone. */
function writeAll(descriptor: number, bytes: Uint8Array): boolean {
  let offset = 0;
  let waits = 0;
  while (offset < bytes.length) {
    try {
      offset += writeSync(descriptor, bytes, offset);
      waits = 0;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EPIPE') return false;
      if (code !== 'EAGAIN' || waits > 12_000) throw error;
      waits += 1; // a non-blocking pipe whose reader is slow
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return true;
}

/** What is known about the terminal, for rendering. */
export interface Terminal {
  readonly columns: number | undefined;
  readonly interactive: boolean;
}

/** The terminal behind standard output or standard error. */
export function terminalOf(stream: 'stdout' | 'stderr'): Terminal {
  const target = process[stream];
  return { columns: target.isTTY ? target.columns : undefined, interactive: target.isTTY };
}
