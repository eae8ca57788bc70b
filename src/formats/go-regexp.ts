/** A set of code points: pairs of first and last, in or out. */
interface Characters {
  readonly ranges: readonly number[];
  readonly negated: boolean;
}

/**
 * One step of the program: `one` takes a character, `many` takes any number, `skip` may leave out
 * the `length` steps after it, `start` and `end` hold only there.
 */
type Step =
  | { readonly kind: 'one' | 'many'; readonly of: Characters }
  | { readonly kind: 'skip'; readonly length: number }
  | { readonly kind: 'start' | 'end' };

/** Why an expression cannot be compiled: a state, for the middle of a sentence. */
export interface RegexpFault {
  readonly fault: string;
}

/**
 * Compiles the part of Go's regular expressions that moby writes for patterns with wildcards:
 * literals, escapes, `.`, classes, groups without nesting, `*`, `?`, `^` and `$`. The whole text must
 * match. Matching takes length of the expression times length of the text at most, whatever a
 * stranger wrote: all states advance together and nothing is tried twice.
 */
export function goRegexp(expression: string): ((text: string) => boolean) | RegexpFault {
  try {
    const steps = new Compiler(expression).steps();
    return (text) => runs(steps, text);
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

class Compiler {
  readonly #characters: readonly string[];
  #at = 0;

  constructor(expression: string) {
    this.#characters = Array.from(expression);
  }

  steps(): readonly Step[] {
    const steps: Step[] = [];
    while (this.#at < this.#characters.length) {
      const atom = this.#atom();
      const next = this.#characters[this.#at];
      const only = atom.length === 1 ? atom[0] : undefined;
      if (next === '*' && only?.kind === 'one') {
        this.#at += 1;
        steps.push({ kind: 'many', of: only.of });
      } else if (next === '?') {
        this.#at += 1;
        steps.push({ kind: 'skip', length: atom.length }, ...atom);
      } else steps.push(...atom);
    }
    return steps;
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
        return [{ kind: 'one', of: this.#escape() }];
      case '(':
        return this.#group();
      default:
        return [{ kind: 'one', of: literal(character) }];
    }
  }

  #group(): readonly Step[] {
    const close = this.#characters.indexOf(')', this.#at);
    const inner = this.#characters.slice(this.#at, close).join('');
    this.#at = close + 1;
    return new Compiler(inner).steps();
  }

  /** After a backslash: punctuation stands for itself, letters for what Go says they do. */
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

function runs(steps: readonly Step[], text: string): boolean {
  const seen = new Uint32Array(steps.length + 1);
  let states: number[] = [];
  let position = 0;
  let generation = 1;
  const add = (to: number[], state: number): void => {
    const open = [state];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen[at] === generation) continue;
      seen[at] = generation;
      const step = steps[at];
      if (step === undefined || step.kind === 'one') to.push(at);
      else if (step.kind === 'many') {
        to.push(at);
        open.push(at + 1);
      } else if (step.kind === 'skip') open.push(at + 1, at + 1 + step.length);
      else if (position === (step.kind === 'start' ? 0 : text.length)) open.push(at + 1);
    }
  };
  add(states, 0);
  while (position < text.length && states.length > 0) {
    const code = text.codePointAt(position) ?? 0;
    position += code > 0xffff ? 2 : 1;
    generation += 1;
    const next: number[] = [];
    for (const state of states) {
      const step = steps[state];
      if (step === undefined || !('of' in step) || !has(step.of, code)) continue;
      add(next, step.kind === 'many' ? state : state + 1);
    }
    states = next;
  }
  return position === text.length && states.includes(steps.length);
}
