import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileSink } from './console.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sink-'));
after(() => rmSync(folder, { recursive: true }));

test('fileSink: readers see the old content until end(), and nothing is left beside it', () => {
  const path = join(folder, 'report.txt');
  writeFileSync(path, 'old');
  const sink = fileSink(path);
  sink.write('new ');
  sink.write('report'.repeat(20_000));
  assert.equal(readFileSync(path, 'utf8'), 'old');
  sink.end();
  assert.equal(readFileSync(path, 'utf8'), `new ${'report'.repeat(20_000)}`);
  assert.deepEqual(readdirSync(folder), ['report.txt']);
});

test('fileSink: abandon() keeps the old content; a folder that is missing is an error', () => {
  const path = join(folder, 'report.txt');
  writeFileSync(path, 'old');
  const sink = fileSink(path);
  sink.write('x'.repeat(100_000));
  sink.abandon();
  assert.equal(readFileSync(path, 'utf8'), 'old');
  assert.deepEqual(readdirSync(folder), ['report.txt']);
  assert.throws(() => fileSink(join(folder, 'gone', 'a')), { code: 'IO_WRITE_FAILED' });
});

test('descriptorSink: a reader that goes away is no error', () => {
  const module = new URL('./console.ts', import.meta.url).href;
  const code = `const { descriptorSink } = await import(${JSON.stringify(module)});
    const sink = descriptorSink(1);
    for (let line = 0; line < 100_000; line += 1) sink.write('a line that nobody reads\\n');
    sink.end();
    process.exitCode = sink.closed() ? 7 : 8;`;
  const script = `"$0" --input-type=module -e "$1" | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const run = spawnSync('bash', ['-c', script, process.execPath, code], { encoding: 'utf8' });
  assert.equal(run.stderr, '');
  assert.equal(run.stdout, 'a line that nobody reads\n7\n');
});
