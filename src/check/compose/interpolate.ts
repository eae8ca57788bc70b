/** Value of a variable; undefined when it is not set. */
export type Variables = (name: string) => string | undefined;

/** A text with its variables replaced. */
export interface Interpolated {
  readonly text: string;
  /** Variables without value and without default; they stay in the text as written. */
  readonly unresolved: readonly string[];
  /** Why compose refuses the text: a state, for the middle of a sentence. */
  readonly fault?: string;
}

const nameAt = /[A-Za-z_][A-Za-z0-9_]*/y;
const deepest = 32;

/**
 * Replaces `$NAME`, `${NAME}` and its forms with `:-`, `-`, `:?`, `?`, `:+`, `+`, nested ones too;
 * `$$` is a dollar sign. Compose puts nothing in place of a variable that is not set; here it
 * stays, so that rules can tell an unknown value from an empty one.
 */
export function interpolate(text: string, variables: Variables): Interpolated {
  if (!text.includes('$')) return { text, unresolved: [] };
  const state: State = { variables, unresolved: new Set(), fault: undefined };
  const replaced = replaceIn(text, state, 0);
  const unresolved = [...state.unresolved];
  return state.fault === undefined
    ? { text: replaced, unresolved }
    : { text, unresolved, fault: state.fault };
}

interface State {
  readonly variables: Variables;
  readonly unresolved: Set<string>;
  fault: string | undefined;
}

function replaceIn(text: string, state: State, depth: number): string {
  if (depth > deepest) {
    state.fault ??= `variables in it nest more than ${deepest} levels`;
    return text;
  }
  let result = '';
  let at = 0;
  for (;;) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) return result + text.slice(at);
    result += text.slice(at, dollar);
    const next = text[dollar + 1];
    if (next === '$') {
      result += '$';
      at = dollar + 2;
      continue;
    }
    const close = next === '{' ? closingBrace(text, dollar + 2) : undefined;
    nameAt.lastIndex = dollar + (next === '{' ? 2 : 1);
    const name = nameAt.exec(text)?.[0];
    if (name === undefined || (next === '{' && close === undefined)) {
      state.fault ??= 'a dollar sign in it begins no variable, wanted "$$" for the sign itself';
      return text;
    }
    const end = close ?? nameAt.lastIndex - 1;
    const rest = close === undefined ? '' : text.slice(nameAt.lastIndex, close);
    result += valueOf({ name, rest, written: text.slice(dollar, end + 1) }, state, depth);
    at = end + 1;
  }
}

interface Reference {
  readonly name: string;
  /** What follows the name within the braces. */
  readonly rest: string;
  readonly written: string;
}

function valueOf({ name, rest, written }: Reference, state: State, depth: number): string {
  const value = state.variables(name);
  const form = /^(:?)([-+?])([^]*)$/.exec(rest);
  if (rest !== '' && form === null) {
    state.fault ??= `"${written}" is no form of a variable`;
    return written;
  }
  const [, colon = '', sign = '', word = ''] = form ?? [];
  const given = value !== undefined && (colon === '' || value !== '');
  if (sign === '+') return given ? replaceIn(word, state, depth + 1) : '';
  if (sign === '-' && !given) return replaceIn(word, state, depth + 1);
  if (value !== undefined && (given || sign === '')) return value;
  state.unresolved.add(name);
  return written;
}

/** The brace that closes the one before `from`; those of nested variables are passed over. */
function closingBrace(text: string, from: number): number | undefined {
  let open = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '$' && text[at + 1] === '{') {
      open += 1;
      at += 1;
    } else if (text[at] === '}') {
      open -= 1;
      if (open === 0) return at;
    }
  }
  return undefined;
}

/** The text with `${…}` written over, each character by a `$`: colons in there part nothing. */
export function maskVariables(text: string): string {
  // One that is not closed is taken to the end and left: no later one is closed either.
  return text.replaceAll(/\$\{[^}]*\}?/g, (found) =>
    found.endsWith('}') ? '$'.repeat(found.length) : found,
  );
}
