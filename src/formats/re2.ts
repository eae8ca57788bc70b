import { parseRe2, wordClass } from './re2-syntax.ts';
import type { Node, Place, Test } from './re2-syntax.ts';

/**
 * Regular expressions as Go and CEL have them (RE2's syntax), matched in time of the expression's
 * length times the text's, whatever a stranger wrote in either: all threads advance together, none
 * is tried twice. Of several matches the first and, there, the one that Perl would take.
 *
 *     const found = compileRe2('a+(b|c)?');
 *     found.find('xaac', 0)        // { start: 1, end: 4 }
 */

/** Where a match stands, in UTF-16 units; `end` is behind it. */
export interface Re2Match {
  readonly start: number;
  readonly end: number;
}

/** A compiled expression. */
export interface Re2 {
  /** The first match at or behind an offset. @param spend Called with the steps that were taken. */
  readonly find: (
    text: string,
    from: number,
    spend?: (steps: number) => void,
  ) => Re2Match | undefined;
}

/** Why an expression is none: a state, for the middle of a sentence. */
export interface Re2Fault {
  readonly fault: string;
}

/** Steps of a program: `split` tries the first way before the second. */
type Step =
  | { readonly do: 'one'; readonly test: Test }
  | { readonly do: 'place'; readonly place: Place }
  | { do: 'split'; first: number; second: number }
  | { do: 'jump'; to: number }
  | { readonly do: 'match' };

/** Repetitions are written out, so the program has its bound. */
const mostSteps = 20_000;

/** @throws {SyntaxError} when the text is no expression of RE2, or too large a one. */
export function compileRe2(expression: string): Re2 {
  const steps: Step[] = [];
  emit(parseRe2(expression), steps);
  add(steps, { do: 'match' });
  const [first] = steps;
  const program: Program = {
    steps,
    anchored: first?.do === 'place' && first.place === 'start',
    seen: new Float64Array(steps.length),
    turn: 0,
  };
  return { find: (text, from, spend) => search(program, text, from, spend) };
}

/** Whether an expression matches anywhere in a text, as Go's `MatchString` says. */
export function re2Matcher(expression: string): ((text: string) => boolean) | Re2Fault {
  try {
    const compiled = compileRe2(expression);
    return (text) => compiled.find(text, 0) !== undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return { fault: error.message };
    throw error;
  }
}

function add<One extends Step>(steps: Step[], step: One): One {
  if (steps.length >= mostSteps) throw new SyntaxError('it repeats too much');
  steps.push(step);
  return step;
}

function emit(node: Node, steps: Step[]): void {
  switch (node.is) {
    case 'one':
      add(steps, { do: 'one', test: node.test });
      return;
    case 'place':
      add(steps, { do: 'place', place: node.place });
      return;
    case 'all':
      for (const one of node.of) emit(one, steps);
      return;
    case 'any':
      emitAny(node.of, steps);
      return;
    case 'repeat':
      emitRepeat(node, steps);
  }
}

function emitAny(ways: readonly Node[], steps: Step[]): void {
  const ends: { do: 'jump'; to: number }[] = [];
  ways.forEach((way, at) => {
    const last = at === ways.length - 1;
    const split = last
      ? undefined
      : add(steps, { do: 'split' as const, first: steps.length + 1, second: 0 });
    emit(way, steps);
    if (last) return;
    ends.push(add(steps, { do: 'jump' as const, to: 0 }));
    if (split !== undefined) split.second = steps.length;
  });
  for (const end of ends) end.to = steps.length;
}

function emitRepeat(node: Node & { readonly is: 'repeat' }, steps: Step[]): void {
  const { of, least, most, greedy } = node;
  for (let count = 0; count < least; count += 1) emit(of, steps);
  const splits: { do: 'split'; first: number; second: number }[] = [];
  const choice = (): { do: 'split'; first: number; second: number } =>
    add(steps, { do: 'split' as const, first: 0, second: 0 });
  const optional = most === Infinity ? 1 : most - least;
  for (let count = 0; count < optional; count += 1) {
    const split = choice();
    const body = steps.length;
    if (greedy) split.first = body;
    else split.second = body;
    splits.push(split);
    emit(of, steps);
    if (most !== Infinity) continue;
    // Another round is asked for behind the first: one that took nothing leaves the loop.
    const again = choice();
    if (greedy) again.first = body;
    else again.second = body;
    splits.push(again);
  }
  for (const split of splits) {
    if (greedy) split.second = steps.length;
    else split.first = steps.length;
  }
}

/** A program, and what its runs use again: one of them ends before the next begins. */
interface Program {
  readonly steps: readonly Step[];
  /** Whether a match begins at the start of the text or nowhere. */
  readonly anchored: boolean;
  /** For each step the last turn in which it was reached; a turn is one character of one text. */
  readonly seen: Float64Array;
  turn: number;
}

/** A place in the program, and where the match that it belongs to began. */
interface Thread {
  readonly at: number;
  readonly start: number;
}

function search(
  program: Program,
  text: string,
  from: number,
  spend?: (steps: number) => void,
): Re2Match | undefined {
  const { steps, anchored } = program;
  let threads: Thread[] = [];
  let found: Re2Match | undefined;
  for (let at = from; ;) {
    const ready: Thread[] = [];
    program.turn += 1;
    // Threads of a match that began before go first; a new one begins only while there is none.
    for (const thread of threads) follow(program, thread, { text, at, ready });
    if (found === undefined) follow(program, { at: 0, start: at }, { text, at, ready });
    spend?.(ready.length + 1);
    const code = text.codePointAt(at);
    threads = [];
    for (const thread of ready) {
      const step = steps[thread.at];
      if (step?.do === 'match') {
        found = { start: thread.start, end: at };
        // What comes behind has less right.
        break;
      }
      if (step?.do === 'one' && code !== undefined && step.test(code))
        threads.push({ at: thread.at + 1, start: thread.start });
    }
    if (code === undefined) return found;
    // Nothing goes on; nothing new begins behind a match, nor behind the start if only there.
    if (threads.length === 0 && (found !== undefined || anchored)) return found;
    at += code > 0xffff ? 2 : 1;
  }
}

interface Position {
  readonly text: string;
  readonly at: number;
  readonly ready: Thread[];
}

/** Goes on from a step as far as no character is needed, the first way of a choice before the second. */
function follow(program: Program, from: Thread, { text, at, ready }: Position): void {
  const { steps, seen, turn } = program;
  const open = [from.at];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen[next] === turn) continue;
    seen[next] = turn;
    const step = steps[next];
    if (step === undefined) continue;
    if (step.do === 'jump') open.push(step.to);
    else if (step.do === 'split') open.push(step.second, step.first);
    else if (step.do === 'place') {
      if (stands(step.place, text, at)) open.push(next + 1);
    } else ready.push({ at: next, start: from.start });
  }
}

function stands(place: Place, text: string, at: number): boolean {
  const isWord = (offset: number): boolean => wordClass(text.charCodeAt(offset));
  switch (place) {
    case 'start':
      return at === 0;
    case 'end':
      return at === text.length;
    case 'lineStart':
      return at === 0 || text[at - 1] === '\n';
    case 'lineEnd':
      return at === text.length || text[at] === '\n';
    default:
      return (isWord(at - 1) !== isWord(at)) === (place === 'edge');
  }
}
