import { type ElfPart, elfCode } from '../formats/elf.ts';
import type { FileStream } from '../image/layer-facts.ts';
import { takeTurn } from '../io/turns.ts';
import { limits } from '../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileSearch, FileStat } from './analyzers/contract.ts';

/** Files above this size are taken in pieces where all their analyzers allow it. */
const largeBytes = 8 * 2 ** 20;

/** One analyzer that looks at a file under a name. */
export interface Reading {
  readonly name: string;
  readonly analyzer: FileAnalyzer;
}

/** What its analyzers make of a large file. */
export interface LargeFile {
  readonly stat: FileStat;
  /** Its first bytes; only lent. */
  readonly head: Uint8Array;
  readonly readings: readonly Reading[];
  /** Reads the file as a whole. */
  readonly readWhole: (reading: Reading, bytes: Uint8Array) => AnalyzerResult;
  /** Takes the results, in the order of the readings. */
  readonly take: (results: readonly { reading: Reading; result: AnalyzerResult }[]) => void;
}

/**
 * Takes a large file as it passes, so that it is not held: analyzers that search it see every piece,
 * those that do not look at machine code get the file without it, which is a third of a program or
 * more. Undefined where that does not do: the file is then held as a whole.
 */
export function largeFileStream(file: LargeFile): FileStream | undefined {
  const { stat, readings } = file;
  if (stat.size <= largeBytes) return undefined;
  const searches = new Map<Reading, FileSearch>();
  for (const reading of readings) {
    const search = reading.analyzer.search?.(reading.name, stat);
    if (search !== undefined) searches.set(reading, search);
    else if (reading.analyzer.skipsCode !== true) return undefined;
  }
  const data = searches.size < readings.length ? dataOf(file) : undefined;
  if (data === undefined && searches.size < readings.length) return undefined;
  return {
    push: (piece) => {
      for (const search of searches.values()) search.push(piece);
      data?.push(piece);
    },
    end: () => {
      const results = readings.map((reading) => ({
        reading,
        result:
          searches.get(reading)?.finish() ??
          file.readWhole(reading, data?.bytes ?? new Uint8Array()),
      }));
      data?.release();
      file.take(results);
    },
  };
}

/** Holds a program without its machine code; undefined for files of which that cannot be told apart. */
function dataOf({ stat: { size }, head }: LargeFile): DataOfProgram | undefined {
  if (size > limits.file_bytes.value) return undefined;
  const code = elfCode(head, size);
  return code.length === 0 ? undefined : new DataOfProgram(size, code);
}

/** Programs that keep more than this are held by one thread at a time. */
const turnBytes = 16 * 2 ** 20;

/** Reserved for the smallest: above 32 MiB the C library gives memory back when it is freed, below it keeps it. */
const reservedBytes = 33 * 2 ** 20;

/** A program whose machine code reads as zeros. Memory that nothing is written to is never taken from the system. */
class DataOfProgram {
  readonly bytes: Buffer;
  /** Parts to keep, in the order of the file. */
  readonly #kept: readonly ElfPart[];
  readonly #endTurn: (() => void) | undefined;
  #at = 0;

  constructor(size: number, code: readonly ElfPart[]) {
    this.bytes = Buffer.alloc(Math.max(size, reservedBytes)).subarray(0, size);
    const kept: ElfPart[] = [];
    let start = 0;
    for (const part of code.toSorted((a, b) => a.start - b.start)) {
      if (start < part.start) kept.push({ start, end: part.start });
      start = Math.max(start, part.end);
    }
    if (start < size) kept.push({ start, end: size });
    this.#kept = kept;
    const held = kept.reduce((sum, part) => sum + part.end - part.start, 0);
    this.#endTurn = held > turnBytes ? takeTurn() : undefined;
  }

  push(piece: Uint8Array): void {
    const from = this.#at;
    this.#at += piece.length;
    for (const { start, end } of this.#kept) {
      const first = Math.max(start, from);
      const last = Math.min(end, this.#at);
      if (first < last) this.bytes.set(piece.subarray(first - from, last - from), first);
    }
  }

  /** Gives the memory back at once: left to the collector it may lie there for seconds. */
  release(): void {
    (this.bytes.buffer as ArrayBuffer).transfer(0);
    this.#endTurn?.();
  }
}
