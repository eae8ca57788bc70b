/** The part of the library that is used. Pointers are views, which Node keeps in place during a call. */
export interface IsalCalls {
  readonly isal_inflate_init: (state: Uint8Array) => void;
  readonly isal_inflate: (state: Uint8Array) => number;
  readonly crc32_gzip_refl: (before: number, bytes: Uint8Array, length: bigint) => number;
  /** Address of the first byte of a view. */
  readonly addressOf: (bytes: Uint8Array) => bigint;
  /** Kept for as long as its functions may be called. */
  readonly library: object;
}

/**
 * Where the fields of `struct inflate_state` lie (`igzip_lib.h`, the same in 2.30.0 and 2.32.1, on
 * every 64-bit machine), in units of the field. The self-test fails where they lie elsewhere.
 */
const nextOut = 0;
const nextIn = 2;
const availOut = 2;
const availIn = 8;
const readInLength = 9;
const blockState = 21_160 / 4;
/** `ISAL_BLOCK_FINISH`: the data has ended and all of it was given out. */
const finished = 5;

/** Bytes of plain data a call gives at most. */
export const outputSize: number = 256 * 1024;
/** Bytes of packed data a call takes at most. */
const inputSize = 128 * 1024;
/**
 * The struct has 87,368 bytes. Its buffers are its last fields: were one overrun by all that a call
 * takes or gives, the bytes would still fall into memory that holds nothing else.
 */
const stateSize = 512 * 1024;
const usedState = 87_368;
const guard = 4096;

/** Answers of `next` that are no lengths. */
const nonsense = -100;

const failures: ReadonlyMap<number, string> = new Map([
  [-1, 'a block is invalid'],
  [-2, 'a symbol is invalid'],
  [-3, 'a distance is too far back'],
  [nonsense, 'the accelerator answered nonsense'],
]);

/**
 * Raw deflate data (RFC 1951), unpacked piece by piece by ISA-L. The memory that the library sees
 * belongs to this object, lies outside of V8's heap and is never moved or given away.
 */
export class IsalStream {
  /** What the last call of `next` made; used again by the next one. */
  readonly output: Buffer;
  /** CRC-32 of all that was made since `start`. */
  checksum = 0;
  /** Where the last call stopped in its input. */
  stopped = 0;
  /** True once the data has ended; `stopped` is then the first byte behind it. */
  ended = false;
  readonly #calls: IsalCalls;
  readonly #state: Uint8Array;
  readonly #words: Uint32Array;
  readonly #pointers: BigUint64Array;
  readonly #room: Buffer = Buffer.alloc(outputSize + guard);
  readonly #outputAddress: bigint;
  /** The last input, held here for as long as the library has its address. */
  #input: Uint8Array | undefined;

  constructor(calls: IsalCalls) {
    const memory = new ArrayBuffer(stateSize);
    this.#calls = calls;
    this.#state = new Uint8Array(memory);
    this.#words = new Uint32Array(memory);
    this.#pointers = new BigUint64Array(memory, 0, 4);
    this.output = this.#room.subarray(0, outputSize);
    this.#outputAddress = calls.addressOf(this.output);
    this.start();
  }

  /** Begins with new data. */
  start(): void {
    this.#calls.isal_inflate_init(this.#state);
    this.#input = undefined;
    this.checksum = 0;
    this.stopped = 0;
    this.ended = false;
  }

  /**
   * Unpacks `input` from `at` into `output`. Returns how many bytes it made, or a number below zero
   * where the data is damaged. When it made fewer than fit, it took all it was given or the data ended.
   */
  next(input: Uint8Array, at: number): number {
    const length = Math.min(input.length - at, inputSize);
    this.#input = input;
    this.#pointers[nextIn] = this.#calls.addressOf(input) + BigInt(at);
    this.#words[availIn] = length;
    this.#pointers[nextOut] = this.#outputAddress;
    this.#words[availOut] = outputSize;
    const answer = this.#calls.isal_inflate(this.#state);
    if (answer < 0) return answer;
    const made = outputSize - (this.#words[availOut] ?? 0);
    const left = this.#left();
    this.stopped = at + length - left;
    // The library's own count is the only thing that says how much of `output` is valid.
    if (answer !== 0 || made < 0 || left < 0 || this.stopped < 0) return nonsense;
    if (made === 0 && left === length && length > 0 && !this.ended) return nonsense;
    if (made > 0) {
      this.checksum = this.#calls.crc32_gzip_refl(this.checksum, this.output, BigInt(made));
    }
    return made;
  }

  /** Bytes of input that were not used. Before 2.32.1 the library keeps some that it read ahead of the end. */
  #left(): number {
    const left = this.#words[availIn] ?? 0;
    if (this.#words[blockState] !== finished) return left;
    const ahead = (this.#words[readInLength] ?? 0) >> 3;
    this.#words[readInLength] = 0;
    this.ended = true;
    return left + ahead;
  }

  /** Why `next` gave a number below zero. */
  failure(answer: number): string {
    return failures.get(answer) ?? `the accelerator answered ${answer}`;
  }

  /** For the self-test: fields that disagree with each other. */
  wrong(): string | undefined {
    if (this.#input === undefined) return 'its input';
    const given = Number((this.#pointers[nextOut] ?? 0n) - this.#outputAddress);
    if (given !== outputSize - (this.#words[availOut] ?? 0)) return 'its output fields';
    const taken = Number((this.#pointers[nextIn] ?? 0n) - this.#calls.addressOf(this.#input));
    const ahead = taken - this.stopped;
    return ahead < 0 || ahead > (this.ended ? 8 : 0) ? 'its input fields' : undefined;
  }

  /** For the self-test: whether anything was written beyond the memory meant for the library. */
  get strayed(): boolean {
    const beyond = [this.#state.subarray(usedState), this.#room.subarray(outputSize)];
    return beyond.some((bytes) => !Buffer.alloc(bytes.length).equals(bytes));
  }
}
