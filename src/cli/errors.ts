import { PlimsollError } from '../model/index.ts';

/** Codes of wrong usage. */
export type UsageErrorCode =
  | 'USAGE_OPTION'
  | 'USAGE_ARGUMENT'
  | 'USAGE_COMMAND'
  | 'USAGE_CONFIGURATION';

/** What can be wrong with a command line or a configuration file. The exit code is 2. */
export const usageErrors: Readonly<Record<UsageErrorCode, string>> = {
  USAGE_OPTION:
    'An option is not known, lacks its value, or its value is not one of those allowed.',
  USAGE_ARGUMENT: 'An argument is missing, or there are more than the command takes.',
  USAGE_COMMAND:
    'There is no such command. A name that is also a command is written as a path (`./context`).',
  USAGE_CONFIGURATION: 'plimsoll.yaml cannot be read or holds a key or value that no option has.',
};

/** Wrong usage: the user can fix it. */
export class UsageError extends PlimsollError<UsageErrorCode> {}
