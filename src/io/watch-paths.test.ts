import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { nextChange } from './watch-paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-watch-'));
after(() => rmSync(folder, { recursive: true }));

test('nextChange() waits for a change below a folder, or for the signal', async () => {
  mkdirSync(join(folder, 'deep'));
  const change = nextChange([folder], new AbortController().signal);
  const writing = setInterval(
    () => writeFileSync(join(folder, 'deep', 'f'), String(Math.random())),
    20,
  );
  setTimeout(() => clearInterval(writing), 400);
  await change;
  const stop = new AbortController();
  const stopped = nextChange([folder], stop.signal);
  stop.abort();
  await stopped;
  await nextChange([folder], stop.signal);
});

test('a path that is not there is an error', async () => {
  const gone = nextChange([join(folder, 'gone')], new AbortController().signal);
  await assert.rejects(gone, { code: 'IO_READ_FAILED' });
});
