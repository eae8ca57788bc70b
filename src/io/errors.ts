import { errorText, PlimsollError } from '../model/index.ts';

/** Codes of failures at the edge of the program. */
export type IoErrorCode =
  | 'IO_INTERRUPTED'
  | 'IO_WORKER_FAILED'
  | 'IO_WRITE_FAILED'
  | 'IO_READ_FAILED'
  | 'IO_OUTSIDE'
  | 'IO_PROGRAM_FAILED'
  | 'GIT_FAILED'
  | 'SQLITE_DAMAGED'
  | 'HTTP_URL'
  | 'HTTP_UNREACHABLE'
  | 'HTTP_TLS'
  | 'HTTP_PROXY'
  | 'HTTP_TIMEOUT'
  | 'HTTP_INTERRUPTED'
  | 'HTTP_PROTOCOL'
  | 'HTTP_REDIRECT';

/** A failure at the edge of the program. */
export class IoError extends PlimsollError<IoErrorCode> {}

/** The error for what the system would not do. @param found What it said, or what was found. */
export function readFailure(action: string, path: string, found: unknown): IoError {
  return new IoError('IO_READ_FAILED', `Cannot ${action} "${path}": ${errorText(found)}`, {
    cause: found,
  });
}
