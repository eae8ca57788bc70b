import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname } from 'node:path';

import { errorText } from '../model/index.ts';
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

const standardNames: ReadonlyMap<number, string> = new Map([
  [1, 'standard output'],
  [2, 'standard error'],
]);

/** A sink on a file descriptor (1 standard output, 2 standard error). A closed pipe is no error. */
export function descriptorSink(descriptor: number): TextSink {
  let pending = '';
  let closed = false;
  const flush = (): void => {
    const bytes = Buffer.from(pending);
    pending = '';
    if (closed) return;
    try {
      closed = !writeAll(descriptor, bytes);
    } catch (cause) {
      const name = standardNames.get(descriptor);
      if (name === undefined) throw cause; // a file: its path is known where it was opened
      throw new IoError('IO_WRITE_FAILED', `Cannot write to ${name}: ${errorText(cause)}`, {
        cause,
      });
    }
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

/**
 * A sink on a file that is written beside and renamed, so that readers see the old or the new
 * report, never half of one. A link stays a link: the file it names is the one replaced. What is no
 * file (`/dev/stdout`, `/dev/full`, a named pipe) is written to as it is, never replaced.
 */
export function fileSink(path: string): TextSink {
  const there = fileAt(path);
  if (there !== undefined && !there.isFile()) return deviceSink(path);
  const target = there === undefined ? path : attempt(path, () => realpathSync(path));
  const temporary = `${target}.${randomBytes(4).toString('hex')}.tmp`;
  const descriptor = attempt(path, () => openSync(temporary, 'wx'));
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
      attempt(path, () => renameSync(temporary, target));
    },
    abandon: drop,
  };
}

/**
 * Says now what `fileSink` would say later, so that no long work is done for a file that cannot be
 * written. Nothing is made or changed.
 * @throws {IoError} IO_WRITE_FAILED
 */
export function expectWritable(path: string): void {
  const there = fileAt(path);
  if (there !== undefined && !there.isFile()) return;
  const folder = dirname(there === undefined ? path : attempt(path, () => realpathSync(path)));
  const around = attempt(path, () => statSync(folder, { throwIfNoEntry: false }));
  if (around?.isDirectory() !== true)
    throw new IoError('IO_WRITE_FAILED', {
      en: `Cannot write "${path}": found no folder "${folder}", wanted one that exists`,
      'zh-CN': `无法写入“${path}”：目录“${folder}”不存在`,
    });
  attempt(path, () => accessSync(folder, constants.W_OK));
}

/** What is at a path, when it is nothing that can never be written. */
function fileAt(path: string): Stats | undefined {
  const there = attempt(path, () => statSync(path, { throwIfNoEntry: false }));
  if (there?.isDirectory() === true)
    throw new IoError('IO_WRITE_FAILED', {
      en: `Cannot write "${path}": it is a folder, wanted a file`,
      'zh-CN': `无法写入“${path}”：它是目录，应为文件`,
    });
  return there;
}

/** A device or pipe: nothing to rename, and what was written cannot be taken back. */
function deviceSink(path: string): TextSink {
  const descriptor = attempt(path, () => openSync(path, 'w'));
  const inner = descriptorSink(descriptor);
  const close = (): void => closeSync(descriptor);
  return {
    write: (text) => attempt(path, () => inner.write(text), close),
    closed: inner.closed,
    end: () => {
      attempt(path, inner.end, close);
      close();
    },
    abandon: close,
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
  if (!mayBeTerminal(stream === 'stdout' ? 1 : 2))
    return { columns: undefined, interactive: false };
  const target = process[stream];
  return { columns: target.isTTY ? target.columns : undefined, interactive: target.isTTY };
}

/**
 * Whether a descriptor may be a terminal. Making the stream of a file or a pipe takes Node a
 * fifteenth of an empty start, and the kind of file tells them apart; device 1 is Linux's /dev/null.
 */
function mayBeTerminal(descriptor: number): boolean {
  try {
    const found = fstatSync(descriptor);
    return found.isCharacterDevice() && found.rdev >> 8 !== 1;
  } catch {
    return true; // Node will say
  }
}
