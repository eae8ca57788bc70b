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

type Test = (code: number) => boolean;
type Place = 'start' | 'end' | 'lineStart' | 'lineEnd' | 'edge' | 'inner';

type Node =
  | { readonly is: 'one'; readonly test: Test }
  | { readonly is: 'place'; readonly place: Place }
  | { readonly is: 'all' | 'any'; readonly of: readonly Node[] }
  | {
      readonly is: 'repeat';
      readonly of: Node;
      readonly least: number;
      readonly most: number;
      readonly greedy: boolean;
    };

/** Steps of a program: `split` tries the first way before the second. */
type Step =
  | { readonly do: 'one'; readonly test: Test }
  | { readonly do: 'place'; readonly place: Place }
  | { do: 'split'; first: number; second: number }
  | { do: 'jump'; to: number }
  | { readonly do: 'match' };

/** Repetitions are written out: RE2 refuses more than a thousand of them, and so large a program. */
const mostRepeated = 1000;
const mostSteps = 20_000;
const mostDepth = 200;

/** @throws {SyntaxError} when the text is no expression of RE2, or too large a one. */
export function compileRe2(expression: string): Re2 {
  const parser = new Parser(expression);
  const steps: Step[] = [];
  emit(parser.whole(), steps);
  add(steps, { do: 'match' });
  return { find: (text, from, spend) => search(steps, text, from, spend) };
}

interface Flags {
  readonly fold: boolean;
  readonly lines: boolean;
  readonly dotAll: boolean;
  readonly lazy: boolean;
}

class Parser {
  readonly #text: readonly string[];
  #at = 0;
  #depth = 0;
  #flags: Flags = { fold: false, lines: false, dotAll: false, lazy: false };

  constructor(expression: string) {
    this.#text = Array.from(withoutQuotes(expression));
  }

  whole(): Node {
    const node = this.#alternatives();
    if (this.#at < this.#text.length) throw new SyntaxError('it has a ")" too many');
    return node;
  }

  #alternatives(): Node {
    this.#depth += 1;
    if (this.#depth > mostDepth) throw new SyntaxError('it nests too deeply');
    const flags = this.#flags;
    const all: Node[] = [this.#sequence()];
    while (this.#text[this.#at] === '|') {
      this.#at += 1;
      all.push(this.#sequence());
    }
    // Flags that are set within a group end with it.
    this.#flags = flags;
    this.#depth -= 1;
    return all.length === 1 && all[0] !== undefined ? all[0] : { is: 'any', of: all };
  }

  #sequence(): Node {
    const of: Node[] = [];
    for (let next = this.#text[this.#at]; next !== undefined; next = this.#text[this.#at]) {
      if (next === '|' || next === ')') break;
      const atom = this.#atom();
      if (atom !== undefined) of.push(this.#repeated(atom));
    }
    return { is: 'all', of };
  }

  #repeated(atom: Node): Node {
    const counts = this.#counts();
    if (counts === undefined) return atom;
    const [least, most] = counts;
    if (least > mostRepeated || (most !== Infinity && most > mostRepeated) || least > most)
      throw new SyntaxError('a repetition in it is out of range');
    const lazy = this.#text[this.#at] === '?';
    if (lazy) this.#at += 1;
    if (this.#counts() !== undefined) throw new SyntaxError('a repetition in it is repeated');
    return { is: 'repeat', of: atom, least, most, greedy: lazy === this.#flags.lazy };
  }

  #counts(): readonly [number, number] | undefined {
    const next = this.#text[this.#at];
    const simple = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] } as const;
    if (next === '*' || next === '+' || next === '?') {
      this.#at += 1;
      return simple[next];
    }
    if (next !== '{') return undefined;
    const rest = this.#text.slice(this.#at, this.#at + 16).join('');
    const found = /^\{(\d{1,5})(?:(,)(\d{0,5}))?\}/.exec(rest);
    // Braces of another form stand for themselves.
    if (found === null) return undefined;
    this.#at += found[0].length;
    const least = Number(found[1]);
    if (found[2] === undefined) return [least, least];
    return [least, found[3] === '' ? Infinity : Number(found[3])];
  }

  #take(): string {
    const next = this.#text[this.#at];
    if (next === undefined) throw new SyntaxError('it ends within an expression');
    this.#at += 1;
    return next;
  }

  /** Undefined for what only sets flags. */
  #atom(): Node | undefined {
    const next = this.#take();
    switch (next) {
      case '^':
        return { is: 'place', place: this.#flags.lines ? 'lineStart' : 'start' };
      case '$':
        return { is: 'place', place: this.#flags.lines ? 'lineEnd' : 'end' };
      case '.':
        return { is: 'one', test: this.#flags.dotAll ? () => true : (code) => code !== 10 };
      case '(':
        return this.#group();
      case '[':
        return { is: 'one', test: this.#class() };
      case '\\':
        return this.#escaped();
      case '*':
      case '+':
      case '?':
        throw new SyntaxError(`"${next}" in it repeats nothing`);
      default:
        return { is: 'one', test: this.#literal(codeOf(next)) };
    }
  }

  #group(): Node | undefined {
    const before = this.#flags;
    if (this.#text[this.#at] === '?') {
      const rest = this.#text.slice(this.#at, this.#at + 80).join('');
      const named = /^\?P?<[A-Za-z_]\w{0,60}>/.exec(rest)?.[0];
      const flags = /^\?([imsU]{0,8})(?:-([imsU]{1,8}))?([:)])/.exec(rest);
      if (named === undefined && flags === null)
        throw new SyntaxError('a group in it begins in a way that RE2 does not know');
      this.#at += (named ?? flags?.[0] ?? '').length;
      if (flags !== null && named === undefined) {
        this.#flags = changed(changed(before, flags[1] ?? '', true), flags[2] ?? '', false);
        if (flags[3] === ')') return undefined;
      }
    }
    const node = this.#alternatives();
    this.#flags = before;
    if (this.#text[this.#at] !== ')') throw new SyntaxError('it has a "(" too many');
    this.#at += 1;
    return node;
  }

  #escaped(): Node {
    const next = this.#text[this.#at] ?? '';
    const place = places.get(next);
    if (place !== undefined) {
      this.#at += 1;
      return { is: 'place', place };
    }
    return { is: 'one', test: this.#escape() };
  }

  #escape(): Test {
    const next = this.#take();
    const perl = perlClasses.get(next.toLowerCase());
    if (perl !== undefined) return next === next.toLowerCase() ? perl : not(perl);
    if (next === 'p' || next === 'P') return this.#unicode(next === 'P');
    return this.#literal(this.#code(next));
  }

  #unicode(negated: boolean): Test {
    let name = this.#take();
    if (name === '{') {
      name = '';
      for (let next = this.#take(); next !== '}'; next = this.#take()) name += next;
    }
    const inside = name.startsWith('^');
    const bare = inside ? name.slice(1) : name;
    if (!/^\w{1,40}$/.test(bare)) throw new SyntaxError(`"${name}" is no class of characters`);
    const script = bare.length > 2 ? `Script=${bare}` : bare;
    let pattern: RegExp;
    try {
      pattern = new RegExp(`^\\p{${script}}$`, 'u');
    } catch {
      throw new SyntaxError(`"${name}" is no class of characters`);
    }
    const test: Test = (code) => pattern.test(String.fromCodePoint(code));
    return negated === inside ? test : not(test);
  }

  /** The character that an escape stands for; its letter is taken. */
  #code(letter: string): number {
    const control = controls.get(letter);
    if (control !== undefined) return control;
    const rest = this.#text.slice(this.#at, this.#at + 10).join('');
    if (letter === 'x') {
      const found = /^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(rest);
      const code = Number.parseInt(found?.[1] ?? found?.[2] ?? '', 16);
      if (found === null || code > 0x10_ffff) throw new SyntaxError('"\\x" names no character');
      this.#at += found[0].length;
      return code;
    }
    const octal = /^[0-7]/.test(letter) ? /^[0-7]{0,2}/.exec(rest)?.[0] : undefined;
    if (octal !== undefined && (letter === '0' || octal.length > 0)) {
      this.#at += octal.length;
      return Number.parseInt(letter + octal, 8);
    }
    if (/^[A-Za-z0-9]$/.test(letter) || codeOf(letter) > 127)
      throw new SyntaxError(`"\\${letter}" is no escape that RE2 knows`);
    return codeOf(letter);
  }

  #literal(code: number): Test {
    if (!this.#flags.fold) return (other) => other === code;
    const same = folded(code);
    return (other) => folded(other) === same;
  }

  #class(): Test {
    const negated = this.#text[this.#at] === '^';
    if (negated) this.#at += 1;
    const tests: Test[] = [];
    for (let first = true; first || this.#text[this.#at] !== ']'; first = false) {
      tests.push(this.#posix() ?? this.#range());
    }
    this.#at += 1;
    const test: Test = (code) => tests.some((one) => one(code));
    return negated ? not(test) : test;
  }

  #posix(): Test | undefined {
    const rest = this.#text.slice(this.#at, this.#at + 14).join('');
    const found = /^\[:(\^?)([a-z]{1,10}):\]/.exec(rest);
    if (found === null) return undefined;
    const source = posixClasses.get(found[2] ?? '');
    if (source === undefined) throw new SyntaxError(`"${found[0]}" is no class of characters`);
    this.#at += found[0].length;
    return found[1] === '^' ? not(source) : source;
  }

  #range(): Test {
    const next = this.#take();
    const letter = next === '\\' ? (this.#text[this.#at] ?? '') : '';
    if (letter === 'p' || letter === 'P' || perlClasses.has(letter.toLowerCase()))
      return this.#escape();
    const from = next === '\\' ? this.#code(this.#take()) : codeOf(next);
    const close = this.#text[this.#at + 1];
    if (this.#text[this.#at] !== '-' || close === ']' || close === undefined)
      return this.#literal(from);
    this.#at += 1;
    const end = this.#take();
    const to = end === '\\' ? this.#code(this.#take()) : codeOf(end);
    if (from > to) throw new SyntaxError('a range of characters in it runs backwards');
    if (!this.#flags.fold) return (code) => code >= from && code <= to;
    const within: Test = (code) => code >= from && code <= to;
    return (code) => cases(code).some(within);
  }
}

/** What stands between `\\Q` and `\\E` with its punctuation escaped. */
function withoutQuotes(expression: string): string {
  return expression.replaceAll(/\\Q([^]*?)(?:\\E|$)|\\[^]/g, (whole, quoted: string | undefined) =>
    quoted === undefined
      ? whole
      : quoted.replaceAll(/[^A-Za-z0-9]/gu, (one) => (one < '\x80' ? `\\${one}` : one)),
  );
}

function changed(flags: Flags, letters: string, on: boolean): Flags {
  const has = (letter: string, now: boolean): boolean => (letters.includes(letter) ? on : now);
  return {
    fold: has('i', flags.fold),
    lines: has('m', flags.lines),
    dotAll: has('s', flags.dotAll),
    lazy: has('U', flags.lazy),
  };
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function not(test: Test): Test {
  return (code) => !test(code);
}

function cases(code: number): readonly number[] {
  const text = String.fromCodePoint(code);
  return [
    code,
    ...[text.toLowerCase(), text.toUpperCase()]
      .filter((one) => Array.from(one).length === 1)
      .map(codeOf),
  ];
}

function folded(code: number): number {
  const lower = String.fromCodePoint(code).toLowerCase();
  return Array.from(lower).length === 1 ? codeOf(lower) : code;
}

const within =
  (...ranges: readonly (readonly [number, number])[]): Test =>
  (code) =>
    ranges.some(([from, to]) => code >= from && code <= to);

const digit = within([48, 57]);
const letters = within([65, 90], [97, 122]);
const wordClass = within([48, 57], [65, 90], [95, 95], [97, 122]);

const perlClasses: ReadonlyMap<string, Test> = new Map([
  ['d', digit],
  ['s', within([9, 10], [12, 13], [32, 32])],
  ['w', wordClass],
]);
const controls: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
]);
const places: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['A', 'start'],
  ['z', 'end'],
  ['b', 'edge'],
  ['B', 'inner'],
]);
const posixClasses: ReadonlyMap<string, Test> = new Map([
  ['alnum', (code: number) => digit(code) || letters(code)],
  ['alpha', letters],
  ['ascii', within([0, 127])],
  ['blank', within([9, 9], [32, 32])],
  ['cntrl', within([0, 31], [127, 127])],
  ['digit', digit],
  ['graph', within([33, 126])],
  ['lower', within([97, 122])],
  ['print', within([32, 126])],
  ['punct', within([33, 47], [58, 64], [91, 96], [123, 126])],
  ['space', within([9, 13], [32, 32])],
  ['upper', within([65, 90])],
  ['word', wordClass],
  ['xdigit', within([48, 57], [65, 70], [97, 102])],
]);

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

/** A place in the program, and where the match that it belongs to began. */
interface Thread {
  readonly at: number;
  readonly start: number;
}

function search(
  steps: readonly Step[],
  text: string,
  from: number,
  spend?: (steps: number) => void,
): Re2Match | undefined {
  const seen = new Int32Array(steps.length).fill(-1);
  let threads: Thread[] = [];
  let found: Re2Match | undefined;
  for (let at = from; ;) {
    const ready: Thread[] = [];
    const enter = (thread: Thread): void => follow(steps, thread, { text, at, seen, ready });
    // Threads of a match that began before go first; a new one begins only while there is none.
    for (const thread of threads) enter(thread);
    if (found === undefined) enter({ at: 0, start: at });
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
    if (code === undefined || (threads.length === 0 && found !== undefined)) return found;
    at += code > 0xffff ? 2 : 1;
  }
}

interface Position {
  readonly text: string;
  readonly at: number;
  /** For each step the last offset at which it was reached. */
  readonly seen: Int32Array;
  readonly ready: Thread[];
}

/** Goes on from a step as far as no character is needed, the first way of a choice before the second. */
function follow(steps: readonly Step[], from: Thread, { text, at, seen, ready }: Position): void {
  const open = [from.at];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen[next] === at) continue;
    seen[next] = at;
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
