/** What is looked for in an image: Trivy's words. */
export type Scanner = 'vuln' | 'misconfig' | 'secret';

/** What is looked for when nobody says: what Trivy's users expect of an image. */
export const usualScanners: readonly Scanner[] = ['vuln', 'secret'];
