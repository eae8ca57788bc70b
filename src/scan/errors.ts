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
  | 'FEED_UNREADABLE';

/** What can go wrong with advisories and their database, and what to do about it. */
export const scanErrors: Readonly<Record<ScanErrorCode, string>> = {
  DATABASE_MISSING:
    'The file given with `--db` does not exist. Check the path, or run `plimsoll db update` or `db build`.',
  DATABASE_FOREIGN:
    'The file is an SQLite database, but no advisory database. Check the path given with `--db`.',
  DATABASE_SCHEMA:
    'The advisory database was built by a version of the program with another table layout. Run `plimsoll db update` or `db build`.',
  DATABASE_DAMAGED:
    'The advisory database does not have the content its checksum promises. Run `plimsoll db update` or `db build`.',
  FEED_UNKNOWN: 'There is no feed of that name. `docs/reference/feeds.md` lists them.',
  FEED_EMPTY:
    'Nothing to build from: the folder holds none of the files that feeds are made of. Check the path.',
  FEED_ANSWER:
    'The address of a feed answered with something else than the feed. The last good state is kept; check the address or try later.',
  FEED_CHECKSUM:
    'A downloaded feed document does not have the length or checksum its server announced. The last good state is kept; try again.',
  FEED_UNREADABLE:
    'A feed document arrived whole but is not in the form of its feed. The last good state is kept.',
};

/** A failure in scanning. */
export class ScanError extends PlimsollError<ScanErrorCode> {}
