/**
 * Where a program's own bytes tell its version: a literal that stands beside it, and a pattern over
 * the bytes around that literal. Without literals the pattern is looked for in the whole file: that
 * is weaker evidence and needs a pattern of bounded repetitions.
 */
export interface Clue {
  /** Any of these, each as bytes of Latin-1. */
  readonly beside?: readonly string[];
  /** Bytes looked at before and after the literal; 64 each by default, at most `reach`. */
  readonly before?: number;
  readonly after?: number;
  /** The literal has to start at or before this offset in the file. */
  readonly within?: number;
  /** Over the window as Latin-1; the first group is the version. Linear: no repetition inside another. */
  readonly version: RegExp;
}

/** The most bytes that a clue may look at on either side of its literal. */
export const reach = 256;

/** A program that is recognised by its file name and its bytes; one row each. */
export interface Program {
  /** What people and reports call it. */
  readonly name: string;
  /** File names, with `*` for anything; `lib….so*` are shared libraries. */
  readonly files: readonly string[];
  /** The first one that says anything decides. */
  readonly clues: readonly Clue[];
  /** Products that advisories call it by, `vendor:product`; left out where none is known for sure. */
  readonly products?: readonly string[];
  /** Ecosystem that advisories may take the product for, as NVD's target software names it: `go`. */
  readonly target?: string;
  /** purl type, namespace and name where it is not `generic/NAME`. */
  readonly purl?: string;
  /** Programs whose presence in the same file means that this one is not it. */
  readonly unless?: readonly string[];
}

/** A version that stands right after a literal. */
export function after(literal: string, version: RegExp): Clue {
  return { beside: [literal], before: 0, after: 64, version };
}

/** A version that stands right before a literal. */
export function before(literal: string, version: RegExp): Clue {
  return { beside: [literal], before: 64, after: 0, version };
}
