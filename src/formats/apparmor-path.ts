/**
 * Whether a pattern of a file rule matches a path: `*` and `?` stop at slashes, `**` does not,
 * `{a,b}` are alternatives, `[abc]` and `[^abc]` one character (apparmor.d(5), globbing). Follows
 * the set of places that the pattern may have reached, so that its cost is the product of both
 * lengths whatever a stranger wrote.
 */
export function matchesPath(pattern: string, path: string): boolean {
  const { reached } = follow({ pattern, path }, 0, new Set([0]), 0);
  return reached.has(path.length);
}

interface Pair {
  readonly pattern: string;
  readonly path: string;
}

/** Follows the pattern from `at` to its end, or to the `,` or `}` that ends an alternative. */
function follow(
  pair: Pair,
  at: number,
  from: ReadonlySet<number>,
  depth: number,
): { reached: ReadonlySet<number>; at: number } {
  const { pattern, path } = pair;
  let reached = from;
  let place = at;
  while (place < pattern.length) {
    const next = pattern.charAt(place);
    if (depth > 0 && (next === ',' || next === '}')) break;
    if (next === '{' && depth < 20) {
      const all = new Set<number>();
      const before = reached;
      do {
        const branch = follow(pair, place + 1, before, depth + 1);
        for (const each of branch.reached) all.add(each);
        place = branch.at;
      } while (pattern.charAt(place) === ',');
      reached = all;
      place += 1;
    } else if (next === '*') {
      const deep = pattern.charAt(place + 1) === '*';
      reached = spread(path, reached, deep);
      place += deep ? 2 : 1;
    } else {
      const { test, length } = single(pattern, place);
      reached = step(path, reached, test);
      place += length;
    }
  }
  return { reached, at: place };
}

function spread(path: string, from: ReadonlySet<number>, deep: boolean): ReadonlySet<number> {
  const all = new Set(from);
  for (let at = 0; at < path.length; at += 1)
    if (all.has(at) && (deep || path.charAt(at) !== '/')) all.add(at + 1);
  return all;
}

function step(
  path: string,
  from: ReadonlySet<number>,
  test: (letter: string) => boolean,
): ReadonlySet<number> {
  const all = new Set<number>();
  for (const at of from) if (at < path.length && test(path.charAt(at))) all.add(at + 1);
  return all;
}

/** One element that takes one character. */
function single(
  pattern: string,
  at: number,
): { test: (letter: string) => boolean; length: number } {
  const next = pattern.charAt(at);
  if (next === '?') return { test: (letter) => letter !== '/', length: 1 };
  if (next === '\\') {
    const escaped = pattern.charAt(at + 1);
    return { test: (letter) => letter === escaped, length: 2 };
  }
  const close = next === '[' ? pattern.indexOf(']', at + 2) : -1;
  if (close === -1) return { test: (letter) => letter === next, length: 1 };
  const inner = pattern.slice(at + 1, close);
  const not = inner.startsWith('^');
  const members = not ? inner.slice(1) : inner;
  return { test: (letter) => isMember(members, letter) !== not, length: close + 1 - at };
}

function isMember(members: string, letter: string): boolean {
  for (let at = 0; at < members.length; at += 1) {
    if (members.charAt(at + 1) === '-' && at + 2 < members.length) {
      if (letter >= members.charAt(at) && letter <= members.charAt(at + 2)) return true;
      at += 2;
    } else if (members.charAt(at) === letter) return true;
  }
  return false;
}
