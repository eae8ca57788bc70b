import { PlimsollError } from '../model/index.ts';

/** Code of a PolicyError. */
export type PolicyCode = 'IGNORE_FILE_INVALID';

/** A policy or ignore file cannot be followed: half a policy is worse than none, so it is an error. */
export class PolicyError extends PlimsollError<PolicyCode> {}
