import { LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';

/** A literal of Erlang or Elixir. Lines count from 1. */
export type BeamTerm =
  | { readonly kind: 'atom' | 'text' | 'number'; readonly text: string; readonly line: number }
  | {
      readonly kind: 'tuple' | 'list' | 'map' | 'pair';
      readonly items: readonly BeamTerm[];
      readonly line: number;
      readonly endLine: number;
    };

/** Whose comments and maps a text has: `%` starts a comment in one and a map in the other. */
export type BeamLanguage = 'erlang' | 'elixir';

const closers: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['[', ']'],
]);

/**
 * Reads the literals of a text that only holds data: `mix.lock` (one Elixir map), `rebar.lock` and
 * `.app` files (Erlang terms, each ended by a full stop). Nothing is evaluated: variables,
 * functions and operators are errors. `key: value` and `key => value` become pairs.
 * @throws {FormatError} BEAM_INVALID with the line. @throws {LimitError} `json_depth`.
 */
export function beamTerms(text: string, language: BeamLanguage, what: string): BeamTerm[] {
  return new Reader(text, language, what).all();
}

/** The items of a tuple, list, map or pair; none for a scalar. */
export function itemsOf(term: BeamTerm | undefined): readonly BeamTerm[] {
  return term !== undefined && 'items' in term ? term.items : [];
}

/** The text of an atom, a text or a number. */
export function scalarOf(term: BeamTerm | undefined): string | undefined {
  return term !== undefined && 'text' in term ? term.text : undefined;
}

class Reader {
  readonly #text: string;
  readonly #language: BeamLanguage;
  readonly #what: string;
  #at = 0;
  #line = 1;
  #depth = 0;

  constructor(text: string, language: BeamLanguage, what: string) {
    this.#text = text;
    this.#language = language;
    this.#what = what;
  }

  all(): BeamTerm[] {
    const terms: BeamTerm[] = [];
    for (;;) {
      this.#skip('.');
      if (this.#at >= this.#text.length) return terms;
      terms.push(this.#term());
    }
  }

  #fault(found: string): FormatError {
    return new FormatError(
      'BEAM_INVALID',
      `Cannot read ${this.#what} at line ${this.#line}: found ${found}, wanted Erlang or Elixir data`,
      { line: this.#line },
    );
  }

  /** Passes white space, comments and the given separator. */
  #skip(separator: string): void {
    for (; this.#at < this.#text.length; this.#at += 1) {
      const letter = this.#text.charAt(this.#at);
      if (letter === '\n') this.#line += 1;
      else if (this.#isComment(letter)) {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = (end === -1 ? this.#text.length : end) - 1;
      } else if (letter > ' ' && letter !== separator && letter !== '\ufeff') return;
    }
  }

  #isComment(letter: string): boolean {
    const map = this.#text.charAt(this.#at + 1) === '{';
    return this.#language === 'erlang' ? letter === '%' : letter === '#' && !map;
  }

  #term(): BeamTerm {
    const line = this.#line;
    const letter = this.#text.charAt(this.#at);
    const next = this.#text.charAt(this.#at + 1);
    if ((letter === '%' || letter === '#') && next === '{') {
      this.#at += 1;
      return this.#container('map', '}');
    }
    const closer = closers.get(letter);
    if (closer !== undefined) return this.#container(letter === '{' ? 'tuple' : 'list', closer);
    if (letter === '<' && next === '<') return this.#binary();
    if (letter === '"') return { kind: 'text', text: this.#quoted(), line };
    if (letter === "'") return { kind: 'atom', text: this.#quoted(), line };
    if (letter === ':' && next === '"') {
      this.#at += 1;
      return { kind: 'atom', text: this.#quoted(), line };
    }
    return this.#word(line);
  }

  #container(kind: 'tuple' | 'list' | 'map', closer: string): BeamTerm {
    const line = this.#line;
    this.#depth += 1;
    if (this.#depth > limits.json_depth.value)
      throw new LimitError('json_depth', this.#what, this.#depth);
    const items: BeamTerm[] = [];
    this.#at += 1;
    for (;;) {
      this.#skip(',');
      if (this.#text.charAt(this.#at) === closer) break;
      if (this.#at >= this.#text.length) throw this.#fault(`no "${closer}"`);
      items.push(this.#maybePair(this.#term()));
    }
    this.#at += 1;
    this.#depth -= 1;
    return { kind, items, line, endLine: this.#line };
  }

  /** A term followed by `:` or `=>` is the key of the next one. */
  #maybePair(key: BeamTerm): BeamTerm {
    this.#skip(',');
    const arrow = this.#text.startsWith('=>', this.#at);
    const colon = this.#text.charAt(this.#at) === ':' && /\s/.test(this.#text.charAt(this.#at + 1));
    if (!arrow && !colon) return key;
    this.#at += arrow ? 2 : 1;
    this.#skip('');
    if (this.#at >= this.#text.length) throw this.#fault('no value');
    const value = this.#term();
    return { kind: 'pair', items: [key, value], line: key.line, endLine: this.#line };
  }

  /** `<<"text">>`, with or without an encoding. */
  #binary(): BeamTerm {
    const line = this.#line;
    this.#at += 2;
    this.#skip('');
    const text = this.#text.charAt(this.#at) === '"' ? this.#quoted() : '';
    const end = this.#text.indexOf('>>', this.#at);
    if (end === -1 || end - this.#at > 32) throw this.#fault('no ">>"');
    this.#at = end + 2;
    return { kind: 'text', text, line };
  }

  #quoted(): string {
    const quote = this.#text.charAt(this.#at);
    const start = this.#at + 1;
    let at = start;
    for (; at < this.#text.length && this.#text.charAt(at) !== quote; at += 1) {
      if (this.#text.charAt(at) === '\\') at += 1;
      if (this.#text.charAt(at) === '\n') this.#line += 1;
    }
    if (at >= this.#text.length) throw this.#fault('a text without its closing quote');
    this.#at = at + 1;
    return this.#text.slice(start, at).replaceAll(/\\(.)/gs, '$1');
  }

  #word(line: number): BeamTerm {
    let start = this.#at;
    if (this.#text.charAt(start) === ':') start += 1;
    let end = start;
    while (/[\w@!?+/-]/.test(this.#text.charAt(end)) || this.#isDot(end)) end += 1;
    if (end === start) throw this.#fault(`"${this.#text.slice(start, start + 20)}"`);
    this.#at = end;
    const text = this.#text.slice(start, end);
    return { kind: /^[+-]?\d/.test(text) ? 'number' : 'atom', text, line };
  }

  /** A dot inside a word (`1.5`, `Elixir.Foo`), not the full stop after it. */
  #isDot(at: number): boolean {
    return this.#text.charAt(at) === '.' && /\w/.test(this.#text.charAt(at + 1));
  }
}
