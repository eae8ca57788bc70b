/** A regular expression of JavaScript as a tree; lazy and greedy are one, for both try every way. */
export type Piece =
  /** What takes one character, as written: `a`, `\d`, `[^"]`, `.`. */
  | { readonly is: 'one'; readonly source: string }
  | { readonly is: 'all' | 'any'; readonly of: readonly Piece[] }
  | { readonly is: 'repeat'; readonly of: Piece; readonly least: number; readonly most: number }
  | {
      readonly is: 'look';
      readonly of: Piece;
      readonly ahead: boolean;
      readonly not: boolean;
    }
  | { readonly is: 'edge'; readonly what: '^' | '$' | 'b' | 'B' }
  /** What a group took, once more. */
  | { readonly is: 'again'; readonly group: string };

/** The tree of an expression and its groups, by number and by name. */
export interface Expression {
  readonly whole: Piece;
  readonly groups: ReadonlyMap<string, Piece>;
}

/** @throws {SyntaxError} for what this reader does not know, such as `(?i:…)`. */
export function parseExpression(source: string, flags: string): Expression {
  const parser = new Parser(source, flags);
  const whole = parser.choice();
  if (!parser.ended()) throw new SyntaxError(`Cannot read "${source}": an open ")"`);
  return { whole, groups: parser.groups };
}

class Parser {
  readonly groups: Map<string, Piece> = new Map();
  readonly #source: string;
  readonly #sets: boolean;
  readonly #unicode: boolean;
  readonly #named: boolean;
  #at = 0;
  #count = 0;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#sets = flags.includes('v');
    this.#unicode = this.#sets || flags.includes('u');
    this.#named = this.#unicode || source.includes('(?<');
  }

  ended(): boolean {
    return this.#at >= this.#source.length;
  }

  choice(): Piece {
    const ways = [this.#sequence()];
    while (this.#source[this.#at] === '|') {
      this.#at += 1;
      ways.push(this.#sequence());
    }
    return ways.length === 1 && ways[0] !== undefined ? ways[0] : { is: 'any', of: ways };
  }

  #sequence(): Piece {
    const parts: Piece[] = [];
    while (!this.ended() && this.#source[this.#at] !== '|' && this.#source[this.#at] !== ')')
      parts.push(this.#repeated(this.#atom()));
    return { is: 'all', of: parts };
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source) ?? undefined;
    if (found !== undefined) this.#at += found[0].length;
    return found;
  }

  #repeated(of: Piece): Piece {
    const found = this.#take(/(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y);
    if (found === undefined) return of;
    const [, sign, least = '0', comma, most = ''] = found;
    if (sign !== undefined) {
      return { is: 'repeat', of, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
    }
    const end = comma === '' ? Number(least) : most === '' ? Infinity : Number(most);
    return { is: 'repeat', of, least: Number(least), most: end };
  }

  #atom(): Piece {
    const sign = this.#source[this.#at] ?? '';
    if (sign === '(') return this.#group();
    if (sign === '^' || sign === '$') {
      this.#at += 1;
      return { is: 'edge', what: sign };
    }
    if (sign === '[') return { is: 'one', source: this.#set() };
    if (sign === '\\') return this.#escape();
    return { is: 'one', source: this.#take(this.#unicode ? /[^]/uy : /[^]/y)?.[0] ?? '' };
  }

  #group(): Piece {
    const head = this.#take(/\((?:\?(?:(:)|(<?)([=!])|<(\w+)>))?/y);
    const [open = '', plain, back, sense, name] = head ?? [];
    if (open === '(' && this.#source[this.#at] === '?')
      throw new SyntaxError(`Cannot read "${this.#source}": a kind of group unknown here`);
    if (plain === undefined && sense === undefined) this.#count += 1;
    const number = String(this.#count);
    const of = this.choice();
    if (this.#source[this.#at] !== ')')
      throw new SyntaxError(`Cannot read "${this.#source}": no ")"`);
    this.#at += 1;
    if (sense !== undefined) return { is: 'look', of, ahead: back === '', not: sense === '!' };
    if (plain === undefined) this.groups.set(number, of);
    if (name !== undefined) this.groups.set(name, of);
    return of;
  }

  /** A set in brackets, as written; with `v` sets lie in sets. */
  #set(): string {
    const start = this.#at;
    let depth = 0;
    do {
      const sign = this.#source[this.#at];
      if (sign === undefined) throw new SyntaxError(`Cannot read "${this.#source}": no "]"`);
      if (sign === '\\') this.#at += 1;
      else if (sign === '[' && (depth === 0 || this.#sets)) depth += 1;
      else if (sign === ']') depth -= 1;
      this.#at += 1;
    } while (depth > 0);
    return this.#source.slice(start, this.#at);
  }

  #escape(): Piece {
    const edge = this.#take(/\\([bB])/y)?.[1];
    if (edge === 'b' || edge === 'B') return { is: 'edge', what: edge };
    const again = this.#take(this.#named ? /\\(?:([1-9]\d*)|k<(\w+)>)/y : /\\([1-9]\d*)/y);
    if (again !== undefined) return { is: 'again', group: again[1] ?? again[2] ?? '' };
    const form = this.#unicode
      ? /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[^])/uy
      : /\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[^])/y;
    const source = this.#take(form)?.[0];
    if (source === undefined) throw new SyntaxError(`Cannot read "${this.#source}": a lone "\\"`);
    return { is: 'one', source };
  }
}
