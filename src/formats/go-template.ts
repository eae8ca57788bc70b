import { FormatError } from './errors.ts';
import { templateTokens } from './go-template-tokens.ts';
import type { TemplateToken } from './go-template-tokens.ts';
import { append } from '../model/append.ts';

/** An operand of a command, or a whole pipeline in brackets; `path` is what follows it (`.A.B`). */
export type TemplateOperand =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'dot'; readonly path: readonly string[] }
  | { readonly kind: 'variable'; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: 'function'; readonly name: string; readonly line: number }
  | { readonly kind: 'group'; readonly pipe: TemplatePipe; readonly path: readonly string[] };

/** Commands joined by `|`; each is a list of operands, the first of which may be a function. */
export interface TemplatePipe {
  readonly commands: readonly (readonly TemplateOperand[])[];
  /** Variables that take the value; a `range` may have two, the first for the index. */
  readonly variables: readonly string[];
  /** True for `:=`, which makes them, false for `=`. */
  readonly declares: boolean;
  readonly line: number;
}

/** A part of a template. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly pipe: TemplatePipe }
  | {
      readonly kind: 'if' | 'with' | 'range';
      readonly pipe: TemplatePipe;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    };

/** Actions inside actions; templates of people nest below ten. */
const deepest = 64;

/**
 * Reads a template of Go's text/template (https://pkg.go.dev/text/template), as far as reports need
 * it: text, trim marks, comments, pipelines, variables, `if`, `else if`, `with`, `range`.
 * @throws {FormatError} TEMPLATE_INVALID with the line, also for `define`, `template`, `block`, `break` and `continue`.
 */
export function parseGoTemplate(text: string, what: string): readonly TemplateNode[] {
  const parser = new Parser(templateTokens(text, what), what);
  const nodes = parser.nodes([]);
  return nodes;
}

class Parser {
  readonly #tokens: readonly TemplateToken[];
  readonly #what: string;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly TemplateToken[], what: string) {
    this.#tokens = tokens;
    this.#what = what;
  }

  /** Nodes up to one of the keywords, which is left to the caller; up to the end when there are none. */
  nodes(ends: readonly string[]): readonly TemplateNode[] {
    const found: TemplateNode[] = [];
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      if (token.kind === 'text') {
        found.push({ kind: 'text', text: token.text });
        this.#at += 1;
        continue;
      }
      const word = this.#tokens[this.#at + 1];
      const keyword = word?.kind === 'name' ? word.text : '';
      if (ends.includes(keyword)) return found;
      append(found, this.#action(keyword));
    }
    if (ends.length > 0) throw this.#wrong('the end of the file', 'an {{end}}');
    return found;
  }

  #action(keyword: string): readonly TemplateNode[] {
    this.#take('open');
    if (this.#peek()?.kind === 'close') {
      this.#at += 1; // a comment
      return [];
    }
    if (keyword === 'if' || keyword === 'with' || keyword === 'range') {
      this.#at += 1;
      return [this.#block(keyword)];
    }
    if (unsupported.has(keyword)) {
      throw this.#wrong(`"${keyword}"`, 'text, a pipeline, if, with or range');
    }
    const pipe = this.#pipe();
    this.#take('close');
    return [{ kind: 'output', pipe }];
  }

  /** After the keyword: the pipeline, the body, and what stands after `else`. */
  #block(kind: 'if' | 'with' | 'range'): TemplateNode {
    if (++this.#depth > deepest) throw this.#wrong('more nesting', `at most ${deepest} levels`);
    const pipe = this.#pipe();
    this.#take('close');
    const body = this.nodes(['else', 'end']);
    this.#take('open');
    const ended = this.#take('name').text === 'end';
    let otherwise: readonly TemplateNode[] = [];
    const next = this.#peek();
    if (ended || next?.kind !== 'name') {
      this.#take('close');
      if (!ended) {
        otherwise = this.nodes(['end']);
        this.#take('open');
        this.#take('name');
        this.#take('close');
      }
    } else if (next.text === 'if' || next.text === 'with') {
      this.#at += 1;
      otherwise = [this.#block(next.text)]; // one {{end}} ends both
    } else throw this.#wrong(`"${next.text}"`, 'if or with after else');
    this.#depth -= 1;
    return { kind, pipe, body, otherwise };
  }

  #pipe(): TemplatePipe {
    const line = this.#peek()?.line ?? 0;
    const variables = this.#variables();
    const declares = variables.length > 0 && this.#tokens[this.#at - 1]?.text === ':=';
    const commands: TemplateOperand[][] = [this.#command()];
    while (this.#peek()?.text === '|' && this.#peek()?.kind === 'mark') {
      this.#at += 1;
      commands.push(this.#command());
    }
    return { commands, variables, declares, line };
  }

  /** `$a :=`, `$i, $v :=`, `$a =`; nothing when the pipeline only begins with a variable. */
  #variables(): readonly string[] {
    const start = this.#at;
    const names: string[] = [];
    while (this.#peek()?.kind === 'variable') {
      names.push(this.#take('variable').text);
      const mark = this.#peek();
      if (mark?.kind !== 'mark') break;
      if (mark.text === ':=' || mark.text === '=') {
        this.#at += 1;
        return names;
      }
      if (mark.text !== ',') break;
      this.#at += 1;
    }
    this.#at = start;
    return [];
  }

  #command(): TemplateOperand[] {
    const operands: TemplateOperand[] = [];
    for (let one = this.#operand(); one !== undefined; one = this.#operand()) operands.push(one);
    if (operands.length === 0) throw this.#wrong(this.#shown(), 'a value or a function');
    return operands;
  }

  #operand(): TemplateOperand | undefined {
    const token = this.#peek();
    if (token === undefined) return undefined;
    if (token.kind === 'literal') {
      this.#at += 1;
      return { kind: 'literal', value: token.value };
    }
    if (token.kind === 'field') return { kind: 'dot', path: this.#path() };
    if (token.kind === 'variable') {
      this.#at += 1;
      return { kind: 'variable', name: token.text, path: this.#path() };
    }
    if (token.kind === 'name') {
      this.#at += 1;
      const constant = constants.get(token.text);
      if (constant !== undefined) return { kind: 'literal', value: constant.value };
      return { kind: 'function', name: token.text, line: token.line };
    }
    if (token.text !== '(') return undefined;
    if (++this.#depth > deepest) throw this.#wrong('more brackets', `at most ${deepest}`);
    this.#at += 1;
    const pipe = this.#pipe();
    if (this.#peek()?.text !== ')') throw this.#wrong(this.#shown(), '")"');
    this.#at += 1;
    this.#depth -= 1;
    return { kind: 'group', pipe, path: this.#path() };
  }

  /** Fields without space between them; `.` alone is no field. */
  #path(): readonly string[] {
    const path: string[] = [];
    for (let token = this.#peek(); token?.kind === 'field'; token = this.#peek()) {
      if (path.length > 0 && token.spaced) break;
      this.#at += 1;
      if (token.text !== '') path.push(token.text);
      if (token.text === '') break;
    }
    return path;
  }

  #peek(): TemplateToken | undefined {
    return this.#tokens[this.#at];
  }

  #take(kind: TemplateToken['kind']): TemplateToken {
    const token = this.#peek();
    if (token?.kind !== kind) throw this.#wrong(this.#shown(), words[kind]);
    this.#at += 1;
    return token;
  }

  #shown(): string {
    const token = this.#peek();
    return token === undefined ? 'the end of the file' : `"${token.text.slice(0, 40)}"`;
  }

  #wrong(found: string, wanted: string): FormatError {
    const line = (this.#peek() ?? this.#tokens.at(-1))?.line ?? 1;
    const text = `Cannot read ${this.#what}: line ${line} has ${found}, wanted ${wanted}`;
    return new FormatError('TEMPLATE_INVALID', text, { line });
  }
}

const unsupported: ReadonlySet<string> = new Set([
  'define',
  'template',
  'block',
  'break',
  'continue',
  'else',
  'end',
]);

const constants: ReadonlyMap<string, { readonly value: boolean | null }> = new Map([
  ['true', { value: true }],
  ['false', { value: false }],
  ['nil', { value: null }],
]);

const words: Readonly<Record<TemplateToken['kind'], string>> = {
  text: 'text',
  open: '"{{"',
  close: '"}}"',
  literal: 'a value',
  field: 'a field',
  variable: 'a variable',
  name: 'a name',
  mark: 'a mark',
};
