import { LimitError, limits } from '../../model/index.ts';
import { replacePattern, trimPattern } from './pattern.ts';
import { isSpace } from './syntax.ts';
import type { Span } from './syntax.ts';

/** A value of a variable: a text, `unknown` when only the build knows it, undefined when unset. */
export type Value = string | typeof unknownValue | undefined;

/** Marks a value that exists but is not written in the file: a build argument, the base image's PATH. */
export const unknownValue: unique symbol = Symbol('unknown');

/** How to expand; the defaults are those for an instruction's words. */
export interface ExpandOptions {
  readonly escape?: string;
  /** Keep quotes and escape tokens in the result. */
  readonly raw?: boolean;
  /** Leave `$name` of an unset variable as it is written. */
  readonly keepUnset?: boolean;
  /** Characters that all expansions together may still make; shared by those of one file. */
  readonly budget?: Budget;
}

/** Characters left for expansions. */
export interface Budget {
  left: number;
}

/** What a word comes to. */
export interface Expansion {
  /** Undefined when it depends on an unknown value, or is wrong. */
  readonly text: string | undefined;
  /** Fields after splitting at blanks outside quotes, with their places in the source of the word. */
  readonly words: readonly (Span & { readonly text: string })[];
  /** Variables that were asked for, and are not set; those with a default or a message are left out. */
  readonly unset: readonly string[];
  /** Variables that were asked for and are set or unknown. */
  readonly used: readonly string[];
  /** Why the word is wrong, for instance `missing "}"`. */
  readonly fault?: string;
}

/** Thrown inside this file for a wrong word, never out of it. */
class WrongWord extends Error {}

interface Cursor {
  readonly source: string;
  at: number;
  readonly escape: string;
  readonly keepUnset: boolean;
  readonly lookup: (name: string) => Value;
  readonly budget: Budget;
  /** An unknown value went in: the text is no longer the real one. */
  unknown: boolean;
  depth: number;
  readonly unset: Set<string>;
  readonly used: Set<string>;
}

/** A budget for the expansions of one file. */
export function newBudget(): Budget {
  return { left: limits.expansion_characters.value };
}

/**
 * Expands variables and takes quotes off, as BuildKit does for the words of an instruction
 * (frontend/dockerfile/shell: `$name`, `${name}`, `:-` `-` `:+` `+` `:?` `?` `#` `##` `%` `%%` `/` `//`).
 * @throws {LimitError} `expansion_characters` when values that contain values grow without end;
 *   `expansion_depth` when substitutions nest too deep.
 */
export function expandWord(
  source: string,
  lookup: (name: string) => Value,
  options: ExpandOptions = {},
): Expansion {
  if (!/[$'"\\`\s\u0085]/.test(source)) {
    const words = source === '' ? [] : [{ text: source, start: 0, end: source.length }];
    return { text: source, words, unset: [], used: [] };
  }
  const cursor: Cursor = {
    source,
    at: 0,
    escape: options.escape ?? '\\',
    keepUnset: options.keepUnset ?? false,
    lookup,
    budget: options.budget ?? newBudget(),
    unknown: false,
    depth: 0,
    unset: new Set(),
    used: new Set(),
  };
  const fields = new Fields();
  try {
    const text = readUntil(cursor, '', { raw: options.raw ?? false, fields });
    return {
      text: cursor.unknown ? undefined : text,
      words: fields.close(source.length),
      unset: [...cursor.unset],
      used: [...cursor.used],
    };
  } catch (error) {
    if (!(error instanceof WrongWord)) throw error;
    const { message } = error;
    return { text: undefined, words: [], unset: [], used: [...cursor.used], fault: message };
  }
}

/** Splits the result into fields while it grows; blanks in quotes and escaped ones do not split. */
class Fields {
  readonly #done: (Span & { readonly text: string })[] = [];
  #text = '';
  #start = -1;

  /** Text that may split. */
  plain(text: string, start: number): void {
    for (const char of text) {
      if (!isSpace(char)) this.whole(char, start);
      else if (this.#text !== '') this.#push(start);
    }
  }

  /** Text that stays in one field. */
  whole(text: string, start: number): void {
    if (this.#start === -1) this.#start = start;
    this.#text += text;
  }

  #push(end: number): void {
    this.#done.push({ text: this.#text, start: this.#start, end });
    this.#text = '';
    this.#start = -1;
  }

  close(end: number): readonly (Span & { readonly text: string })[] {
    if (this.#text !== '') this.#push(end);
    return this.#done;
  }
}

interface Reading {
  readonly raw: boolean;
  readonly fields?: Fields;
}

function readUntil(cursor: Cursor, stop: string, { raw, fields }: Reading): string {
  const { source, escape } = cursor;
  let result = '';
  while (cursor.at < source.length) {
    const from = cursor.at;
    const char = charAt(cursor);
    if (stop !== '' && char === stop) {
      cursor.at += 1;
      return result;
    }
    if (char === '$') {
      const text = spend(cursor, dollar(cursor));
      fields?.plain(text, from);
      result += text;
    } else if (char === "'" || char === '"') {
      const text = char === "'" ? singleQuoted(cursor, raw) : doubleQuoted(cursor, raw);
      fields?.whole(text, from);
      result += text;
    } else if (char === escape) {
      if (raw) {
        fields?.whole(char, from);
        result += char;
      }
      cursor.at += 1;
      const next = charAt(cursor);
      cursor.at += next.length;
      if (next !== '') fields?.whole(next, from);
      result += next;
    } else {
      fields?.plain(char, from);
      result += char;
      cursor.at += char.length;
    }
  }
  if (stop !== '') throw new WrongWord(`missing "${stop}"`);
  return result;
}

/** The whole character at the cursor, both halves of it where it has two. */
function charAt({ source, at }: Cursor): string {
  const code = source.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function spend({ budget }: Cursor, text: string): string {
  budget.left -= text.length;
  if (budget.left < 0)
    throw new LimitError('expansion_characters', 'the variables of a Dockerfile');
  return text;
}

function singleQuoted(cursor: Cursor, raw: boolean): string {
  const end = cursor.source.indexOf("'", cursor.at + 1);
  if (end === -1) throw new WrongWord('missing closing "\'"');
  const from = cursor.at;
  cursor.at = end + 1;
  return raw ? cursor.source.slice(from, end + 1) : cursor.source.slice(from + 1, end);
}

function doubleQuoted(cursor: Cursor, raw: boolean): string {
  const { source, escape } = cursor;
  const quote = raw ? '"' : '';
  let result = quote;
  cursor.at += 1;
  while (cursor.at < source.length) {
    const char = source[cursor.at] ?? '';
    if (char === '$') {
      result += spend(cursor, dollar(cursor));
      continue;
    }
    cursor.at += 1;
    if (char === '"') return result + quote;
    if (char !== escape) {
      result += char;
      continue;
    }
    if (raw) result += char;
    const next = source[cursor.at];
    if (next === undefined) break;
    if (next === '"' || next === '$' || next === escape) {
      result += next;
      cursor.at += 1;
    } else if (!raw) result += char;
  }
  throw new WrongWord("missing closing '\"'");
}

/** At a `$`: what it stands for. */
function dollar(cursor: Cursor): string {
  cursor.at += 1;
  if (cursor.source[cursor.at] === '{') {
    cursor.at += 1;
    cursor.depth += 1;
    if (cursor.depth > limits.expansion_depth.value)
      throw new LimitError('expansion_depth', 'a variable of a Dockerfile', cursor.depth);
    const text = braces(cursor);
    cursor.depth -= 1;
    return text;
  }
  const name = readName(cursor);
  if (name === '') return '$';
  const value = ask(cursor, name);
  if (value === undefined) cursor.unset.add(name);
  if (value === undefined && cursor.keepUnset) return `$${name}`;
  return textOf(cursor, value);
}

const special: ReadonlySet<string> = new Set('@*#?-$!');

/** A name, a number, or one special character; '' when none follows. */
function readName(cursor: Cursor): string {
  const { source } = cursor;
  const from = cursor.at;
  const first = source[from] ?? '';
  if (special.has(first)) cursor.at += 1;
  else if (/\p{Nd}/u.test(charAt(cursor))) {
    while (/\p{Nd}/u.test(charAt(cursor))) cursor.at += charAt(cursor).length;
  } else while (/[\p{L}\p{Nd}_]/u.test(charAt(cursor))) cursor.at += charAt(cursor).length;
  return source.slice(from, cursor.at);
}

function ask(cursor: Cursor, name: string): Value {
  const value = cursor.lookup(name);
  if (value !== undefined) cursor.used.add(name);
  return value;
}

function textOf(cursor: Cursor, value: Value): string {
  if (value === unknownValue) cursor.unknown = true;
  return typeof value === 'string' ? value : '';
}

/** After `${`. */
function braces(cursor: Cursor): string {
  const { source } = cursor;
  const from = cursor.at;
  const first = source[from];
  if (first === undefined) throw new WrongWord('missing "}"');
  if (first === '{' || first === '}' || first === ':') throw new WrongWord('bad substitution');
  const name = readName(cursor);
  const value = ask(cursor, name);
  let operator = source[cursor.at] ?? '';
  cursor.at += 1;
  if (operator === '}') {
    if (value === undefined) cursor.unset.add(name);
    return value === undefined && cursor.keepUnset ? `\${${name}}` : textOf(cursor, value);
  }
  if (operator === ':') {
    operator += source[cursor.at] ?? '';
    cursor.at += 1;
  }
  const text = modified(cursor, { name, value, operator });
  if (value !== undefined || !cursor.keepUnset) return text;
  return `\${${source.slice(from, cursor.at)}`;
}

interface Substitution {
  readonly name: string;
  readonly value: Value;
  readonly operator: string;
}

function modified(cursor: Cursor, { name, value, operator }: Substitution): string {
  if (operator === '/') return replaced(cursor, value);
  if (operator === '#' || operator === '%') {
    const pattern = spend(cursor, readUntil(cursor, '}', { raw: true }));
    if (typeof value === 'string') return trimPattern(value, pattern, operator);
    return textOf(cursor, value);
  }
  const kind = operator.at(-1) ?? '';
  if (!'-+?'.includes(kind) || kind === '')
    throw new WrongWord(`unsupported modifier (${operator})`);
  // The word counts only when it is taken: an unknown value in a default that is not needed is no matter.
  const before = cursor.unknown;
  const word = spend(cursor, readUntil(cursor, '}', { raw: false }));
  const within = cursor.unknown;
  cursor.unknown = before;
  if (value === unknownValue) {
    cursor.unknown = true;
    return '';
  }
  const empty = operator.length === 2 && value === '';
  const set = value !== undefined && !empty;
  if (kind === '?') {
    if (set || cursor.keepUnset) return value ?? '';
    throw new WrongWord(`${name}: ${word === '' ? 'is not set' : word}`);
  }
  if (kind === '-' ? set : !set) return kind === '-' ? (value ?? '') : '';
  cursor.unknown = before || within;
  return word;
}

/** `${name/pattern/replacement}`, and `//` for every occurrence. */
function replaced(cursor: Cursor, value: Value): string {
  const all = cursor.source[cursor.at] === '/';
  if (all) cursor.at += 1;
  const pattern = spend(cursor, readUntil(cursor, '/', { raw: true }));
  const replacement = spend(cursor, readUntil(cursor, '}', { raw: true }));
  if (typeof value !== 'string') return textOf(cursor, value);
  return replacePattern(value, { pattern, replacement, all });
}
