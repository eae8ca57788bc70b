/** A set of code points: pairs of first and last, in or out. */
interface Characters {
  readonly ranges: readonly number[];
  readonly negated: boolean;
}

/**
 * One step of the program: `one` takes a character, `many` takes any number, `skip` may leave out
 * the `length` steps after it; the others take nothing and hold only at a place: the start, the
 * end, the edge of a word or elsewhere.
 */
type Step =
  | { readonly kind: 'one' | 'many'; readonly of: Characters }
  | { readonly kind: 'skip'; readonly length: number }
  | { readonly kind: 'start' | 'end' | 'edge' | 'inner' };

/** Why an expression cannot be compiled: a state, for the middle of a sentence. */
export interface RegexpFault {
  readonly fault: string;
}

/** Steps of one expression; repetitions are written out. */
const mostSteps = 100_000;

/**
 * Compiles the part of Go's regular expressions that moby writes for patterns with wildcards:
 * literals, escapes, `.`, classes, groups without nesting, `*`, `?`, `{n,m}`, `|` outside of groups,
 * `^` and `$`. As in Go the match may be anywhere in the text unless the expression says where.
 * Matching takes length of the expression times length of the text at most, whatever a stranger
 * wrote: all states advance together and nothing is tried twice.
 */
export function goRegexp(expression: string): ((text: string) => boolean) | RegexpFault {
  try {
    const alternatives = new Compiler(expression).alternatives();
    return (text) => alternatives.some((steps) => runs(steps, text));
  } catch (error) {
    if (error instanceof SyntaxError) return { fault: error.message };
    throw error;
  }
}

const notNewline: Characters = { ranges: [10, 10], negated: true };
const perlClasses: Readonly<Record<string, readonly number[]>> = {
  d: [48, 57],
  s: [9, 10, 12, 13, 32, 32],
  w: [48, 57, 65, 90, 95, 95, 97, 122],
};
const controls: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13 };
const posixClasses: ReadonlyMap<string, readonly number[]> = new Map([
  ['alnum', [48, 57, 65, 90, 97, 122]],
  ['alpha', [65, 90, 97, 122]],
  ['ascii', [0, 127]],
  ['blank', [9, 9, 32, 32]],
  ['cntrl', [0, 31, 127, 127]],
  ['digit', [48, 57]],
  ['graph', [33, 126]],
  ['lower', [97, 122]],
  ['print', [32, 126]],
  ['punct', [33, 47, 58, 64, 91, 96, 123, 126]],
  ['space', [9, 13, 32, 32]],
  ['upper', [65, 90]],
  ['word', [48, 57, 65, 90, 95, 95, 97, 122]],
  ['xdigit', [48, 57, 65, 70, 97, 102]],
]);

const places: ReadonlyMap<string, 'start' | 'end' | 'edge' | 'inner'> = new Map([
  ['A', 'start'],
  ['z', 'end'],
  ['b', 'edge'],
  ['B', 'inner'],
]);

interface Repetition {
  readonly least: number;
  /** Undefined: any number. */
  readonly most: number | undefined;
}

/** Writes an atom out as often as it may stand. */
function repeat(steps: Step[], atom: readonly Step[], { least, most }: Repetition): void {
  for (let count = 0; count < least; count += 1) steps.push(...atom);
  const [only] = atom;
  if (most === undefined) {
    // Of the atoms only one character is ever repeated without end; places repeat to themselves.
    if (only?.kind === 'one' && atom.length === 1) steps.push({ kind: 'many', of: only.of });
    return;
  }
  for (let count = least; count < most; count += 1)
    steps.push({ kind: 'skip', length: atom.length }, ...atom);
}

class Compiler {
  readonly #characters: readonly string[];
  #at = 0;

  constructor(expression: string) {
    this.#characters = Array.from(expression);
  }

  alternatives(): readonly (readonly Step[])[] {
    const all = [this.steps()];
    while (this.#at < this.#characters.length) {
      this.#at += 1;
      all.push(this.steps());
    }
    return all;
  }

  /** Steps up to the next `|`. */
  steps(): readonly Step[] {
    const steps: Step[] = [];
    while (this.#at < this.#characters.length && this.#characters[this.#at] !== '|') {
      if (steps.length === 0 && this.#repetition() !== undefined)
        throw new SyntaxError('a repetition in it repeats nothing');
      const atom = this.#atom();
      const repetition = this.#repetition();
      if (repetition === undefined) steps.push(...atom);
      else {
        repeat(steps, atom, repetition);
        if (this.#repetition() !== undefined)
          throw new SyntaxError('a repetition in it is repeated');
      }
      if (steps.length > mostSteps) throw new SyntaxError('it repeats too much');
    }
    return steps;
  }

  /** `*`, `?` or `{n,m}` here; braces of another form stand for themselves. */
  #repetition(): Repetition | undefined {
    const next = this.#characters[this.#at];
    if (next === '*' || next === '?') {
      this.#at += 1;
      return { least: 0, most: next === '?' ? 1 : undefined };
    }
    if (next !== '{') return undefined;
    const found = /^\{(\d{1,6})(?:(,)(\d{0,6}))?\}/.exec(
      this.#characters.slice(this.#at, this.#at + 16).join(''),
    );
    if (found === null) return undefined;
    const [whole, first = '', comma, last = ''] = found;
    const least = Number(first);
    const most = comma === undefined ? least : last === '' ? undefined : Number(last);
    if (least > 1000 || (most ?? 0) > 1000 || (most ?? least) < least)
      throw new SyntaxError(`"${whole}" repeats too often`);
    this.#at += whole.length;
    return { least, most };
  }

  #take(): string {
    const character = this.#characters[this.#at];
    if (character === undefined) throw new SyntaxError('it ends within an expression');
    this.#at += 1;
    return character;
  }

  #atom(): readonly Step[] {
    const character = this.#take();
    switch (character) {
      case '^':
        return [{ kind: 'start' }];
      case '$':
        return [{ kind: 'end' }];
      case '.':
        return [{ kind: 'one', of: notNewline }];
      case '[':
        return [{ kind: 'one', of: this.#class() }];
      case '\\':
        return this.#escaped();
      case '(':
        return this.#group();
      default:
        return [{ kind: 'one', of: literal(character) }];
    }
  }

  #group(): readonly Step[] {
    const close = this.#characters.indexOf(')', this.#at);
    if (close < 0) throw new SyntaxError('a group in it has no end');
    const inner = this.#characters.slice(this.#at, close).join('');
    this.#at = close + 1;
    return new Compiler(inner).steps();
  }

  /** After a backslash: a place or characters. */
  #escaped(): readonly Step[] {
    const place = places.get(this.#characters[this.#at] ?? '');
    if (place === undefined) return [{ kind: 'one', of: this.#escape() }];
    this.#at += 1;
    return [{ kind: place }];
  }

  /** Of a backslash before characters: punctuation stands for itself, letters for what Go says they do. */
  #escape(): Characters {
    const character = this.#take();
    const lower = character.toLowerCase();
    const perl = Object.hasOwn(perlClasses, lower) ? perlClasses[lower] : undefined;
    if (perl !== undefined) return { ranges: perl, negated: character !== lower };
    if (Object.hasOwn(controls, character)) return single(controls[character] ?? 0);
    if (/^[A-Za-z0-9]$/.test(character) || (character.codePointAt(0) ?? 0) > 127)
      throw new SyntaxError(`"\\${character}" is no escape sequence`);
    return literal(character);
  }

  #class(): Characters {
    const negated = this.#characters[this.#at] === '^';
    if (negated) this.#at += 1;
    const ranges: number[] = [];
    for (let first = true; first || this.#characters[this.#at] !== ']'; first = false) {
      const named = this.#posixClass();
      if (named !== undefined) ranges.push(...named);
      else ranges.push(...this.#range());
    }
    this.#at += 1;
    return { ranges, negated };
  }

  #posixClass(): readonly number[] | undefined {
    if (this.#characters[this.#at] !== '[' || this.#characters[this.#at + 1] !== ':')
      return undefined;
    const rest = this.#characters.slice(this.#at, this.#at + 16).join('');
    const name = /^\[:(\^?)([^:]*):\]/.exec(rest);
    if (name === null) return undefined;
    const ranges = posixClasses.get(name[2] ?? '');
    if (ranges === undefined) throw new SyntaxError(`"${name[0]}" is no class of characters`);
    this.#at += name[0].length;
    return name[1] === '^' ? complement(ranges) : ranges;
  }

  #range(): readonly number[] {
    const from = this.#member();
    if (from.ranges.length !== 2 || from.negated || from.ranges[0] !== from.ranges[1])
      return from.negated ? complement(from.ranges) : from.ranges;
    const next = this.#characters[this.#at + 1];
    if (this.#characters[this.#at] !== '-' || next === ']' || next === undefined)
      return from.ranges;
    this.#at += 1;
    const to = this.#member();
    const [low, high] = [from.ranges[0] ?? 0, to.ranges[0] ?? 0];
    if (to.negated || to.ranges.length !== 2 || high !== to.ranges[1] || low > high)
      throw new SyntaxError('a range of characters in it runs backwards');
    return [low, high];
  }

  #member(): Characters {
    const character = this.#take();
    return character === '\\' ? this.#escape() : literal(character);
  }
}

function single(code: number): Characters {
  return { ranges: [code, code], negated: false };
}

function literal(character: string): Characters {
  return single(character.codePointAt(0) ?? 0);
}

/** The code points outside sorted ranges. */
function complement(ranges: readonly number[]): readonly number[] {
  const outside: number[] = [];
  let next = 0;
  for (let at = 0; at < ranges.length; at += 2) {
    const [from, to] = [ranges[at] ?? 0, ranges[at + 1] ?? 0];
    if (from > next) outside.push(next, from - 1);
    next = to + 1;
  }
  return [...outside, next, 0x10_ffff];
}

function has({ ranges, negated }: Characters, code: number): boolean {
  for (let at = 0; at < ranges.length; at += 2) {
    if (code >= (ranges[at] ?? 0) && code <= (ranges[at + 1] ?? 0)) return !negated;
  }
  return negated;
}

/** Whether the program comes to its end somewhere in the text. */
function runs(steps: readonly Step[], text: string): boolean {
  const seen = new Uint32Array(steps.length + 1);
  const anchored = steps[0]?.kind === 'start';
  let states: number[] = [];
  let position = 0;
  let generation = 0;
  let done = false;
  const add = (to: number[], state: number): void => {
    const open = [state];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen[at] === generation) continue;
      seen[at] = generation;
      const step = steps[at];
      if (step === undefined) done = true;
      else if (step.kind === 'one') to.push(at);
      else if (step.kind === 'many') {
        to.push(at);
        open.push(at + 1);
      } else if (step.kind === 'skip') open.push(at + 1, at + 1 + step.length);
      else if (holds(step.kind, text, position)) open.push(at + 1);
    }
  };
  for (;;) {
    const next: number[] = [];
    generation += 1;
    const before = position === 0 ? 0 : (text.codePointAt(previous(text, position)) ?? 0);
    for (const state of states) {
      const step = steps[state];
      if (step === undefined || !('of' in step) || !has(step.of, before)) continue;
      add(next, step.kind === 'many' ? state : state + 1);
    }
    if (position === 0 || !anchored) add(next, 0);
    if (done) return true;
    if (position >= text.length || (next.length === 0 && anchored)) return false;
    states = next;
    position += (text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1;
  }
}

/** Where the character before a position begins. */
function previous(text: string, position: number): number {
  const low = text.charCodeAt(position - 1);
  const high = position > 1 ? text.charCodeAt(position - 2) : 0;
  const pair = low >= 0xdc00 && low <= 0xdfff && high >= 0xd800 && high <= 0xdbff;
  return pair ? position - 2 : position - 1;
}

function holds(place: 'start' | 'end' | 'edge' | 'inner', text: string, position: number): boolean {
  if (place === 'start') return position === 0;
  if (place === 'end') return position === text.length;
  const isWord = (at: number): boolean => /^\w$/.test(text[at] ?? '');
  return (isWord(position - 1) !== isWord(position)) === (place === 'edge');
}
