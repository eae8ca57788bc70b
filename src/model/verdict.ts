/**
 * What is known about one package and one advisory. `unknown` is never shown as safe: it means
 * that the question could not be answered, and a reason always travels with it.
 */
export type Verdict = 'affected' | 'fixed' | 'not-affected' | 'unknown';
