import { availableParallelism } from 'node:os';
import { getAsset, isSea } from 'node:sea';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

import { IoError } from './errors.ts';

/** A fixed set of threads that run jobs of one kind. Jobs and answers are plain data. */
export interface WorkerPool<Job, Answer> {
  readonly size: number;
  readonly run: (job: Job, onProgress?: (progress: unknown) => void) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

interface Reply {
  readonly progress?: unknown;
  readonly answer?: unknown;
  readonly error?: unknown;
}

interface Waiting {
  readonly job: unknown;
  readonly onProgress: ((progress: unknown) => void) | undefined;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

/** How many threads are worth starting for `jobs` jobs. */
export function usefulThreads(jobs: number, wanted?: number): number {
  return Math.max(1, Math.min(jobs, wanted ?? availableParallelism(), 16));
}

/**
 * Starts `size` threads on `entry`, a module that calls `serveJobs`. In the single-file executable
 * the module's code is the asset of the same name with the extension `.cjs`.
 */
export function startWorkers<Job, Answer>(entry: URL, size: number): WorkerPool<Job, Answer> {
  const queue: Waiting[] = [];
  const threads = Array.from({ length: size }, () => new Thread(entry, queue));
  return {
    size,
    run: (job, onProgress) =>
      new Promise<Answer>((resolve, reject) => {
        queue.push({ job, onProgress, resolve, reject });
        threads.find((thread) => thread.idle)?.next();
      }),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
      for (const waiting of queue.splice(0)) {
        waiting.reject(
          new IoError('IO_INTERRUPTED', 'Cannot finish a job: the worker pool was closed'),
        );
      }
    },
  };
}

class Thread {
  readonly #queue: Waiting[];
  readonly #worker: Worker;
  #current: Waiting | undefined;
  #dead = false;

  constructor(entry: URL, queue: Waiting[]) {
    this.#queue = queue;
    this.#worker = openWorker(entry);
    this.#worker.on('message', (reply: Reply) => this.#reply(reply));
    this.#worker.on('error', (cause: unknown) => this.#fail(cause));
    this.#worker.on('exit', () => this.#fail(undefined));
    this.#worker.unref();
  }

  get idle(): boolean {
    return this.#current === undefined && !this.#dead;
  }

  next(): void {
    if (!this.idle) return;
    this.#current = this.#queue.shift();
    if (this.#current === undefined) {
      this.#worker.unref();
      return;
    }
    this.#worker.ref();
    this.#worker.postMessage(this.#current.job);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #reply(reply: Reply): void {
    const current = this.#current;
    if (current === undefined) return;
    if ('progress' in reply) {
      current.onProgress?.(reply.progress);
      return;
    }
    this.#current = undefined;
    this.next();
    if ('error' in reply) current.reject(reply.error);
    else current.resolve(reply.answer as never);
  }

  #fail(cause: unknown): void {
    this.#dead = true;
    const text = cause instanceof Error ? cause.message : 'it exited';
    this.#current?.reject(
      new IoError('IO_WORKER_FAILED', `Cannot finish a job: the worker thread ended, ${text}`, {
        cause,
      }),
    );
    this.#current = undefined;
  }
}

function openWorker(entry: URL): Worker {
  if (!isSea()) return new Worker(entry);
  const name = entry.pathname.split('/').at(-1) ?? '';
  return new Worker(getAsset(name.replace(/\.[jt]s$/, '.cjs'), 'utf8'), { eval: true });
}

/**
 * Answers the jobs of the pool that started this thread, one after another. Errors cross the
 * thread as plain objects with `name`, `code` and `message`; the caller rebuilds them.
 */
export function serveJobs(
  work: (job: unknown, progress: (value: unknown) => void) => Promise<unknown>,
): void {
  const port = parentPort;
  if (isMainThread || port === null) return;
  port.on('message', (job: unknown) => {
    work(job, (progress) => port.postMessage({ progress })).then(
      (answer) => port.postMessage({ answer }),
      (error: unknown) => port.postMessage({ error: plainError(error) }),
    );
  });
}

function plainError(error: unknown): { name: string; code: string; message: string } {
  if (!(error instanceof Error)) return { name: 'Error', code: 'INTERNAL', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'INTERNAL';
  return { name: error.name, code, message: error.message };
}
