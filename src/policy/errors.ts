import { PlimsollError } from '../model/index.ts';

/** Code of a PolicyError. */
export type PolicyCode = 'IGNORE_FILE_INVALID';

/** What can be wrong with the rules by which findings are judged. */
export const policyErrors: Readonly<Record<PolicyCode, string>> = {
  IGNORE_FILE_INVALID:
    'An ignore file is not well-formed, or an entry in it cannot be understood. Nothing was ignored by it; correct the line that the message names.',
};

/** A policy or ignore file cannot be followed: half a policy is worse than none, so it is an error. */
export class PolicyError extends PlimsollError<PolicyCode> {}
