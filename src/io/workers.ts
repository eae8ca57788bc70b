import { availableParallelism } from 'node:os';
import { getAsset, isSea } from 'node:sea';
import { setFlagsFromString } from 'node:v8';
import { isMainThread, parentPort, type ResourceLimits, Worker } from 'node:worker_threads';

import { IoError } from './errors.ts';
import type { SharedTurn } from './turns.ts';

/** A fixed set of threads that run jobs of one kind. Jobs and answers are plain data. */
export interface WorkerPool<Job, Answer> {
  readonly size: number;
  readonly run: (job: Job, onProgress?: (progress: unknown) => void) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

/** What a pool says to a thread: a job, or that there is none left. */
type Order = { readonly job: unknown } | { readonly rest: true };

interface Reply {
  readonly progress?: unknown;
  readonly answer?: unknown;
  readonly error?: PlainError;
  /** Said when an order to rest was heard, and all was done that `whenResting` asked for. */
  readonly rested?: true;
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
  const threads: Thread[] = [];
  const onDeath = (cause: unknown): void => {
    if (threads.some((thread) => !thread.dead)) return;
    for (const waiting of queue.splice(0)) waiting.reject(deathOf(cause));
  };
  const turn = new SharedArrayBuffer(4);
  setFlagsFromString(`--initial-old-space-size=${roomBeforeCollection}`);
  for (let index = 0; index < size; index += 1) {
    const data: SharedTurn = { turn, thread: index + 1 };
    threads.push(new Thread(openWorker(entry, data), queue, onDeath));
  }
  return {
    size,
    run: (job, onProgress) =>
      new Promise<Answer>((resolve, reject) => {
        if (threads.every((thread) => thread.dead)) {
          reject(deathOf(undefined));
          return;
        }
        queue.push({ job, onProgress, resolve, reject });
        threads.find((thread) => thread.idle)?.next();
      }),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
      // V8 stamps compiled code with its flags: with this one set, what is kept would fit no later run.
      setFlagsFromString(`--initial-old-space-size=${usualRoom}`);
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
  /** Set from the order to rest until it was heard. */
  #resting: PromiseWithResolvers<void> | undefined;
  readonly #onDeath: (cause: unknown) => void;

  constructor(worker: Worker, queue: Waiting[], onDeath: (cause: unknown) => void) {
    this.#queue = queue;
    this.#onDeath = onDeath;
    this.#worker = worker;
    this.#worker.on('message', (reply: Reply) => this.#reply(reply));
    this.#worker.on('error', (cause: unknown) => this.#fail(cause));
    this.#worker.on('exit', () => this.#fail(undefined));
    this.#worker.unref();
  }

  get idle(): boolean {
    return this.#current === undefined && !this.#dead;
  }

  get dead(): boolean {
    return this.#dead;
  }

  next(): void {
    if (!this.idle) return;
    this.#current = this.#queue.shift();
    if (this.#current === undefined) {
      this.#resting ??= Promise.withResolvers();
      this.#order({ rest: true });
      return;
    }
    this.#worker.ref();
    this.#order({ job: this.#current.job });
  }

  #order(order: Order): void {
    this.#worker.postMessage(order);
  }

  /** Ends the thread: at once while it works, after what a resting one may be writing. */
  async close(): Promise<void> {
    await this.#resting?.promise;
    await this.#worker.terminate();
  }

  #onRested(): void {
    if (this.#current === undefined) this.#worker.unref();
    this.#resting?.resolve();
    this.#resting = undefined;
  }

  #reply(reply: Reply): void {
    if (reply.rested === true) {
      this.#onRested();
      return;
    }
    const current = this.#current;
    if (current === undefined) return;
    if ('progress' in reply) {
      current.onProgress?.(reply.progress);
      return;
    }
    this.#current = undefined;
    this.next();
    if (reply.error !== undefined) current.reject(rebuilt(reply.error));
    else current.resolve(reply.answer as never);
  }

  #fail(cause: unknown): void {
    this.#dead = true;
    this.#onRested();
    this.#current?.reject(deathOf(cause));
    this.#current = undefined;
    this.#onDeath(cause);
  }
}

function deathOf(cause: unknown): IoError {
  const text = cause instanceof Error ? cause.message : 'it exited';
  const sentence = `Cannot finish a job: the worker thread ended, ${text}`;
  return new IoError('IO_WORKER_FAILED', sentence, { cause });
}

/**
 * A thread that reads layers makes little that lives long: with a young generation as large as the
 * main thread's it would let 50 MB of garbage lie.
 */
const heap: ResourceLimits = { maxYoungGenerationSizeMb: 12 };

/**
 * Old generation, in MB, from which V8 looks for garbage in a thread. It counts buffers, and sets
 * itself a limit of a few MB above the 9 MB that live: a buffer for a large program, freed by hand as
 * soon as it was read, would start a collection of the whole heap each time. Node has no option of
 * a thread for this; V8 reads the flag whenever a heap is made.
 */
const roomBeforeCollection = 96;
/** What the flag is where nobody sets it. */
const usualRoom = 0;

function openWorker(entry: URL, data: SharedTurn): Worker {
  const options = { resourceLimits: heap, workerData: data };
  if (!isSea()) return new Worker(entry, options);
  const name = entry.pathname.split('/').at(-1) ?? '';
  return new Worker(getAsset(name.replace(/\.[jt]s$/, '.cjs'), 'utf8'), {
    eval: true,
    resourceLimits: heap,
  });
}

/**
 * Answers the jobs of the pool that started this thread, one after another. Progress is told at
 * most twenty times a second, the last of it not at all: the answer says that. Errors cross the
 * thread with `name`, `code` and `message`, not with their class.
 */
export function serveJobs(
  work: (job: unknown, progress: (value: unknown) => void) => Promise<unknown>,
): void {
  const port = parentPort;
  if (isMainThread || port === null) return;
  port.on('message', (order: Order) => {
    if ('rest' in order) {
      port.postMessage({ rested: true });
      return;
    }
    const tell = sometimes((progress) => port.postMessage({ progress }));
    work(order.job, tell).then(
      (answer) => port.postMessage({ answer }),
      (error: unknown) => port.postMessage({ error: plainError(error) }),
    );
  });
}

/**
 * Runs `action` in a thread of a pool each time there is no more work for it, and before the pool
 * ends it. To be called before `serveJobs`.
 */
export function whenResting(action: () => void): void {
  parentPort?.on('message', (order: Order) => {
    if ('rest' in order) action();
  });
}

/** Between two messages of progress: people do not see more, and each one wakes another thread. */
const progressPause = 50;

/** Passes on a value now and then; those between are left out. */
function sometimes(pass: (value: unknown) => void): (value: unknown) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (value) => {
    const now = performance.now();
    if (now - last < progressPause) return;
    last = now;
    pass(value);
  };
}

/** An error as plain data; classes do not cross threads. */
interface PlainError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

function rebuilt({ name, code, message }: PlainError): Error {
  return Object.assign(new Error(message), { name, code });
}

function plainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { name: 'Error', code: 'INTERNAL', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'INTERNAL';
  return { name: error.name, code, message: error.message };
}
