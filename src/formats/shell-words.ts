import { LimitError, limits } from '../model/index.ts';

/** A stretch of the script: UTF-16 offsets, the end exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A word of a command. `text` has its quotes taken off; variables and `$(…)` stand as written. */
export interface ShellWord extends Stretch {
  readonly text: string;
  /** Whether nothing in it is expanded, so that `text` is its value (patterns with `*` aside). */
  readonly literal: boolean;
}

/** Thrown inside the reader of scripts where one ends in the middle of something. */
export class OpenEnd extends Error {}

const operators: readonly string[] = [
  '&>>',
  '<<-',
  '<<<',
  ';;&',
  '&&',
  '||',
  ';;',
  ';&',
  '|&',
  '&>',
  '>>',
  '<<',
  '>&',
  '<&',
  '<>',
  '>|',
  '&',
  '|',
  ';',
  '(',
  ')',
  '<',
  '>',
  '\n',
];

/** The commands that words hold, which the grammar reads. */
interface Substitutions {
  /** Behind `$(`: reads the commands up to `)`, and leaves the place behind it. */
  readonly commands: () => void;
  /** The commands between two backquotes, whose own backquotes are escaped. */
  readonly backquoted: (inside: Stretch) => void;
}

/**
 * The words and operators of a script, one after another from `at` on. What a command is, the
 * grammar knows; a word asks it only about the commands that stand inside.
 */
export class ShellWords {
  readonly text: string;
  /** The next character to read. */
  at = 0;
  /** How many `$(…)`, `(…)` and `${…}` are open. */
  depth = 0;
  readonly #inside: Substitutions;

  constructor(text: string, inside: Substitutions) {
    this.text = text;
    this.#inside = inside;
  }

  /** Blanks, continued lines and comments. */
  blanks(): void {
    const text = this.text;
    for (;;) {
      const char = text[this.at];
      if (char === ' ' || char === '\t' || char === '\r') this.at += 1;
      else if (char === '\\' && text[this.at + 1] === '\n') this.at += 2;
      else if (char === '#') {
        const end = text.indexOf('\n', this.at);
        this.at = end === -1 ? text.length : end;
      } else return;
    }
  }

  /** The operator that stands here, if one does. */
  operator(): string | undefined {
    const found = operators.find((one) => this.text.startsWith(one, this.at));
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Skips to the word `wanted`. */
  skipTo(wanted: string): void {
    for (;;) {
      this.blanks();
      while (this.text[this.at] === '\n') {
        this.at += 1;
        this.blanks();
      }
      if (this.at >= this.text.length) throw new OpenEnd(`the word "${wanted}" is missing`);
      if (this.operator() === undefined && this.word().text === wanted) return;
    }
  }

  /** `name=(…)`: words that are no commands. */
  skipArray(): void {
    for (;;) {
      this.blanks();
      if (this.at >= this.text.length) throw new OpenEnd('a ")" is missing');
      const operator = this.operator();
      if (operator === ')') return;
      if (operator === undefined) this.word();
    }
  }

  /** Reads what stands between brackets. */
  deeper(read: () => void): void {
    this.depth += 1;
    if (this.depth > limits.expansion_depth.value)
      throw new LimitError('expansion_depth', 'a shell script', this.depth);
    read();
    this.depth -= 1;
  }

  /** Behind `(`, at the second one: skips to `))`. */
  skipArithmetic(): void {
    const end = this.text.indexOf('))', this.at);
    if (end === -1) throw new OpenEnd('a "))" is missing');
    this.at = end + 2;
  }

  /** Reads a word; at least one character of it is there. */
  word(): ShellWord {
    const text = this.text;
    const start = this.at;
    let value = '';
    let literal = true;
    while (this.at < text.length) {
      const char = text[this.at] ?? '';
      if (' \t\r\n;&|()<>'.includes(char)) break;
      if (char === "'") value += this.#single();
      else if (char === '"') {
        const part = this.#double();
        value += part.text;
        literal &&= part.literal;
      } else if (char === '\\') {
        const next = text[this.at + 1] ?? '';
        if (next !== '\n') value += next;
        this.at += 2;
      } else if (char === '$' || char === '`') {
        const part = this.#expansion();
        literal &&= part === '$';
        value += part;
      } else {
        value += char;
        this.at += 1;
      }
    }
    this.at = Math.min(Math.max(this.at, start + 1), text.length);
    return { text: value, literal, start, end: this.at };
  }

  #single(): string {
    const end = this.text.indexOf("'", this.at + 1);
    if (end === -1) throw new OpenEnd('a "\'" does not close');
    const value = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return value;
  }

  #double(): Pick<ShellWord, 'text' | 'literal'> {
    const text = this.text;
    let value = '';
    let literal = true;
    this.at += 1;
    while (this.at < text.length) {
      const char = text[this.at] ?? '';
      if (char === '"') {
        this.at += 1;
        return { text: value, literal };
      }
      if (char === '\\') {
        const next = text[this.at + 1] ?? '';
        if (next !== '\n') value += '"\\$`'.includes(next) ? next : char + next;
        this.at += 2;
      } else if (char === '$' || char === '`') {
        const part = this.#expansion(true);
        literal &&= part === '$';
        value += part;
      } else {
        value += char;
        this.at += 1;
      }
    }
    throw new OpenEnd("a '\"' does not close");
  }

  /** At `$` or a backquote: skips what it expands, and lists the commands inside. Gives it as written. */
  #expansion(quoted = false): string {
    const text = this.text;
    const start = this.at;
    this.at += 1;
    if (text[start] === '`') this.#backquotes();
    else if (text.startsWith('((', this.at)) {
      this.at += 1;
      this.skipArithmetic();
    } else if (text[this.at] === '(') {
      this.at += 1;
      this.deeper(this.#inside.commands);
    } else if (text[this.at] === '{') this.deeper(() => this.#braces());
    else if (text[this.at] === "'" && !quoted) return this.#ansi();
    else {
      const name = /[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]/y;
      name.lastIndex = this.at;
      this.at += name.exec(text)?.[0].length ?? 0;
    }
    return text.slice(start, this.at);
  }

  /** `$'…'`, whose escapes stay as they are written. */
  #ansi(): string {
    const start = this.at + 1;
    let at = start;
    while (at < this.text.length && this.text[at] !== "'") at += this.text[at] === '\\' ? 2 : 1;
    if (at >= this.text.length) throw new OpenEnd('a "$\'" does not close');
    this.at = at + 1;
    return this.text.slice(start, at);
  }

  /** `${…}`: its quotes and substitutions may hold a brace. */
  #braces(): void {
    this.at += 1;
    while (this.at < this.text.length) {
      const char = this.text[this.at];
      if (char === '}') {
        this.at += 1;
        return;
      }
      if (char === '\\') this.at += 2;
      else if (char === '"') this.#double();
      else if (char === '$' || char === '`') this.#expansion(true);
      else this.at += 1;
    }
    throw new OpenEnd('a "}" is missing');
  }

  #backquotes(): void {
    const start = this.at;
    let end = start;
    while (end < this.text.length && this.text[end] !== '`') end += this.text[end] === '\\' ? 2 : 1;
    if (end >= this.text.length) throw new OpenEnd('a "`" does not close');
    this.#inside.backquoted({ start, end });
    this.at = end + 1;
  }
}
