import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileSink } from './console.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sink-'));
after(() => rmSync(folder, { recursive: true }));
const noFullDevice = statSync('/dev/full', { throwIfNoEntry: false })?.isCharacterDevice() !== true;

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

test('fileSink: what is no file is written to and stays what it is; a link stays a link', () => {
  const pipe = join(folder, 'pipe');
  spawnSync('mkfifo', [pipe]);
  const open = openSync(pipe, 'r+'); // so that neither end waits for the other
  const through = fileSink(pipe);
  through.write('through');
  through.end();
  const bytes = Buffer.alloc(16);
  assert.equal(bytes.toString('utf8', 0, readSync(open, bytes)), 'through');
  closeSync(open);
  assert.equal(lstatSync(pipe).isFIFO(), true);
  const link = join(folder, 'link');
  writeFileSync(join(folder, 'named'), 'old');
  symlinkSync('named', link);
  const linked = fileSink(link);
  linked.write('new');
  linked.end();
  assert.equal(lstatSync(link).isSymbolicLink(), true);
  assert.equal(readFileSync(join(folder, 'named'), 'utf8'), 'new');
  assert.throws(() => fileSink(folder), { message: /it is a folder, wanted a file/ });
});

test('a full disk is an error that names what could not be written', { skip: noFullDevice }, () => {
  // Not with fileSink('/dev/full') alone: that a device survives is what the pipe above shows.
  const module = new URL('./console.ts', import.meta.url).href;
  const code = `const { descriptorSink } = await import(${JSON.stringify(module)});
    const sink = descriptorSink(1);
    sink.write('text');
    sink.end();`;
  const script = '"$0" --input-type=module -e "$1" > /dev/full';
  const run = spawnSync('bash', ['-c', script, process.execPath, code], { encoding: 'utf8' });
  assert.match(run.stderr, /Cannot write to standard output: ENOSPC/);
});
