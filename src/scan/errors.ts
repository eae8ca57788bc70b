import { PlimsollError } from '../model/index.ts';

/** Codes of failures in scanning. */
export type ScanErrorCode =
  | 'DATABASE_MISSING'
  | 'DATABASE_FOREIGN'
  | 'DATABASE_SCHEMA'
  | 'DATABASE_DAMAGED'
  | 'FEED_UNKNOWN'
  | 'FEED_EMPTY'
  | 'FEED_ANSWER'
  | 'FEED_CHECKSUM'
  | 'FEED_UNREADABLE'
  | 'FILE_UNKNOWN';

/** A failure in scanning. */
export class ScanError extends PlimsollError<ScanErrorCode> {}
