import type { OutputFormat } from './contract.ts';
import { json } from './json.ts';
import { ndjson } from './ndjson.ts';

/** Every output format; a new one is a new file and one line here. */
export const outputFormats: readonly OutputFormat[] = [json, ndjson];
