import { alphabetOf, outside, type Alphabet } from './regexp-alphabet.ts';
import { parseExpression, type Expression, type Piece } from './regexp-syntax.ts';

/** A step of the search: into a state, on any of these characters. */
export interface Step {
  readonly to: State;
  readonly on: bigint;
  /** False when something that is not followed here (a look further than a character) may forbid it. */
  readonly sure: boolean;
}

/** A leaf of the expression that has just taken one of these characters. */
export interface State {
  readonly id: number;
  /** The leaf as written; empty for the search's own walk to where a match may start. */
  readonly leaf: string;
  readonly taken: bigint;
  /** One per way: two steps alike are two ways to try. */
  readonly steps: Step[];
  /** What may stand behind for the match to be whole here. */
  readonly ends: { readonly beside: bigint; readonly sure: boolean }[];
  /** The longest text that its outermost repetition can take. */
  readonly bound: number;
}

/** Everything that a backtracking engine may try with an expression. */
export interface Paths {
  readonly alphabet: Alphabet;
  /** Those a match can begin with, and the search's own walk. */
  readonly starts: readonly State[];
  readonly states: readonly State[];
}

/** A repetition of at most so many leaves is written out; a longer one is a loop with a bound. */
const writtenOut = 16;
const writtenOutExactly = 128;
const mostLeaves = 2000;

/** A way through without a character: what must stand before and behind. */
interface Way {
  readonly before: bigint;
  readonly behind: bigint;
  readonly sure: boolean;
}
interface Place {
  readonly leaf: string;
  readonly takes: bigint;
  readonly bound: number;
}
interface Rim {
  readonly place: Place;
  /** What the leaf itself may take here. */
  readonly takes: bigint;
  /** What must stand on its outer side. */
  readonly beside: bigint;
  readonly sure: boolean;
}
/** How a part of the expression begins, ends, and is passed by. */
interface Part {
  readonly first: readonly Rim[];
  readonly last: readonly Rim[];
  readonly empty: readonly Way[];
}
interface Edge {
  readonly from: Place;
  readonly fromTakes: bigint;
  readonly to: Place;
  readonly toTakes: bigint;
  readonly sure: boolean;
}

/**
 * Every path of the expression, as steps between its leaves (Glushkov's automaton, ways counted).
 * @param once Whether it is tried at one place only, not at every character.
 */
export function pathsOf(source: string, flags: string, once: boolean): Paths {
  const expression = parseExpression(source, flags);
  const builder = new Builder(expression, alphabetOf(expression.whole, source, flags), flags);
  return builder.paths(once);
}

class Builder {
  readonly #expression: Expression;
  readonly #alphabet: Alphabet;
  readonly #lines: boolean;
  readonly #edges: Edge[] = [];
  readonly #places: Place[] = [];
  readonly #anything: bigint;

  constructor(expression: Expression, alphabet: Alphabet, flags: string) {
    this.#expression = expression;
    this.#alphabet = alphabet;
    this.#lines = flags.includes('m');
    this.#anything = alphabet.all | outside;
  }

  paths(once: boolean): Paths {
    const whole = this.#part(this.#expression.whole, undefined);
    const walk = this.#place('', this.#alphabet.all, Infinity);
    const anything = { beside: this.#anything, sure: true };
    const walking: Rim = { place: walk, takes: walk.takes, ...anything };
    this.#follow([walking], [walking]);
    if (!once) this.#follow([walking], whole.first);
    return this.#states(whole, walk);
  }

  /** States are leaves, parted where the next step depends on what the leaf took. */
  #states(whole: Part, walk: Place): Paths {
    const states: State[] = [];
    const byPlace = new Map<Place, State[]>();
    for (const place of this.#places) {
      const told = [
        ...this.#edges.filter(({ from }) => from === place).map(({ fromTakes }) => fromTakes),
        ...whole.last.filter((rim) => rim.place === place).map(({ takes }) => takes),
      ];
      let blocks = [place.takes];
      for (const set of new Set(told))
        blocks = blocks.flatMap((block) => [block & set, block & ~set].filter((one) => one !== 0n));
      const made = blocks.map((taken, index): State => {
        const { leaf, bound } = place;
        return { id: states.length + index, leaf, taken, steps: [], ends: [], bound };
      });
      states.push(...made);
      byPlace.set(place, made);
    }
    for (const { from, fromTakes, to, toTakes, sure } of this.#edges)
      for (const state of byPlace.get(from) ?? [])
        for (const next of byPlace.get(to) ?? []) {
          const on = next.taken & toTakes;
          if ((state.taken & fromTakes) !== 0n && on !== 0n)
            state.steps.push({ to: next, on, sure });
        }
    for (const { place, takes, beside, sure } of whole.last)
      for (const state of byPlace.get(place) ?? [])
        if ((state.taken & takes) !== 0n) state.ends.push({ beside, sure });
    const starts = whole.first
      .filter(({ beside }) => (beside & outside) !== 0n)
      .flatMap(({ place }) => byPlace.get(place) ?? []);
    return { alphabet: this.#alphabet, starts: [...(byPlace.get(walk) ?? []), ...starts], states };
  }

  #place(leaf: string, takes: bigint, bound: number): Place {
    if (this.#places.length > mostLeaves) throw new RangeError('Cannot follow: too many leaves');
    const place = { leaf, takes, bound };
    this.#places.push(place);
    return place;
  }

  /** @param bound The longest text of the outermost loop around, if there is one. */
  #part(piece: Piece, bound: number | undefined): Part {
    switch (piece.is) {
      case 'one': {
        const place = this.#place(piece.source, this.#alphabet.of(piece.source), bound ?? 1);
        const rim = { place, takes: place.takes, beside: this.#anything, sure: true };
        return { first: [rim], last: [rim], empty: [] };
      }
      case 'all':
        return piece.of.reduce<Part>(
          (before, one) => this.#joined(before, this.#part(one, bound)),
          this.#nothing(),
        );
      case 'any': {
        const parts = piece.of.map((one) => this.#part(one, bound));
        return {
          first: parts.flatMap(({ first }) => first),
          last: parts.flatMap(({ last }) => last),
          empty: parts.flatMap(({ empty }) => empty),
        };
      }
      case 'repeat':
        return this.#repeated(piece, bound);
      case 'look':
        return this.#look(piece, bound);
      case 'edge':
        return { first: [], last: [], empty: this.#edgeWays(piece.what) };
      case 'again': {
        const group = this.#expression.groups.get(piece.group);
        const part = group === undefined ? this.#nothing() : this.#part(group, bound);
        return unsure(part);
      }
      default:
        return piece satisfies never;
    }
  }

  #nothing(): Part {
    const way = { before: this.#anything, behind: this.#anything, sure: true };
    return { first: [], last: [], empty: [way] };
  }

  #joined(a: Part, b: Part): Part {
    this.#follow(a.last, b.first);
    return {
      first: [...a.first, ...passed(a.empty, b.first, 'before', 'behind')],
      last: [...passed(b.empty, a.last, 'behind', 'before'), ...b.last],
      empty: a.empty.flatMap((one) =>
        b.empty.flatMap((other) => {
          const before = one.before & other.before;
          const behind = one.behind & other.behind;
          const sure = one.sure && other.sure;
          return before === 0n || behind === 0n ? [] : [{ before, behind, sure }];
        }),
      ),
    };
  }

  #follow(last: readonly Rim[], first: readonly Rim[]): void {
    for (const from of last)
      for (const to of first) {
        const fromTakes = from.takes & to.beside;
        const toTakes = to.takes & from.beside;
        const sure = from.sure && to.sure;
        if (fromTakes !== 0n && toTakes !== 0n)
          this.#edges.push({ from: from.place, fromTakes, to: to.place, toTakes, sure });
      }
  }

  #repeated(piece: Extract<Piece, { is: 'repeat' }>, bound: number | undefined): Part {
    const { of, least } = piece;
    const nullable = mayBeEmpty(of);
    if (isWrittenOut(piece)) return this.#writtenOut(piece, bound);
    const inside = bound ?? longest(piece);
    // The first turns may be empty, further ones may not: `(?:a?)+` takes "a" in the first or the second.
    const before =
      least > 0 && nullable && least <= 4
        ? this.#writtenOut({ ...piece, most: least }, inside)
        : this.#nothing();
    const turn = this.#part(of, inside);
    this.#follow(turn.last, turn.first);
    // Each of many turns may be the empty one.
    if (nullable && least > 4) this.#follow(turn.last, turn.first);
    const must = least > 0 && !nullable;
    return this.#joined(before, must ? turn : { ...turn, empty: this.#nothing().empty });
  }

  #writtenOut(piece: Extract<Piece, { is: 'repeat' }>, bound: number | undefined): Part {
    let part = this.#nothing();
    for (let turn = piece.most; turn > 0; turn -= 1) {
      part = this.#joined(this.#part(piece.of, bound), part);
      if (turn > piece.least) part = { ...part, empty: this.#nothing().empty };
    }
    return part;
  }

  #look(piece: Extract<Piece, { is: 'look' }>, bound: number | undefined): Part {
    const beside = this.#lookSet(piece.of);
    if (beside !== undefined) {
      const set = piece.not ? this.#anything & ~beside : beside;
      const way = { before: this.#anything, behind: this.#anything, sure: true };
      const side = piece.ahead ? { behind: set } : { before: set };
      return { first: [], last: [], empty: [{ ...way, ...side }] };
    }
    if (!piece.ahead && longest(piece.of) > 100)
      throw new RangeError('Cannot follow: a look behind without an end');
    const inside = piece.ahead ? this.#part(piece.of, bound) : this.#nothing();
    const behind =
      piece.ahead && !piece.not && inside.empty.length === 0
        ? inside.first.reduce((set, { takes }) => set | takes, 0n)
        : this.#anything;
    // What is looked at is a path that ends there; what follows starts where the look did.
    const way = { before: this.#anything, behind, sure: false };
    return { first: inside.first.map((rim) => ({ ...rim, sure: false })), last: [], empty: [way] };
  }

  /** The neighbours that a look of one character asks for; undefined for a longer one. */
  #lookSet(piece: Piece): bigint | undefined {
    if (piece.is === 'one') return this.#alphabet.of(piece.source);
    if (piece.is === 'edge' && (piece.what === '^' || piece.what === '$'))
      return this.#lines ? outside | this.#alphabet.lineEnds : outside;
    if (piece.is === 'all')
      return piece.of.length === 1 && piece.of[0] !== undefined
        ? this.#lookSet(piece.of[0])
        : undefined;
    if (piece.is !== 'any') return undefined;
    const sets = piece.of.map((one) => this.#lookSet(one));
    return sets.reduce<bigint | undefined>(
      (all, set) => (all === undefined || set === undefined ? undefined : all | set),
      0n,
    );
  }

  #edgeWays(what: '^' | '$' | 'b' | 'B'): Way[] {
    const all = this.#anything;
    const rim = this.#lines ? outside | this.#alphabet.lineEnds : outside;
    if (what === '^') return [{ before: rim, behind: all, sure: true }];
    if (what === '$') return [{ before: all, behind: rim, sure: true }];
    const words = this.#alphabet.words;
    const others = all & ~words;
    const [one, other] = what === 'b' ? [others, words] : [words, others];
    return [
      { before: one, behind: words, sure: true },
      { before: other, behind: others, sure: true },
    ];
  }
}

function passed(
  ways: readonly Way[],
  rims: readonly Rim[],
  outer: 'before' | 'behind',
  inner: 'before' | 'behind',
): Rim[] {
  return ways.flatMap((way) =>
    rims.flatMap((rim) => {
      const takes = rim.takes & way[inner];
      const beside = rim.beside & way[outer];
      const sure = rim.sure && way.sure;
      return takes === 0n || beside === 0n ? [] : [{ place: rim.place, takes, beside, sure }];
    }),
  );
}

function unsure({ first, last, empty }: Part): Part {
  const doubt = <T>(one: T): T & { sure: false } => ({ ...one, sure: false });
  return { first: first.map(doubt), last: last.map(doubt), empty: empty.map(doubt) };
}

function leavesOf(piece: Piece): number {
  if (piece.is === 'all' || piece.is === 'any')
    return piece.of.reduce((sum, one) => sum + leavesOf(one), 0);
  if (piece.is === 'repeat') return leavesOf(piece.of) * (isWrittenOut(piece) ? piece.most : 1);
  return piece.is === 'look' ? leavesOf(piece.of) : 1;
}

function isWrittenOut({ of, least, most }: Extract<Piece, { is: 'repeat' }>): boolean {
  if (most <= 1) return true;
  if (most > 4 && mayBeEmpty(of)) return false;
  return most * leavesOf(of) <= (least === most ? writtenOutExactly : writtenOut);
}

function mayBeEmpty(piece: Piece): boolean {
  if (piece.is === 'one') return false;
  if (piece.is === 'all') return piece.of.every(mayBeEmpty);
  if (piece.is === 'any') return piece.of.some(mayBeEmpty);
  return piece.is === 'repeat' ? piece.least === 0 || mayBeEmpty(piece.of) : true;
}

/** The longest text that a piece can take. */
function longest(piece: Piece): number {
  if (piece.is === 'one') return 1;
  if (piece.is === 'all') return piece.of.reduce((sum, one) => sum + longest(one), 0);
  if (piece.is === 'any') return Math.max(0, ...piece.of.map(longest));
  if (piece.is === 'again') return Infinity;
  if (piece.is !== 'repeat' || piece.most === 0) return 0;
  return longest(piece.of) === 0 ? 0 : longest(piece.of) * piece.most;
}
