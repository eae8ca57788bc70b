/**
 * Hashes of paths: 53 bits in a number, so that some million paths of a layer can be remembered
 * at 8 bytes each. Streaming: the hash of `a/b` continues from the state of `a/`. Not for
 * security: whoever writes an image can hide files in plainer ways than by a collision.
 */
const firstLow = 0x811c9dc5 | 0;
const firstHigh = 0x9747b28c | 0;
let low = 0;
let high = 0;

/** State after the folder of the path hashed last: entries of one folder follow one another. */
let folder = '';
let folderLow = firstLow;
let folderHigh = firstHigh;

function feed(path: string, from: number, to: number): void {
  let a = low;
  let b = high;
  for (let index = from; index < to; index += 1) {
    const code = path.charCodeAt(index);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code ^ (a >>> 15), 0x5bd1e995);
  }
  low = a;
  high = b;
}

/** The hash of a path without leading or trailing slash; never 0. */
export function pathHash(path: string): number {
  const slash = path.lastIndexOf('/') + 1;
  if (slash === folder.length && path.startsWith(folder)) {
    low = folderLow;
    high = folderHigh;
  } else {
    low = firstLow;
    high = firstHigh;
    feed(path, 0, slash);
    folder = path.slice(0, slash);
    folderLow = low;
    folderHigh = high;
  }
  feed(path, slash, path.length);
  let a = low;
  let b = high;
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return (b & 0x1fffff) * 0x1_0000_0000 + (a >>> 0) || 1;
}

/** A list of numbers that grows without a JavaScript object for each. */
export class NumberList {
  length = 0;
  #values: Float64Array<ArrayBuffer> = new Float64Array(1024);

  push(value: number): void {
    if (this.length === this.#values.length) {
      const grown = new Float64Array(this.#values.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.length] = value;
    this.length += 1;
  }

  /** A copy that owns exactly its bytes, so that it can be moved to another thread. */
  toArray(): Float64Array<ArrayBuffer> {
    return this.#values.slice(0, this.length);
  }
}

/** A set of path hashes with a small number for each, in flat arrays. */
export class HashTable {
  size = 0;
  #keys: Float64Array = new Float64Array(1024);
  #values: Int32Array = new Int32Array(1024);

  /** Number stored with the hash, or -1. */
  get(hash: number): number {
    const keys = this.#keys;
    const mask = keys.length - 1;
    let slot = hash & mask;
    for (;;) {
      const key = keys[slot] ?? 0;
      if (key === hash) return this.#values[slot] ?? -1;
      if (key === 0) return -1;
      slot = (slot + 1) & mask;
    }
  }

  /** Stores a number (not negative) with a hash; false when the hash was already there, whose number stays. */
  add(hash: number, value: number): boolean {
    const keys = this.#keys;
    const mask = keys.length - 1;
    let slot = hash & mask;
    for (;;) {
      const key = keys[slot] ?? 0;
      if (key === hash) return false;
      if (key === 0) break;
      slot = (slot + 1) & mask;
    }
    keys[slot] = hash;
    this.#values[slot] = value;
    this.size += 1;
    if (this.size * 2 > keys.length) this.#grow();
    return true;
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Float64Array(keys.length * 2);
    this.#values = new Int32Array(keys.length * 2);
    this.size = 0;
    for (let slot = 0; slot < keys.length; slot += 1) {
      const key = keys[slot] ?? 0;
      if (key !== 0) this.add(key, values[slot] ?? 0);
    }
  }
}
