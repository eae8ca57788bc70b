import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runCommand } from '../../../test/kit/command.ts';
import { run } from './fix.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-fix-'));
after(() => rmSync(folder, { recursive: true }));

const rows: readonly {
  readonly what: string;
  readonly text?: string;
  readonly write?: boolean;
  readonly code: number;
  readonly told: RegExp;
}[] = [
  {
    what: 'a file that is not there',
    code: 3,
    told: /^Nothing was changed: nothing here could be/,
  },
  {
    what: 'a file that nobody knows',
    text: 'hello',
    write: true,
    code: 3,
    told: /^Nothing was changed/,
  },
  {
    what: 'a file without fault',
    text: 'FROM scratch\nUSER 1000\n',
    code: 0,
    told: /^Nothing here has an edit that ends it/,
  },
  {
    what: 'a file with an edit',
    text: 'FROM debian:12\nMAINTAINER a@example.com\nRUN apt-get install curl\nUSER 1000\n',
    code: 1,
    told: /^[1-9] of [1-9] findings end with these edits/,
  },
];

for (const { what, text, write = false, code, told } of rows) {
  test(`fix says what it did with ${what}`, async () => {
    const path = join(folder, what.includes('nobody') ? 'notes.txt' : 'Dockerfile');
    rmSync(path, { force: true });
    if (text !== undefined) writeFileSync(path, text);
    const outcome = await runCommand(['fix'], run, { arguments: [path], options: { write } });
    assert.match(outcome.stderr, told);
    assert.equal(outcome.code, code, outcome.stderr);
    if (text !== undefined) assert.equal(readFileSync(path, 'utf8'), text);
  });
}
