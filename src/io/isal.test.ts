import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { bindIsal, isalDefect, loadIsal } from './isal.ts';
import { IsalStream } from './isal-stream.ts';
import type { IsalCalls } from './isal-stream.ts';
import { openNativeLibrary } from './native-library.ts';

const bound = bindIsal('libisal.so.2');
const needed: { skip: string | false } = {
  skip: 'reason' in bound ? `needs the library "libisal2": ${bound.reason}` : false,
};

/** The library, with one thing that it does after each call. */
function altered(after: (state: Uint8Array, words: Uint32Array) => void): IsalCalls {
  if ('reason' in bound) throw new Error(bound.reason);
  return {
    ...bound.calls,
    isal_inflate: (state) => {
      const answer = bound.calls.isal_inflate(state);
      after(state, new Uint32Array(state.buffer));
      return answer;
    },
  };
}

const add = (words: Uint32Array, at: number, value: number): void => {
  words[at] = (words[at] ?? 0) + value;
};

test('the library of this system is as expected', needed, () => {
  assert.equal(isalDefect(new IsalStream(altered(() => {}))), undefined);
  const isal = loadIsal();
  assert.ok(isal.ready);
  assert.match(isal.path, /^\/usr\/lib.*\/libisal\.so\.2/);
  assert.equal(loadIsal(), isal);
});

test('a library that is laid out or answers in another way is refused', needed, () => {
  const finished = 21_160 / 4;
  const rows: [string, IsalCalls][] = [
    ['room for output', altered((_, words) => add(words, 2, 1))],
    ['output address', altered((_, words) => add(words, 0, 8))],
    ['rest of input', altered((_, words) => add(words, 8, 1))],
    ['input address', altered((_, words) => add(words, 4, -8))],
    ['bits read ahead', altered((_, words) => add(words, 9, 16))],
    ['an end that is never told', altered((_, words) => words.fill(4, finished, finished + 1))],
    ['an end that is told at once', altered((_, words) => words.fill(5, finished, finished + 1))],
    ['a larger struct', altered((state) => state.fill(1, 90_000, 90_001))],
    ['no work at all', { ...altered(() => {}), isal_inflate: () => 0 }],
    [
      'never damage',
      {
        ...altered(() => {}),
        isal_inflate: (state) => Math.max(0, altered(() => {}).isal_inflate(state)),
      },
    ],
    ['another answer', { ...altered(() => {}), isal_inflate: () => 2 }],
    ['another checksum', { ...altered(() => {}), crc32_gzip_refl: () => 1 }],
  ];
  for (const [name, calls] of rows) {
    const defect = isalDefect(new IsalStream(calls));
    assert.equal(typeof defect, 'string', name);
  }
});

test('a library that is missing, or is another, is a reason and no failure', () => {
  const missing = openNativeLibrary('libplimsoll-no-such.so.1');
  assert.ok('reason' in missing);
  assert.ok(missing.reason.length > 0);
  const other = bindIsal('libc.so.6');
  assert.ok('reason' in other);
  assert.ok(other.reason.length > 0);
});

test('loading says nothing on standard error, in the main thread and in others', () => {
  const load = `import { loadIsal } from ${JSON.stringify(new URL('isal.ts', import.meta.url))};`;
  const inThread = `${load} import { parentPort } from 'node:worker_threads'; parentPort.postMessage(loadIsal().ready);`;
  const script = `${load} import { Worker } from 'node:worker_threads';
    const { emitWarning } = process;
    const { ready } = loadIsal();
    const same = emitWarning === process.emitWarning;
    new Worker(${JSON.stringify(inThread)}, { eval: true }).on('message', (there) => console.log(same, ready === there));`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  assert.deepEqual([run.stdout, run.stderr], ['true true\n', '']);
});
