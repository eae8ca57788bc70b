import { PlimsollError } from '../model/index.ts';

/** Codes of wrong usage. */
export type UsageErrorCode =
  | 'USAGE_OPTION'
  | 'USAGE_ARGUMENT'
  | 'USAGE_COMMAND'
  | 'USAGE_CONFIGURATION';

/** Wrong usage: the user can fix it. */
export class UsageError extends PlimsollError<UsageErrorCode> {}
