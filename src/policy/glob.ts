/** One part of a pattern: a literal character, `?`, `*`, or a set. */
type Token =
  | { readonly kind: 'one'; readonly accepts: (character: string) => boolean }
  | { readonly kind: 'star' };

/** Tells whether a path (slashes, no leading one) is meant by a pattern. */
export type PathPattern = (path: string) => boolean;

const mostAlternatives = 64;
/** Pairs of braces that are taken apart for them; each time the rest of the pattern is looked through. */
const mostBraces = 1000;

/**
 * Reads a path pattern in the syntax of `.trivyignore.yaml` (doublestar): `*` and `?` stay within a
 * folder, `**` crosses folders, `[a-z]` and `{a,b}`. Matching takes time in the product of both
 * lengths at most, whatever either holds. Undefined when braces give too many alternatives.
 */
export function pathPattern(pattern: string): PathPattern | undefined {
  const alternatives = expandBraces(withoutRoot(pattern));
  if (alternatives === undefined) return undefined;
  const compiled = alternatives.map((text) =>
    text.split('/').map((part) => (part === '**' ? undefined : tokens(part))),
  );
  return (path) => {
    const parts = withoutRoot(path).split('/');
    return compiled.some((segments) => matchSegments(segments, parts));
  };
}

/** Paths inside a subject are told with and without the leading `/` or `./`. */
function withoutRoot(path: string): string {
  return path.replace(/^(?:\.?\/)+/, '');
}

function expandBraces(pattern: string): readonly string[] | undefined {
  const done: string[] = [];
  const open = [pattern];
  let braced = 0;
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    const braces = /\{([^{}]*)\}/.exec(text);
    if (braces === null) done.push(text);
    else {
      const before = text.slice(0, braces.index);
      const after = text.slice(braces.index + braces[0].length);
      for (const choice of (braces[1] ?? '').split(',')) open.push(before + choice + after);
    }
    braced += 1;
    if (open.length + done.length > mostAlternatives || braced > mostBraces) return undefined;
  }
  return done;
}

function tokens(part: string): readonly Token[] {
  const list: Token[] = [];
  const characters = Array.from(part);
  const lastClose = characters.lastIndexOf(']');
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if (character === '*') {
      if (list.at(-1)?.kind !== 'star') list.push({ kind: 'star' });
    } else if (character === '?') list.push({ kind: 'one', accepts: () => true });
    else if (character === '[' && at + 2 <= lastClose) {
      const end = characters.indexOf(']', at + 2);
      list.push({ kind: 'one', accepts: setOf(characters.slice(at + 1, end)) });
      at = end;
    } else {
      const literal = character === '\\' ? (characters[++at] ?? '\\') : character;
      list.push({ kind: 'one', accepts: (other) => other === literal });
    }
  }
  return list;
}

function setOf(inside: readonly string[]): (character: string) => boolean {
  const negated = inside[0] === '!' || inside[0] === '^';
  const ranges: (readonly [string, string])[] = [];
  for (let at = negated ? 1 : 0; at < inside.length; at += 1) {
    const from = inside[at] ?? '';
    const isRange = inside[at + 1] === '-' && at + 2 < inside.length;
    ranges.push([from, isRange ? (inside[at + 2] ?? from) : from]);
    if (isRange) at += 2;
  }
  return (character) =>
    ranges.some(([from, to]) => character >= from && character <= to) !== negated;
}

/** `undefined` among the segments stands for `**`: any number of folders. */
function matchSegments(
  segments: readonly (readonly Token[] | undefined)[],
  parts: readonly string[],
): boolean {
  return matchStarred(
    segments,
    parts,
    (segment) => segment === undefined,
    (segment, part) => matchPart(segment ?? [], part),
  );
}

function matchPart(segment: readonly Token[], part: string): boolean {
  return matchStarred(
    segment,
    Array.from(part),
    (token) => token.kind === 'star',
    (token, character) => token.kind === 'one' && token.accepts(character),
  );
}

/** Matches a list against a pattern with wildcards, going back to the last wildcard only. */
function matchStarred<Rule, Item>(
  rules: readonly Rule[],
  items: readonly Item[],
  isStar: (rule: Rule) => boolean,
  accepts: (rule: Rule, item: Item) => boolean,
): boolean {
  let at = 0;
  let rule = 0;
  let star = -1;
  let resume = 0;
  while (at < items.length) {
    const current = rules[rule];
    if (rule < rules.length && isStar(current as Rule)) {
      star = rule;
      resume = at;
      rule += 1;
    } else if (rule < rules.length && accepts(current as Rule, items[at] as Item)) {
      at += 1;
      rule += 1;
    } else if (star === -1) return false;
    else {
      rule = star + 1;
      resume += 1;
      at = resume;
    }
  }
  return rules.slice(rule).every(isStar);
}
