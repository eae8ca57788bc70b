import type { FileAnalyzer } from './contract.ts';

/** Every file analyzer; a new one is a new file and one line here. */
export const analyzers: readonly FileAnalyzer[] = [];
