import type { Piece } from './regexp-syntax.ts';

/**
 * The characters of an expression, in classes that it cannot tell apart. A set of them is a bigint:
 * a bit for each class, and bit 0 for what stands before the text and behind it.
 */
export interface Alphabet {
  readonly all: bigint;
  readonly lineEnds: bigint;
  readonly words: bigint;
  readonly of: (source: string) => bigint;
  /** A character of a set, for messages. */
  readonly example: (set: bigint) => string;
}

/** What stands before the text and behind it, in sets of neighbours. */
export const outside = 1n;

const odd: readonly number[] = [
  0x130, 0x131, 0x17f, 0x212a, 0x301, 0x416, 0x436, 0x660, 0x1e9e, 0x2003, 0x2028, 0x2029, 0x3000,
  0x4e00, 0xd800, 0xdc00, 0xfeff, 0xff21, 0x10400, 0x1f600,
];
const everyday: readonly string[] = [...Array(256).keys(), ...odd].map((code) =>
  String.fromCodePoint(code),
);
const lineEnd = '[\\n\\r\\u2028\\u2029]';

/**
 * Asks the engine itself which characters each leaf takes. The characters asked about are ASCII,
 * Latin-1, one or two of each odd kind, and whatever the expression names with its neighbours.
 */
export function alphabetOf(expression: Piece, source: string, flags: string): Alphabet {
  const plain = flags.replaceAll(/[^imsuv]/g, '');
  const leaves = new Map<string, RegExp>();
  const visit = (piece: Piece): void => {
    if (piece.is === 'one') leaves.set(piece.source, new RegExp(`^(?:${piece.source})$`, plain));
    else if (piece.is === 'all' || piece.is === 'any') piece.of.forEach(visit);
    else if (piece.is === 'repeat' || piece.is === 'look') visit(piece.of);
  };
  visit(expression);
  for (const always of [lineEnd, '\\w']) leaves.set(always, new RegExp(`^${always}$`, plain));
  const classes = new Map<string, { readonly bit: bigint; readonly example: string }>();
  const sets = new Map<string, bigint>();
  for (const character of characters(source, /[uv]/.test(plain))) {
    const taken = [...leaves].filter(([, pattern]) => pattern.test(character));
    const key = taken.map(([leaf]) => leaf).join('\u0000');
    if (classes.has(key)) continue;
    const bit = 1n << BigInt(classes.size + 1);
    classes.set(key, { bit, example: character });
    for (const [leaf] of taken) sets.set(leaf, (sets.get(leaf) ?? 0n) | bit);
  }
  return {
    all: (1n << BigInt(classes.size + 1)) - 2n,
    lineEnds: sets.get(lineEnd) ?? 0n,
    words: sets.get('\\w') ?? 0n,
    of: (leaf) => sets.get(leaf) ?? 0n,
    example: (set) => [...classes.values()].find(({ bit }) => (set & bit) !== 0n)?.example ?? '',
  };
}

function characters(source: string, unicode: boolean): Set<string> {
  const all = new Set(everyday);
  const add = (code: number): void => {
    for (const near of [code - 1, code, code + 1])
      if (near >= 0 && near <= 0x10ffff) all.add(String.fromCodePoint(near));
  };
  for (const character of source) if (character > '\u007f') add(character.codePointAt(0) ?? 0);
  for (const [, long, short] of source.matchAll(/\\u(?:\{([0-9a-f]+)\}|([0-9a-f]{4}))/gi))
    add(Number.parseInt(long ?? short ?? '0', 16));
  // Without `u` the engine sees halves of a pair, never the pair.
  return unicode ? all : new Set([...all].flatMap((one) => one.split('')));
}
