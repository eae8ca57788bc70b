import type { OutputFormat } from './contract.ts';
import { cyclonedx } from './cyclonedx.ts';
import { json } from './json.ts';
import { ndjson } from './ndjson.ts';
import { sarif } from './sarif.ts';
import { table } from './table.ts';

/** Every output format; a new one is a new file and one line here. */
export const outputFormats: readonly OutputFormat[] = [table, json, ndjson, sarif, cyclonedx];

export type { ProgressPhase, ProgressState } from './progress.ts';
export { eraseLine, progressFrame } from './progress.ts';
export { reportSchema } from './schema.ts';
