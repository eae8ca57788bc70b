import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Script } from 'node:vm';

import { startWorkers, usefulThreads } from './workers.ts';
import type { WorkerPool } from './workers.ts';

const workers = new URL('./workers.ts', import.meta.url).href;
const entry = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { serveJobs, whenResting } from ${JSON.stringify(workers)};
    let rests = 0;
    whenResting(() => { rests += 1; });
    serveJobs(async (job, progress) => {
      if (job === 'throw') throw Object.assign(new Error('no good'), { code: 'NO_GOOD' });
      if (job === 'die') process.exit(7);
      if (job === 'hang') await new Promise((resolve) => setTimeout(resolve, 3_600_000));
      if (job === 'rests') return rests;
      progress(job);
      return job * 2;
    });
  `)}`,
);

async function withPool(
  size: number,
  work: (pool: WorkerPool<unknown, number>) => Promise<void>,
): Promise<void> {
  const pool = startWorkers<unknown, number>(entry, size);
  try {
    await work(pool);
  } finally {
    await pool.close();
  }
}

test('a pool answers more jobs than it has threads, each with its own progress', async () => {
  await withPool(2, async (pool) => {
    const seen: unknown[] = [];
    const jobs = [1, 2, 3, 4, 5];
    const answers = await Promise.all(
      jobs.map((job) => pool.run(job, (value) => seen.push(value))),
    );
    assert.deepEqual(answers, [2, 4, 6, 8, 10]);
    assert.deepEqual(new Set(seen), new Set(jobs));
  });
});

test('an error of a job crosses the thread with its code, and the thread goes on', async () => {
  await withPool(1, async (pool) => {
    await assert.rejects(pool.run('throw'), { code: 'NO_GOOD', message: 'no good' });
    assert.equal(await pool.run(21), 42);
  });
});

test('a thread that dies fails its job; jobs of other threads are answered', async () => {
  await withPool(2, async (pool) => {
    const dead = assert.rejects(pool.run('die'), { code: 'IO_WORKER_FAILED' });
    assert.equal(await pool.run(1), 2);
    await dead;
  });
});

test('when every thread is dead, waiting jobs fail instead of hanging', async () => {
  await withPool(1, async (pool) => {
    const dead = assert.rejects(pool.run('die'), { code: 'IO_WORKER_FAILED' });
    const waiting = assert.rejects(pool.run(1), { code: 'IO_WORKER_FAILED' });
    await Promise.all([dead, waiting]);
    await assert.rejects(pool.run(1), { code: 'IO_WORKER_FAILED' });
  });
});

test('closing the pool fails running and waiting jobs', async () => {
  const pool = startWorkers<unknown, number>(entry, 1);
  const running = assert.rejects(pool.run('hang'));
  const waiting = assert.rejects(pool.run(1));
  await pool.close();
  await Promise.all([running, waiting]);
});

test('usefulThreads() starts no thread without a job', () => {
  const rows = [
    [1, 8, 1],
    [5, 2, 2],
    [3, 8, 3],
    [100, 64, 16],
  ] as const;
  for (const [jobs, wanted, expected] of rows) assert.equal(usefulThreads(jobs, wanted), expected);
  assert.ok(usefulThreads(100) >= 1);
});

test('the flags with which V8 stamps what it compiled are as before once a pool is closed', async () => {
  // Magic number, version, source, flags: code with another stamp is compiled anew by the next run.
  const stamp = (): string =>
    new Script('(function one() { return 1; })').createCachedData().toString('hex', 0, 16);
  const before = stamp();
  await withPool(1, async (pool) => {
    await pool.run(1);
    assert.notEqual(stamp(), before, 'a flag is set while threads start; else this tests nothing');
  });
  assert.equal(stamp(), before);
});

test('a thread hears that there is nothing left to do once for each time, and takes jobs again', async () => {
  await withPool(1, async (pool) => {
    await Promise.all([pool.run(1), pool.run(2)]);
    assert.equal(await pool.run('rests'), 1);
    assert.equal(await pool.run('rests'), 2);
  });
});

test('closing waits for what a resting thread is doing', async () => {
  const done = new SharedArrayBuffer(4);
  const resting = new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { serveJobs, whenResting } from ${JSON.stringify(workers)};
      let cell;
      whenResting(() => {
        for (const until = Date.now() + 50; Date.now() < until; );
        cell[0] = 1;
      });
      serveJobs(async (job) => { cell = job; });
    `)}`,
  );
  const pool = startWorkers<Int32Array, void>(resting, 1);
  await pool.run(new Int32Array(done));
  await pool.close();
  assert.equal(new Int32Array(done)[0], 1);
});
