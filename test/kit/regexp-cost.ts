import { outside } from './regexp-alphabet.ts';
import { pathsOf, type Paths, type State } from './regexp-paths.ts';

/** What an expression costs a backtracking engine on the worst text of n characters. */
export interface Cost {
  /** Steps grow as n to this power; Infinity: they double with every further character. */
  readonly power: number;
  /** Steps for each of them where repetitions with a bound lie in one another. */
  readonly factor: number;
  /** The leaves that share a text, for whoever mends it. */
  readonly because: string;
}

/** A loop of this many characters may be ambiguous: two to that power is bearable. */
const bearable = 8;
const mostVisited = 400_000;

/**
 * The worst work of an expression, found from what it can try and not by trying it (Weber and
 * Seidl, "On the degree of ambiguity of finite automata", 1991). Exponential: a loop that can go two
 * ways round on one text. Polynomial: a loop, a later loop, and a text that keeps in either and leads
 * from the one to the other; the walk to where a match starts is the first loop of any expression
 * that is not anchored. What always ends in a match is tried once, and counts as nothing.
 *
 * @param once The pattern is tried at one place of a text, as if `^` stood before it.
 * @throws {RangeError} when the expression is too large to be followed, or has parts that are not known here.
 */
export function costOf(source: string, flags: string, once = false): Cost {
  const paths = pathsOf(source, flags, once);
  const safe = certain(paths);
  const graph = graphOf(paths, safe, flags);
  const loops = loopsOf(graph);
  for (const { states, bound } of loops) {
    const leaf = bound > bearable ? twoWaysRound(graph, states) : undefined;
    if (leaf !== undefined)
      return { power: Infinity, factor: 1, because: `${leaf} can be gone through in two ways` };
  }
  return worstChain(graph, loops);
}

type Steps = ReadonlyMap<State, readonly { readonly to: State; readonly on: bigint }[]>;
interface Graph {
  readonly paths: Paths;
  readonly steps: Steps;
  /** Where the search's own walk leads: with `g` it goes on behind a match, for what was tried beyond. */
  readonly walked: Steps;
  readonly visit: () => void;
}
interface Loop {
  readonly states: readonly State[];
  readonly bound: number;
}

/** States from which every text ends in a match: whoever arrives there never comes back. */
function certain({ states, alphabet }: Paths): ReadonlySet<State> {
  const safe = new Set(states.filter(({ leaf }) => leaf !== ''));
  let before: number;
  do {
    before = safe.size;
    for (const state of safe) {
      let taken = 0n;
      for (const { beside, sure } of state.ends) if (sure) taken |= beside;
      const ended = taken & outside;
      for (const { to, on, sure } of state.steps) if (sure && safe.has(to)) taken |= on;
      if (ended === 0n || (taken & alphabet.all) !== alphabet.all) safe.delete(state);
    }
  } while (safe.size < before);
  return safe;
}

function graphOf(paths: Paths, safe: ReadonlySet<State>, flags: string): Graph {
  const everywhere: Steps = new Map(paths.states.map((state) => [state, state.steps]));
  const steps: Steps = new Map(
    paths.states.map((state) => [
      state,
      safe.has(state) ? [] : state.steps.filter(({ to }) => !safe.has(to)),
    ]),
  );
  let visits = 0;
  const visit = (): void => {
    visits += 1;
    if (visits > mostVisited) throw new RangeError('Cannot follow: too many paths');
  };
  return { paths, steps, walked: flags.includes('g') ? everywhere : steps, visit };
}

/** Everything that steps lead to from some states, these included. */
function reached(steps: Steps, from: Iterable<State>): Set<State> {
  const seen = new Set(from);
  for (const state of seen) for (const { to } of steps.get(state) ?? []) seen.add(to);
  return seen;
}

/** The groups of states that lead to one another. */
function loopsOf({ paths, steps }: Graph): Loop[] {
  const after = new Map(
    paths.states.map((state) => [
      state,
      reached(
        steps,
        (steps.get(state) ?? []).map(({ to }) => to),
      ),
    ]),
  );
  const loops: Loop[] = [];
  const done = new Set<State>();
  for (const state of paths.states) {
    if (done.has(state) || !after.get(state)?.has(state)) continue;
    const states = paths.states.filter(
      (one) => after.get(state)?.has(one) && after.get(one)?.has(state),
    );
    for (const one of states) done.add(one);
    loops.push({ states, bound: Math.max(...states.map(({ bound }) => bound)) });
  }
  return loops;
}

/** A leaf of the loop where two ways round part that take the same text, if there are such. */
function twoWaysRound({ steps, visit }: Graph, loop: readonly State[]): string | undefined {
  const inside = new Set(loop);
  const next = (state: State): readonly { readonly to: State; readonly on: bigint }[] =>
    (steps.get(state) ?? []).filter(({ to }) => inside.has(to));
  const seen = new Set<string>();
  const queue: { readonly a: State; readonly b: State; readonly from: State }[] = [];
  const add = (a: State, b: State, from: State): void => {
    const key = a.id < b.id ? `${a.id} ${b.id}` : `${b.id} ${a.id}`;
    if (!seen.has(key)) queue.push({ a, b, from });
    seen.add(key);
  };
  for (const state of loop)
    for (const [index, one] of next(state).entries())
      for (const other of next(state).slice(index + 1)) {
        if ((one.on & other.on) === 0n) continue;
        if (one.to === other.to) return state.leaf;
        add(one.to, other.to, state);
      }
  for (const { a, b, from } of queue)
    for (const one of next(a))
      for (const other of next(b)) {
        visit();
        if ((one.on & other.on) === 0n) continue;
        if (one.to === other.to) return from.leaf;
        add(one.to, other.to, from);
      }
  return undefined;
}

/** The dearest row of loops, each of which hands any part of a text to the next. */
function worstChain(graph: Graph, loops: readonly Loop[]): Cost {
  const known = new Map<Loop, Cost>();
  const worst = (loop: Loop): Cost => {
    const had = known.get(loop);
    if (had !== undefined) return had;
    let best: Cost = { power: 0, factor: 1, because: '' };
    const walks = loop.states.some(({ leaf }) => leaf === '');
    const ways = walks ? graph.walked : graph.steps;
    const below = reached(ways, loop.states);
    for (const other of loops) {
      if (other === loop || !other.states.some((state) => below.has(state))) continue;
      const rest = worst(other);
      const shared = sharedBy(graph, ways, [loop, other]);
      const found = shared === undefined ? rest : withPair(rest, loop, other, shared);
      if (dearer(found, best)) best = found;
    }
    known.set(loop, best);
    return best;
  };
  let most: Cost = { power: 0, factor: 1, because: '' };
  for (const loop of loops) if (dearer(worst(loop), most)) most = worst(loop);
  return { ...most, power: most.power + 1 };
}

function dearer(a: Cost, b: Cost): boolean {
  return a.power === b.power ? a.factor > b.factor : a.power > b.power;
}

function withPair(rest: Cost, loop: Loop, other: Loop, { leaves, every }: Shared): Cost {
  // Every so many characters one more try begins that runs as far as the shorter loop can.
  const tries = Math.max(1, Math.ceil(Math.min(loop.bound, other.bound) / every));
  const because = rest.because === '' ? leaves : `${leaves}; ${rest.because}`;
  return tries === Infinity
    ? { power: rest.power + 1, factor: rest.factor, because }
    : { power: rest.power, factor: rest.factor * tries, because };
}

/** Which leaves take a text that keeps in either loop and leads from the first to the second. */
interface Shared {
  readonly leaves: string;
  /** Tries that take the way begin so many characters apart, or more. */
  readonly every: number;
}

function sharedBy(
  graph: Graph,
  ways: Steps,
  [first, second]: readonly [Loop, Loop],
): Shared | undefined {
  const into = [...reached(ways, first.states)].filter((state) => {
    const below = reached(ways, [state]);
    return second.states.some((one) => below.has(one));
  });
  const within = (states: readonly State[]): Steps => {
    const inside = new Set(states);
    return new Map(
      [...inside].map((one) => [one, (ways.get(one) ?? []).filter(({ to }) => inside.has(to))]),
    );
  };
  const three = [within(first.states), within(into), within(second.states)] as const;
  for (const p of first.states)
    for (const q of second.states) {
      if (!leadsOn(three, p, q, graph.visit)) continue;
      if (p.leaf !== '') return { leaves: `${p.leaf} and ${q.leaf}`, every: 1 };
      const race = { ways: three[1], walk: first.states, loop: second.states };
      const every = apart(race, graph.visit);
      return { leaves: `the search and ${q.leaf}`, every };
    }
  return undefined;
}

type Three = readonly [State, State, State];

/** Whether one text leads from p to p, from p to q and from q to q. */
function leadsOn(
  ways: readonly [Steps, Steps, Steps],
  p: State,
  q: State,
  visit: () => void,
): boolean {
  const seen = new Set<string>();
  const queue: Three[] = [[p, p, q]];
  for (const one of queue)
    for (const three of together(ways, one, visit)) {
      if (three[0] === p && three[1] === q && three[2] === q) return true;
      const key = three.map(({ id }) => id).join(' ');
      if (!seen.has(key)) queue.push(three);
      seen.add(key);
    }
  return false;
}

/** Tries of the search (`walk`) that come to a loop. */
interface Race {
  readonly ways: Steps;
  readonly walk: readonly State[];
  readonly loop: readonly State[];
}
const farthest = 32;

/** The fewest characters between two tries that both arrive on one text. */
function apart(race: Race, visit: () => void): number {
  const { ways, walk } = race;
  const gone = (from: readonly State[]): State[] => {
    const next = from.flatMap((one) => (ways.get(one) ?? []).map(({ to }) => to));
    return [...new Set(next)].filter((one) => !walk.includes(one));
  };
  let ahead = gone(walk);
  for (let distance = 1; distance < farthest; distance += 1) {
    if (bothArrive(race, ahead, visit)) return distance;
    ahead = gone(ahead);
  }
  return farthest;
}

function bothArrive(
  { ways, walk, loop }: Race,
  ahead: readonly State[],
  visit: () => void,
): boolean {
  const seen = new Set<string>();
  const queue = ahead.flatMap((one) => walk.map((other) => [one, other] as const));
  for (const [x, y] of queue)
    for (const a of ways.get(x) ?? [])
      for (const b of ways.get(y) ?? []) {
        visit();
        if ((a.on & b.on) === 0n || walk.includes(b.to)) continue;
        if (loop.includes(a.to) && loop.includes(b.to)) return true;
        const key = `${a.to.id} ${b.to.id}`;
        if (!seen.has(key)) queue.push([a.to, b.to]);
        seen.add(key);
      }
  return false;
}

/** Where three walks may stand after one more character that all of them take. */
function* together(
  [first, second, third]: readonly [Steps, Steps, Steps],
  [x, y, z]: Three,
  visit: () => void,
): Generator<Three> {
  for (const a of first.get(x) ?? [])
    for (const b of second.get(y) ?? []) {
      const both = a.on & b.on;
      if (both === 0n) continue;
      for (const c of third.get(z) ?? []) {
        visit();
        if ((both & c.on) !== 0n) yield [a.to, b.to, c.to];
      }
    }
}
