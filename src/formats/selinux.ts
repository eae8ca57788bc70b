import { LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';

/** A part of a statement: a word, or a set or list of parts. */
export type SelinuxPart = string | readonly SelinuxPart[];

/** One statement of a policy. */
export interface SelinuxStatement {
  /** `allow`, `type`, `typepermissive`; of a macro of the reference policy its name. */
  readonly kind: string;
  readonly parts: readonly SelinuxPart[];
  /** Statements of a block, both arms of a condition. */
  readonly inner: readonly SelinuxStatement[];
  /** Of the first word, from 1. */
  readonly line: number;
}

interface Token {
  readonly text: string;
  readonly line: number;
}

/** Statements whose braces hold statements, in the kernel's policy language. */
const blocks: ReadonlySet<string> = new Set([
  'require',
  'gen_require',
  'optional',
  'if',
  'else',
  'optional_policy',
  'tunable_policy',
  'ifdef',
  'ifndef',
]);

/**
 * Reads a module in the kernel's policy language (`.te`), macros of the reference policy as calls
 * that are not followed.
 * @throws {FormatError} SELINUX_INVALID with the line. @throws {LimitError} `text_bytes`, `expansion_depth`.
 */
export function parseTypeEnforcement(text: string, what: string): readonly SelinuxStatement[] {
  if (text.length > limits.text_bytes.value) throw new LimitError('text_bytes', what, text.length);
  return new TypeEnforcement(tokensOf(text, /[{}();,:~*]/, '#'), what).statements(0);
}

/**
 * Reads a policy in the Common Intermediate Language (`.cil`).
 * @throws {FormatError} SELINUX_INVALID with the line. @throws {LimitError} `text_bytes`, `expansion_depth`.
 */
export function parseCil(text: string, what: string): readonly SelinuxStatement[] {
  if (text.length > limits.text_bytes.value) throw new LimitError('text_bytes', what, text.length);
  const tokens = tokensOf(text, /[()]/, ';');
  const found: SelinuxStatement[] = [];
  const place = { at: 0 };
  while (place.at < tokens.length) {
    const line = tokens[place.at]?.line ?? 1;
    const list = listAt(tokens, place, { what, depth: 0 });
    found.push(cilStatement(list, line, what));
  }
  return found;
}

interface Lined extends ReadonlyArray<SelinuxPart> {
  /** Lines of the parts that are lists. */
  readonly lines?: readonly number[];
}

function listAt(
  tokens: readonly Token[],
  place: { at: number },
  { what, depth }: { what: string; depth: number },
): Lined {
  const open = tokens[place.at];
  if (open?.text !== '(')
    throw fault(what, `"${open?.text ?? ''}" where "(" is wanted`, open?.line ?? 1);
  if (depth > limits.expansion_depth.value) throw new LimitError('expansion_depth', what, depth);
  const parts: SelinuxPart[] = [];
  const lines: number[] = [];
  for (place.at += 1; ;) {
    const next = tokens[place.at];
    if (next === undefined) throw fault(what, 'a "(" that does not close', open.line);
    lines.push(next.line);
    if (next.text === ')') {
      place.at += 1;
      return Object.assign(parts, { lines });
    }
    if (next.text === '(') parts.push(listAt(tokens, place, { what, depth: depth + 1 }));
    else {
      parts.push(next.text);
      place.at += 1;
    }
  }
}

/** Statements that hold statements, in CIL. */
const cilBlocks: ReadonlySet<string> = new Set([
  'block',
  'in',
  'optional',
  'macro',
  'booleanif',
  'tunableif',
  'true',
  'false',
]);

function cilStatement(list: Lined, line: number, what: string): SelinuxStatement {
  const [kind, ...parts] = list;
  if (typeof kind !== 'string') throw fault(what, 'a statement without a name', line);
  if (!cilBlocks.has(kind)) return { kind, parts, inner: [], line };
  const inner = list.flatMap((part, at) => {
    const lists = typeof part !== 'string' && typeof part[0] === 'string' && at > 0;
    // Conditions and parameters are lists as well, and come before the statements.
    const first = kind === 'booleanif' || kind === 'tunableif' ? 2 : kind === 'macro' ? 3 : 1;
    return lists && at >= first ? [cilStatement(part, list.lines?.[at] ?? line, what)] : [];
  });
  return { kind, parts: parts.filter((part) => typeof part === 'string'), inner, line };
}

function tokensOf(text: string, single: RegExp, comment: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (let at = 0; at < text.length;) {
    const next = text.charAt(at);
    if (next === '\n') line += 1;
    if (/\s/.test(next)) at += 1;
    else if (next === comment) {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end;
    } else if (next === '"') {
      const end = text.indexOf('"', at + 1);
      const stop = end === -1 ? text.length : end + 1;
      tokens.push({ text: text.slice(at, stop), line });
      line += text.slice(at, stop).split('\n').length - 1;
      at = stop;
    } else if (single.test(next)) {
      tokens.push({ text: next, line });
      at += 1;
    } else {
      const start = at;
      while (
        at < text.length &&
        !/[\s"]/.test(text.charAt(at)) &&
        !single.test(text.charAt(at)) &&
        text.charAt(at) !== comment
      )
        at += 1;
      // m4 quotes its arguments so: they are not part of the words.
      const word = text.slice(start, at).replaceAll(/^`|'$/g, '');
      if (word !== '') tokens.push({ text: word, line });
    }
  }
  return tokens;
}

class TypeEnforcement {
  readonly #tokens: readonly Token[];
  readonly #what: string;
  #at = 0;

  constructor(tokens: readonly Token[], what: string) {
    this.#tokens = tokens;
    this.#what = what;
  }

  /** Statements up to the end, or to the bracket that closes a block. */
  statements(depth: number): SelinuxStatement[] {
    if (depth > limits.expansion_depth.value)
      throw new LimitError('expansion_depth', this.#what, depth);
    const found: SelinuxStatement[] = [];
    for (;;) {
      const next = this.#tokens[this.#at];
      if (next === undefined) {
        if (depth === 0) return found;
        throw fault(this.#what, 'a block that does not close', this.#tokens.at(-1)?.line ?? 1);
      }
      if (next.text === '}' || next.text === ')') {
        if (depth === 0) throw fault(this.#what, `a "${next.text}" without its opening`, next.line);
        return found;
      }
      if (next.text === ';' || next.text === ',') this.#at += 1;
      else found.push(this.#statement(next, depth));
    }
  }

  #statement({ text: kind, line }: Token, depth: number): SelinuxStatement {
    if (!/^[A-Za-z_]\w*$/.test(kind))
      throw fault(this.#what, `"${kind.slice(0, 40)}" where a statement begins`, line);
    this.#at += 1;
    if (blocks.has(kind)) return this.#block(kind, line, depth);
    const parts: SelinuxPart[] = [];
    const call = this.#tokens[this.#at]?.text === '(';
    for (;;) {
      const next = this.#tokens[this.#at];
      if (next === undefined) throw fault(this.#what, `"${kind}" without ";"`, line);
      if (next.text === ';') {
        this.#at += 1;
        return { kind, parts, inner: [], line };
      }
      if (next.text === '}') throw fault(this.#what, `"${kind}" without ";"`, line);
      parts.push(this.#part(next, depth));
      // Macros end with their bracket.
      if (call) return { kind, parts: parts.flat(), inner: [], line };
    }
  }

  #part({ text, line }: Token, depth: number): SelinuxPart {
    this.#at += 1;
    if (text !== '{' && text !== '(') return text;
    if (depth > limits.expansion_depth.value)
      throw new LimitError('expansion_depth', this.#what, depth);
    const closing = text === '{' ? '}' : ')';
    const parts: SelinuxPart[] = [];
    for (;;) {
      const next = this.#tokens[this.#at];
      if (next === undefined || next.text === ';')
        throw fault(this.#what, `a "${text}" that does not close`, line);
      if (next.text === closing) {
        this.#at += 1;
        return parts;
      }
      if (next.text === ',') this.#at += 1;
      else parts.push(this.#part(next, depth + 1));
    }
  }

  /** `require { … }`, `if (…) { … }`, and the reference policy's blocks in round brackets. */
  #block(kind: string, line: number, depth: number): SelinuxStatement {
    const parts: SelinuxPart[] = [];
    for (;;) {
      const next = this.#tokens[this.#at];
      if (next === undefined) throw fault(this.#what, `"${kind}" without a block`, line);
      const round = next.text === '(' && kind !== 'if';
      if (next.text === '{' || round) {
        this.#at += 1;
        const inner = this.statements(depth + 1);
        const end = this.#tokens[this.#at];
        if (end?.text !== (round ? ')' : '}'))
          throw fault(this.#what, `"${kind}" closed by the wrong bracket`, line);
        this.#at += 1;
        return { kind, parts, inner, line };
      }
      parts.push(this.#part(next, depth));
    }
  }
}

function fault(what: string, found: string, line: number): FormatError {
  return new FormatError(
    'SELINUX_INVALID',
    `Cannot read ${what}: line ${line} has ${found}, wanted an SELinux policy`,
    { line },
  );
}
