import { LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';

/** An expression of a build file, as far as configuration needs it; the rest is `other`. */
export type StarlarkExpression =
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'list'; readonly items: readonly StarlarkExpression[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'sum'; readonly parts: readonly StarlarkExpression[] }
  | {
      readonly kind: 'call';
      /** Dotted name of what is called: `maven.install`. */
      readonly callee: string;
      readonly positional: readonly StarlarkExpression[];
      readonly named: ReadonlyMap<string, StarlarkExpression>;
      readonly line: number;
    }
  | { readonly kind: 'other' };

/** A statement at the top of a build file. */
export interface StarlarkStatement {
  /** Name that the value is given to; undefined for a mere expression. */
  readonly target: string | undefined;
  readonly value: StarlarkExpression;
}

interface Token {
  readonly kind: 'text' | 'name' | 'mark' | 'end';
  readonly text: string;
  readonly line: number;
}

const other: StarlarkExpression = { kind: 'other' };
const deepest = 64;
const closings: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const token = /[ \t\r\f]+|\\\r?\n|#[^\n]*|(?:[rRbB]{1,2})?("""|'''|"|')|([A-Za-z_]\w*)|(\n)|([^])/y;

/**
 * Top-level statements of a file in Bazel's language
 * (https://github.com/bazelbuild/starlark/blob/master/spec.md): assignments and calls. Definitions,
 * loops and conditions are passed over, nothing is executed.
 * @throws {FormatError} STARLARK_INVALID when brackets or texts do not close.
 * @throws {LimitError} `config_bytes`.
 */
export function parseStarlark(text: string, what: string): readonly StarlarkStatement[] {
  if (text.length > limits.config_bytes.value)
    throw new LimitError('config_bytes', what, text.length);
  return new StarlarkReader(tokensOf(text, what), what).statements();
}

/** Tokens, with one `end` for each line that ends outside of brackets. Indented lines are left out. */
function tokensOf(text: string, what: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  const open: string[] = [];
  let begins = true;
  let skipping = false;
  for (let at = 0; at < text.length;) {
    if (begins) skipping = text[at] === ' ' || text[at] === '\t';
    begins = false;
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) break;
    const [whole, quote, name, newline, mark] = match;
    at = token.lastIndex;
    const begun = line;
    let found: Token | undefined;
    if (quote !== undefined) {
      const end = textEnd(text, at, quote);
      if (end === -1) throw invalid(what, begun, 'a text that does not close');
      found = { kind: 'text', text: unescape(text.slice(at, end)), line };
      line += text.slice(at, end).split('\n').length - 1;
      at = end + quote.length;
    } else if (name !== undefined) found = { kind: 'name', text: name, line };
    else if (newline !== undefined) {
      if (open.length === 0) found = { kind: 'end', text: '', line };
      begins = open.length === 0;
      line += 1;
    } else if (mark !== undefined) {
      const closing = closings.get(mark);
      if (closing !== undefined) open.push(closing);
      else if (')]}'.includes(mark) && open.pop() !== mark)
        throw invalid(what, line, `"${mark}" that closes nothing`);
      found = { kind: 'mark', text: mark, line };
    } else if (whole.includes('\n')) line += 1;
    if (found !== undefined && !skipping) tokens.push(found);
  }
  if (open.length > 0) throw invalid(what, line, 'a bracket that does not close');
  tokens.push({ kind: 'end', text: '', line });
  return tokens;
}

function textEnd(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text.startsWith(quote, at)) return at;
    else if (text[at] === '\n' && quote.length === 1) return -1;
  }
  return -1;
}

function unescape(text: string): string {
  return text.replaceAll(/\\([^])/g, '$1');
}

function invalid(what: string, line: number, found: string): FormatError {
  return new FormatError(
    'STARLARK_INVALID',
    `Cannot read ${what} (line ${line}): found ${found}, wanted a build file`,
    { line },
  );
}

class StarlarkReader {
  readonly #tokens: readonly Token[];
  readonly #what: string;
  #at = 0;

  constructor(tokens: readonly Token[], what: string) {
    this.#tokens = tokens;
    this.#what = what;
  }

  statements(): StarlarkStatement[] {
    const found: StarlarkStatement[] = [];
    while (this.#at < this.#tokens.length) {
      const [first, second, third] = this.#tokens.slice(this.#at, this.#at + 3);
      const assigns =
        first?.kind === 'name' &&
        second?.text === '=' &&
        second.kind === 'mark' &&
        third?.text !== '=';
      if (assigns) this.#at += 2;
      const value = this.#expression(0);
      if (this.#is('end') && (assigns || value !== other))
        found.push({ target: assigns ? first.text : undefined, value });
      // What is not understood ends with its line.
      while (this.#at < this.#tokens.length && !this.#is('end')) this.#at += 1;
      this.#at += 1;
    }
    return found;
  }

  #expression(depth: number): StarlarkExpression {
    if (depth > deepest)
      throw invalid(this.#what, this.#tokens[this.#at]?.line ?? 1, `more than ${deepest} levels`);
    const parts = [this.#term(depth)];
    while (this.#take('+')) parts.push(this.#term(depth));
    const [only = other] = parts;
    return parts.length === 1 ? only : { kind: 'sum', parts };
  }

  #term(depth: number): StarlarkExpression {
    const first = this.#tokens[this.#at];
    if (first?.kind === 'text') return this.#text(first.line);
    if (first?.kind === 'name') return this.#named(depth);
    if (this.#take('[')) return { kind: 'list', items: this.#arguments(']', depth).positional };
    if (this.#take('(')) {
      const { positional } = this.#arguments(')', depth);
      return positional.length === 1 ? (positional[0] ?? other) : other;
    }
    return other;
  }

  /** Texts side by side are one. */
  #text(line: number): StarlarkExpression {
    const pieces: string[] = [];
    for (let next = this.#tokens[this.#at]; next?.kind === 'text'; next = this.#tokens[this.#at]) {
      pieces.push(next.text);
      this.#at += 1;
    }
    return { kind: 'text', text: pieces.join(''), line };
  }

  #named(depth: number): StarlarkExpression {
    const line = this.#tokens[this.#at]?.line ?? 1;
    const names: string[] = [];
    do {
      names.push(this.#tokens[this.#at]?.text ?? '');
      this.#at += 1;
    } while (this.#take('.') && this.#is('name'));
    const callee = names.join('.');
    return this.#take('(')
      ? { kind: 'call', callee, ...this.#arguments(')', depth), line }
      : { kind: 'name', name: callee };
  }

  /** Values up to a closing bracket; those with a name apart. What is not understood is passed over. */
  #arguments(
    close: string,
    depth: number,
  ): { positional: StarlarkExpression[]; named: Map<string, StarlarkExpression> } {
    const positional: StarlarkExpression[] = [];
    const named = new Map<string, StarlarkExpression>();
    while (this.#at < this.#tokens.length && !this.#take(close)) {
      const [name, equals] = this.#tokens.slice(this.#at, this.#at + 2);
      const isNamed = name?.kind === 'name' && equals?.kind === 'mark' && equals.text === '=';
      if (isNamed) this.#at += 2;
      const value = this.#expression(depth + 1);
      const whole = this.#tokens[this.#at]?.text === ',' || this.#tokens[this.#at]?.text === close;
      if (!whole) this.#skipItem();
      if (isNamed) named.set(name.text, whole ? value : other);
      else positional.push(whole ? value : other);
      this.#take(',');
    }
    return { positional, named };
  }

  /** To the comma or bracket that ends the current item, over brackets inside it. */
  #skipItem(): void {
    for (let depth = 0; this.#at < this.#tokens.length; this.#at += 1) {
      const { kind, text = '' } = this.#tokens[this.#at] ?? {};
      if (kind !== 'mark') continue;
      if (depth === 0 && (text === ',' || ')]}'.includes(text))) return;
      if ('([{'.includes(text)) depth += 1;
      else if (')]}'.includes(text)) depth -= 1;
    }
  }

  #is(kind: Token['kind']): boolean {
    return this.#tokens[this.#at]?.kind === kind;
  }

  #take(mark: string): boolean {
    const next = this.#tokens[this.#at];
    if (next?.kind !== 'mark' || next.text !== mark) return false;
    this.#at += 1;
    return true;
  }
}
