/** Whether a code point is one of a set. */
export type Test = (code: number) => boolean;

/** Where in a text something stands that takes no character. */
export type Place = 'start' | 'end' | 'lineStart' | 'lineEnd' | 'edge' | 'inner';

/** What an expression is made of. */
export type Node =
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

/** RE2 refuses more repetitions than that. */
const mostRepeated = 1000;
const mostDepth = 200;

/**
 * The syntax of RE2, without what a match would have to remember: groups only group.
 * @throws {SyntaxError} with a state, for the middle of a sentence.
 */
export function parseRe2(expression: string): Node {
  return new Parser(expression).whole();
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
    const rest = this.#text.slice(this.#at, this.#at + 64).join('');
    const found = /^\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*|))?\}/.exec(rest);
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
/** Letters, digits and `_` of ASCII: what `\\b` knows as a word. */
export const wordClass: Test = within([48, 57], [65, 90], [95, 95], [97, 122]);

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
