import { workerData } from 'node:worker_threads';

/** Given to every thread of a pool: who has the turn, 0 for nobody. */
export interface SharedTurn {
  readonly turn: SharedArrayBuffer;
  /** Number of the thread, from 1. */
  readonly thread: number;
}

/** Longest wait, in milliseconds: a thread whose work failed may never have ended its turn. */
const patience = 250;

function shared(): SharedTurn | undefined {
  const data: unknown = workerData;
  if (typeof data !== 'object' || data === null || !('turn' in data) || !('thread' in data)) {
    return undefined;
  }
  const { turn, thread } = data;
  return turn instanceof SharedArrayBuffer && typeof thread === 'number'
    ? { turn, thread }
    : undefined;
}

/**
 * Waits until no other thread of the pool has the turn, at most a quarter of a second, and takes
 * it; returns what ends it. For work that takes much memory and little time. It is a courtesy and
 * no lock: whoever waited too long goes on.
 */
export function takeTurn(mine: SharedTurn | undefined = shared()): () => void {
  if (mine === undefined) return () => {};
  const cell = new Int32Array(mine.turn);
  const holder = Atomics.compareExchange(cell, 0, 0, mine.thread);
  if (holder !== 0 && holder !== mine.thread) {
    Atomics.wait(cell, 0, holder, patience);
    Atomics.store(cell, 0, mine.thread);
  }
  return () => {
    if (Atomics.compareExchange(cell, 0, mine.thread, 0) === mine.thread) Atomics.notify(cell, 0);
  };
}
