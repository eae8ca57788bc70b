import { PlimsollError } from '../model/index.ts';

/** Code of a CheckError. */
export type CheckCode =
  | 'CHECK_UNKNOWN_STANDARD'
  | 'CHECK_UNKNOWN_RULE'
  | 'CHECK_UNKNOWN_KIND'
  | 'CHECK_RULE_FAILED'
  | 'CHECK_RULE_INVALID'
  | 'CHECK_CHART'
  | 'CHECK_NO_ANSWER'
  | 'CHECK_DOCKERFILE'
  | 'CHECK_KUBERNETES_OBJECT'
  | 'CHECK_KUBERNETES_UNKNOWN'
  | 'COMPOSE_INTERPOLATION'
  | 'COMPOSE_INVALID'
  | 'COMPOSE_LOOP'
  | 'COMPOSE_MISSING'
  | 'COMPOSE_REMOTE'
  | 'CHECK_DOCUMENT'
  | 'CHECK_VALUE_FORM'
  | 'CHECK_NETWORK_EMPTY'
  | 'CHECK_NETWORK_END'
  | 'CONTEXT_IGNORE_REFUSED';

/** Configuration could not be judged as asked. */
export class CheckError extends PlimsollError<CheckCode> {}
