import type { ImageSource } from './contract.ts';

/** Every place images come from, in the order in which a bare reference is searched; a new one is a new file and one line here. */
export const imageSources: readonly ImageSource[] = [];
