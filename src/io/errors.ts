import { PlimsollError } from '../model/index.ts';

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

/** What can go wrong where the program touches the outside, and what to do about it. */
export const ioErrors: Readonly<Record<IoErrorCode, string>> = {
  IO_INTERRUPTED:
    'The work was interrupted by a signal or by `--timeout`. Nothing half-written is kept.',
  IO_WORKER_FAILED:
    'A worker thread ended before its answer. Usually memory: try again with `--parallel 1`.',
  IO_WRITE_FAILED:
    'A file could not be written: the folder is missing, read-only or full. Earlier content is untouched.',
  IO_READ_FAILED: 'A file could not be read: it is missing, is no file, or permission is refused.',
  IO_OUTSIDE:
    'A file refers to one outside the folder that is looked at, by its path or over a link. It was not read; name the folder that holds both.',
  GIT_FAILED:
    "git could not fetch the repository; its own words are in the message. The user's git settings and password helpers are not used: for private repositories take ssh with an agent, or clone and scan the folder",
  IO_PROGRAM_FAILED:
    'A program that you configured, such as a credential helper, is not installed, does not end or writes without end.',
  SQLITE_DAMAGED:
    'A database file is cut short, damaged, or belongs to another program. Fetch or build it again.',
  HTTP_URL: 'An address is no usable http or https URL. Correct it where it was configured.',
  HTTP_UNREACHABLE:
    'No connection could be made: the name is unknown, the port is closed, or the socket may not be opened. Check the address, the proxy settings and permissions.',
  HTTP_TLS:
    'The other side has no certificate that this machine trusts. Set `SSL_CERT_FILE` to the bundle with its authority, or use `--insecure` where that is acceptable.',
  HTTP_PROXY:
    'The proxy named by `HTTP_PROXY` or `HTTPS_PROXY` is not usable or refused the connection. Check the variable and its credentials.',
  HTTP_TIMEOUT: 'The other side sent nothing for the idle limit. Try again later.',
  HTTP_INTERRUPTED:
    'The connection broke before the answer was complete, also after retries. Try again.',
  HTTP_PROTOCOL: 'The answer is not valid HTTP. Something other than the wanted server answered.',
  HTTP_REDIRECT:
    'The server redirects in circles, to something that is no http address, or from https to plain http.',
};

/** A failure at the edge of the program. */
export class IoError extends PlimsollError<IoErrorCode> {}
