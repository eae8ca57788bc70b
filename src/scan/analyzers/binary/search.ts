import { reach } from './program.ts';
import type { Clue, Program } from './program.ts';

/** What was found of one program: its version, or the empty text where the file tells several. */
export interface Sighting {
  readonly program: Program;
  readonly version: string;
}

/** Places of one literal that are looked at in one file; a file made of nothing else must end. */
const mostPlaces = 4096;
/** Different versions kept of one clue: two are one too many, and no third makes that better. */
const mostVersions = 2;
/** Bytes searched at once: small enough that the texts made of them die young. */
const slice = 64 * 1024;

interface Literal {
  readonly bytes: Buffer;
  readonly clue: Clue;
  /** Clues of its program that come before it: once one of them says something, this one does not count. */
  readonly before: readonly Clue[];
  places: number;
}

/** A clue without a literal. */
interface Loose {
  readonly clue: Clue;
  readonly before: readonly Clue[];
  readonly everywhere: RegExp;
  /** Bytes that every match starts with, where the pattern begins with plain characters. */
  readonly start: Buffer;
}

/** The plain characters that a pattern begins with: `\0v` of `\0v(\d)`. */
function startOf(pattern: RegExp): Buffer {
  const plain = /^(?:(?:\\0(?!\d)|[\w ])(?![*+?{|]))*/.exec(pattern.source)?.[0] ?? '';
  const alternatives = pattern.source.includes('|');
  return Buffer.from(alternatives ? '' : plain.replaceAll(String.raw`\0`, '\0'), 'latin1');
}

/** Where two pieces meet; anew for each it would be garbage of half the file's size. */
const joint: Buffer = Buffer.allocUnsafeSlow(4 * reach + slice);

function joined(tail: Buffer, next: Buffer, end: number): Buffer {
  tail.copy(joint);
  next.copy(joint, tail.length, 0, end);
  return joint.subarray(0, tail.length + end);
}

/**
 * Looks for programs in a file that comes in pieces: nothing but the end of the last piece is kept.
 * The bytes are a stranger's: every pattern sees a window of bounded size or repeats boundedly.
 */
export class ProgramSearch {
  readonly #programs: readonly Program[];
  readonly #literals: readonly Literal[];
  readonly #loose: readonly Loose[];
  readonly #versions = new Map<Clue, Set<string>>();
  #tail: Buffer = Buffer.alloc(0);
  /** Offset of the tail in the file. */
  #offset = 0;

  constructor(programs: readonly Program[]) {
    this.#programs = programs;
    const clues = programs.flatMap((program) =>
      program.clues.map((clue, at) => ({ clue, before: program.clues.slice(0, at) })),
    );
    this.#literals = clues.flatMap(({ clue, before }) =>
      (clue.beside ?? []).map((text) => ({
        bytes: Buffer.from(text, 'latin1'),
        clue,
        before,
        places: 0,
      })),
    );
    this.#loose = clues
      .filter(({ clue }) => clue.beside === undefined)
      .map((one) => ({
        ...one,
        everywhere: new RegExp(one.clue.version.source, 'g'),
        start: startOf(one.clue.version),
      }));
  }

  /** Takes the next piece; the bytes are only lent. */
  push(piece: Uint8Array): void {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    for (let at = 0; at < bytes.length; at += slice) {
      const end = Math.min(bytes.length, at + slice);
      // The tail is what lies before, and only for the first slice that is in another piece.
      const start = at - this.#tail.length;
      const work = start >= 0 ? bytes.subarray(start, end) : joined(this.#tail, bytes, end);
      this.#scan(work, Math.max(0, work.length - 2 * reach));
      const keep = Math.min(work.length, 4 * reach);
      this.#offset += work.length - keep;
      this.#tail = work.subarray(work.length - keep);
    }
    this.#tail = Buffer.from(this.#tail);
  }

  /** What the whole file tells. */
  finish(): readonly Sighting[] {
    this.#scan(this.#tail, this.#tail.length);
    const found = this.#programs.flatMap((program) => {
      const versions = program.clues
        .map((clue) => this.#versions.get(clue))
        .find((set) => set !== undefined);
      if (versions === undefined) return [];
      const [first = ''] = versions;
      return [{ program, version: versions.size === 1 ? first : '' }];
    });
    const names = new Set(found.map(({ program }) => program.name));
    return found.filter(({ program }) => !program.unless?.some((name) => names.has(name)));
  }

  /** Literals that start before `end`: behind it their windows are not complete yet. */
  #scan(work: Buffer, end: number): void {
    for (const literal of this.#literals) {
      if (this.#isOpen(literal)) this.#scanLiteral(literal, work, end);
    }
    let text: string | undefined;
    for (const { clue, before, everywhere, start } of this.#loose) {
      if (!this.#isOpen({ clue, before }) || (start.length > 0 && !work.includes(start))) continue;
      text ??= work.toString('latin1');
      for (const match of text.matchAll(everywhere)) this.#add(clue, match[1]);
    }
  }

  /**
   * The first clue that says anything decides: what comes after it need not be looked for, and
   * neither need one that told several versions already.
   */
  #isOpen({ clue, before }: Pick<Literal, 'clue' | 'before'>): boolean {
    const versions = this.#versions.get(clue)?.size ?? 0;
    return versions < mostVersions && !before.some((one) => this.#versions.has(one));
  }

  #scanLiteral(literal: Literal, work: Buffer, end: number): void {
    const { bytes, clue } = literal;
    const { before = 64, after = 64, within = Number.POSITIVE_INFINITY } = clue;
    if (this.#offset > within) return;
    for (
      let at = work.indexOf(bytes);
      at !== -1 && at < end;
      at = work.indexOf(bytes, at + bytes.length)
    ) {
      if (literal.places >= mostPlaces || this.#offset + at > within) return;
      literal.places += 1;
      const window = work.toString('latin1', Math.max(0, at - before), at + bytes.length + after);
      this.#add(clue, clue.version.exec(window)?.[1]);
    }
  }

  #add(clue: Clue, version: string | undefined): void {
    if (version === undefined) return;
    const versions = this.#versions.get(clue) ?? new Set();
    this.#versions.set(clue, versions);
    versions.add(version);
  }
}
