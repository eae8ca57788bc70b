import type { Scanner } from '../model/index.ts';

export type { Scanner } from '../model/index.ts';

/** What is looked for when nobody says: what Trivy's users expect. */
export const usualScanners: readonly Scanner[] = ['vuln', 'secret'];
