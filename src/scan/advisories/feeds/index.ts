import type { Feed } from '../contract.ts';

/** Every feed; a new one is a new file and one line here. */
export const feeds: readonly Feed[] = [];
