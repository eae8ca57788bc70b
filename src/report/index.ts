import type { OutputFormat } from './contract.ts';

/** Every output format; a new one is a new file and one line here. */
export const outputFormats: readonly OutputFormat[] = [];
