import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Compares rendered output with the reviewed file at `url`. `PLIMSOLL_GOLDEN=write` writes the
 * files anew: read the difference before it is committed.
 */
export function assertGolden(url: URL, text: string): void {
  if (process.env['PLIMSOLL_GOLDEN'] === 'write') {
    mkdirSync(dirname(url.pathname), { recursive: true });
    writeFileSync(url, text);
    return;
  }
  let wanted: string;
  try {
    wanted = readFileSync(url, 'utf8');
  } catch (error) {
    throw new Error(`Cannot read golden file "${url.pathname}"`, { cause: error });
  }
  assert.equal(text, wanted, `output differs from ${url.pathname}`);
}
