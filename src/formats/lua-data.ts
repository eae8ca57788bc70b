import { LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';

/** A table of Lua: what has a name, and what has none. */
export interface LuaTable {
  readonly fields: ReadonlyMap<string, LuaValue>;
  readonly items: readonly LuaValue[];
}

/** A value that can be told without running anything; undefined is one that cannot. */
export type LuaValue = string | LuaTable | undefined;

/** What `return` gives, under a name that no variable has. */
export const returned = 'return';

/**
 * Reads the assignments of a Lua text that holds data (`rockspec`, `luarocks.lock`): texts, tables,
 * names assigned before, and these joined by `..`. Nothing is run; any other expression is a value
 * that is not known. @throws {FormatError} LUA_INVALID. @throws {LimitError} `json_depth`.
 */
export function luaAssignments(text: string, what: string): ReadonlyMap<string, LuaValue> {
  return new Reader(text, what).statements();
}

/** The value when it is a table. */
export function luaTable(value: LuaValue): LuaTable | undefined {
  return typeof value === 'object' ? value : undefined;
}

/** The value when it is a text that is not empty. */
export function luaText(value: LuaValue): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const keywords: ReadonlySet<string> = new Set(['local', 'return', 'function', 'if', 'for', 'do']);
/** Texts made of others are bounded together: doubling one fifty times needs a few lines. */
const longestText = 65_536;

class Reader {
  readonly #text: string;
  readonly #what: string;
  readonly #values = new Map<string, LuaValue>();
  #at = 0;
  #depth = 0;

  constructor(text: string, what: string) {
    this.#text = text;
    this.#what = what;
  }

  statements(): ReadonlyMap<string, LuaValue> {
    for (;;) {
      this.#space();
      if (this.#peek() === ';') this.#at += 1;
      else if (this.#at >= this.#text.length) return this.#values;
      else this.#statement();
    }
  }

  #statement(): void {
    let name = this.#name();
    if (name === returned) {
      this.#values.set(returned, this.#expression(false));
      return;
    }
    this.#space();
    if (name === 'local') {
      name = this.#name();
      this.#space();
    }
    if (keywords.has(name) || this.#peek() !== '=') throw this.#fault(`"${name}" without "="`);
    this.#at += 1;
    this.#values.set(name, this.#expression(false));
  }

  #fault(found: string): FormatError {
    const line = this.#text.slice(0, this.#at).split('\n').length;
    return new FormatError(
      'LUA_INVALID',
      `Cannot read ${this.#what} at line ${line}: found ${found.slice(0, 60)}, wanted assignments of texts and tables`,
      { line },
    );
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #space(): void {
    for (;;) {
      while (this.#at < this.#text.length && this.#peek() <= ' ') this.#at += 1;
      const shebang = this.#at === 0 && this.#text.startsWith('#!');
      if (!shebang && !this.#text.startsWith('--', this.#at)) return;
      this.#at += 2;
      if (this.#long() !== undefined) continue;
      const end = this.#text.indexOf('\n', this.#at);
      this.#at = end === -1 ? this.#text.length : end;
    }
  }

  #name(): string {
    const start = this.#at;
    while (/\w/.test(this.#peek())) this.#at += 1;
    if (this.#at === start) throw this.#fault(`"${this.#text.slice(start, start + 20)}"`);
    return this.#text.slice(start, this.#at);
  }

  /** `[[text]]`, `[==[text]==]`; undefined, and nothing passed, when there is none here. */
  #long(): string | undefined {
    const [open] = /^\[=*\[/.exec(this.#text.slice(this.#at, this.#at + 64)) ?? [];
    if (open === undefined) return undefined;
    const start = this.#at + open.length;
    const end = this.#text.indexOf(open.replaceAll('[', ']'), start);
    if (end === -1) throw this.#fault('a long text without its end');
    this.#at = end + open.length;
    return this.#text.slice(start, end).replace(/^\r?\n/, '');
  }

  #quoted(): string {
    const quote = this.#peek();
    const start = this.#at + 1;
    let at = start;
    while (at < this.#text.length && this.#text.charAt(at) !== quote)
      at += this.#text.charAt(at) === '\\' ? 2 : 1;
    if (at >= this.#text.length) throw this.#fault('a text without its closing quote');
    this.#at = at + 1;
    return this.#text.slice(start, at).replaceAll(/\\(.)/gs, '$1');
  }

  /** Operands joined by `..`; anything after them makes the value unknown and is passed over. */
  #expression(inTable: boolean): LuaValue {
    let value = this.#operand();
    for (;;) {
      const before = this.#at;
      this.#space();
      if (!this.#text.startsWith('..', this.#at)) {
        const ends = inTable ? [',', ';', '}'] : [';', ''];
        const next = this.#peek();
        const done = ends.includes(next) || (!inTable && this.#startsStatement(before));
        if (done) return value;
        this.#pass(inTable);
        return undefined;
      }
      this.#at += 2;
      const right = this.#operand();
      value = typeof value === 'string' && typeof right === 'string' ? value + right : undefined;
      if (value !== undefined && value.length > longestText)
        throw this.#fault('a text without end');
    }
  }

  /** A name on a later line than what came before it. */
  #startsStatement(before: number): boolean {
    if (!this.#text.slice(before, this.#at).includes('\n')) return false;
    const word = /^[A-Za-z_]\w*/.exec(this.#text.slice(this.#at, this.#at + 64))?.[0];
    return word !== undefined && !['and', 'or', 'not'].includes(word);
  }

  #operand(): LuaValue {
    this.#space();
    const letter = this.#peek();
    if (letter === '"' || letter === "'") return this.#quoted();
    const long = this.#long();
    if (long !== undefined) return long;
    if (letter === '{') return this.#table();
    const [word] =
      /^[A-Za-z_]\w*|^[0-9][\w.]*/.exec(this.#text.slice(this.#at, this.#at + 256)) ?? [];
    if (word === undefined) return undefined;
    this.#at += word.length;
    return /^[0-9]/.test(word) ? word : this.#values.get(word);
  }

  #table(): LuaTable {
    this.#depth += 1;
    if (this.#depth > limits.json_depth.value)
      throw new LimitError('json_depth', this.#what, this.#depth);
    const fields = new Map<string, LuaValue>();
    const items: LuaValue[] = [];
    this.#at += 1;
    for (;;) {
      this.#space();
      const letter = this.#peek();
      if (letter === '}') break;
      if (this.#at >= this.#text.length) throw this.#fault('no "}"');
      if (letter === ',' || letter === ';') this.#at += 1;
      else {
        const key = this.#key();
        const value = this.#expression(true);
        if (key === undefined) items.push(value);
        else fields.set(key, value);
      }
    }
    this.#at += 1;
    this.#depth -= 1;
    return { fields, items };
  }

  /** `name =` or `["name"] =`; undefined, and nothing passed, in front of an item without one. */
  #key(): string | undefined {
    const rest = this.#text.slice(this.#at, this.#at + 512);
    const plain = /^([A-Za-z_]\w*)\s*=(?!=)/.exec(rest);
    const quoted = /^\[\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)')\s*\]\s*=(?!=)/.exec(rest);
    const found = plain ?? quoted;
    if (found === null) return undefined;
    this.#at += found[0].length;
    return found[1] ?? found[2] ?? '';
  }

  /** Passes over the rest of an expression that is not evaluated. */
  #pass(inTable: boolean): void {
    let open = 0;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const letter = this.#peek();
      if (letter === '"' || letter === "'") {
        this.#quoted();
        this.#at -= 1;
      } else if (this.#long() !== undefined) this.#at -= 1;
      else if ('({['.includes(letter)) open += 1;
      else if (open > 0 && ')}]'.includes(letter)) open -= 1;
      else if (open === 0 && (inTable ? ',;}'.includes(letter) : ';\n'.includes(letter))) return;
    }
  }
}
