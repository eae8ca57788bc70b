import type { FamilyRow } from './contract.ts';

/** Every kind of configuration that is judged; a new one is a new folder and one entry here. */
export const families: readonly FamilyRow[] = [];

export { runnable } from './run.ts';
export { commentIgnores } from './comments.ts';
