import { FormatError } from './errors.ts';

/** A piece of a template: text between actions, or a word inside one. */
export interface TemplateToken {
  readonly kind: 'text' | 'open' | 'close' | 'literal' | 'field' | 'variable' | 'name' | 'mark';
  /** Text as it stands; of a field the name without its dot, empty for `.` alone. */
  readonly text: string;
  /** Of a literal. */
  readonly value: string | number | boolean | null;
  /** From 1. */
  readonly line: number;
  /** True when space stands before it. */
  readonly spaced: boolean;
}

/** The words of an action; every alternative is linear, none can match nothing. */
const word =
  /(\s)|("(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+')|(0x[0-9a-fA-F]+|[-+]?\d[\d_.]*(?:[eE][-+]?\d+)?)|(\$\w*)|(\.\w*)|([A-Za-z_]\w*)|(:=|[=|,()])/y;

/**
 * Cuts a template into text and the words of its actions. Trim marks (`{{-`, `-}}`) are applied,
 * comments become empty actions.
 * @throws {FormatError} TEMPLATE_INVALID for an action that does not close and for what is no word.
 */
export function templateTokens(text: string, what: string): readonly TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let at = 0;
  let line = 1;
  let trims = false;
  const base = { value: null, spaced: false } as const;
  while (at < text.length) {
    const open = text.indexOf('{{', at);
    const end = open === -1 ? text.length : open;
    const cuts = open !== -1 && text[open + 2] === '-' && /\s/.test(text[open + 3] ?? '');
    const plain = text.slice(at, end);
    const shown = trimmed(plain, trims, cuts);
    if (shown !== '') tokens.push({ ...base, kind: 'text', text: shown, line });
    line += breaks(plain);
    if (open === -1) break;
    tokens.push({ ...base, kind: 'open', text: '{{', line });
    const action = actionTokens(text, cuts ? open + 3 : open + 2, line, what);
    for (const token of action.tokens) tokens.push(token);
    tokens.push({ ...base, kind: 'close', text: '}}', line: action.line });
    ({ end: at, line, trims } = action);
  }
  return tokens;
}

function trimmed(text: string, start: boolean, end: boolean): string {
  const left = start ? text.trimStart() : text;
  return end ? left.trimEnd() : left;
}

function breaks(text: string): number {
  return text.split('\n').length - 1;
}

interface Action {
  readonly tokens: readonly TemplateToken[];
  readonly end: number;
  readonly line: number;
  readonly trims: boolean;
}

/** The words up to `}}`, which a text inside the action does not end. */
function actionTokens(text: string, from: number, first: number, what: string): Action {
  const tokens: TemplateToken[] = [];
  let at = from;
  let line = first;
  let spaced = false;
  const comment = /\s*\/\*/y;
  comment.lastIndex = at;
  if (comment.test(text)) {
    const end = text.indexOf('*/', comment.lastIndex);
    if (end === -1) throw wrong(what, line, 'a comment without end', '"*/"');
    line += breaks(text.slice(at, end));
    at = end + 2;
  }
  for (;;) {
    const close = /(\s-)?\}\}/y;
    close.lastIndex = at;
    const found = close.exec(text);
    if (found !== null)
      return { tokens, end: close.lastIndex, line, trims: found[1] !== undefined };
    word.lastIndex = at;
    const match = word.exec(text);
    if (match === null) {
      const rest = at >= text.length ? 'the end of the file' : `"${text.slice(at, at + 20)}"`;
      throw wrong(what, line, rest, '"}}"');
    }
    const [whole, space] = match;
    at = word.lastIndex;
    if (space === undefined) tokens.push({ ...tokenOf(match, what, line), line, spaced });
    spaced = space !== undefined;
    line += breaks(whole);
  }
}

function tokenOf(
  match: RegExpExecArray,
  what: string,
  line: number,
): Pick<TemplateToken, 'kind' | 'text' | 'value'> {
  const [text, , quoted, number, variable, field, name] = match;
  if (quoted !== undefined) return { kind: 'literal', text, value: textOf(quoted, what, line) };
  if (number !== undefined) {
    const value = Number(number.replaceAll('_', ''));
    if (Number.isNaN(value)) throw wrong(what, line, `"${number.slice(0, 40)}"`, 'a number');
    return { kind: 'literal', text, value };
  }
  if (variable !== undefined) return { kind: 'variable', text, value: null };
  if (field !== undefined) return { kind: 'field', text: field.slice(1), value: null };
  if (name !== undefined) return { kind: 'name', text, value: null };
  return { kind: 'mark', text, value: null };
}

/** `"a\n"`, `` `a` `` and `'a'`, which is a character's number. */
function textOf(quoted: string, what: string, line: number): string | number {
  const inner = quoted.slice(1, -1);
  if (quoted.startsWith('`')) return inner;
  const plain = inner.replaceAll(
    /\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)/g,
    (_whole, escape: string) => {
      if (escape.length > 1) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
      const known = escapes.get(escape);
      if (known === undefined) throw wrong(what, line, `"\\${escape}"`, 'an escape of Go');
      return known;
    },
  );
  return quoted.startsWith("'") ? (plain.codePointAt(0) ?? 0) : plain;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
]);

function wrong(what: string, line: number, found: string, wanted: string): FormatError {
  const text = `Cannot read ${what}: line ${line} has ${found}, wanted ${wanted}`;
  return new FormatError('TEMPLATE_INVALID', text, { line });
}
