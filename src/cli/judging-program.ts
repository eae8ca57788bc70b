/**
 * The same program under a name of its own. Built, it is a second file: the one for commands that
 * judge configuration holds no scanner, the other one no rules, so that neither start reads both.
 */
export { main } from './program.ts';
