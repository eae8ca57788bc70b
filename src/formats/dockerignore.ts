import { LimitError, limits } from '../model/index.ts';
import { re2Matcher } from './re2.ts';

/**
 * The ignore file of a build context, as moby's `patternmatcher` and `ignorefile` read it: Go's
 * `filepath.Match` with `**`, a leading `!` takes back, the last pattern that applies decides. It is
 * no gitignore: patterns start at the root of the context and upper and lower case differ.
 */
export interface IgnoreFile {
  readonly patterns: readonly IgnorePattern[];
}

/** One line of an ignore file. */
export interface IgnorePattern {
  /** From 1; 0 for patterns that stand in no file. */
  readonly line: number;
  /** The line without white space around it. */
  readonly written: string;
  /** What is matched: cleaned, without `!` and leading slash. */
  readonly pattern: string;
  /** True of `!pattern`, which takes back what patterns before it exclude. */
  readonly takesBack: boolean;
  /** Set when builders refuse the file for this line: a state, for the middle of a sentence. */
  readonly fault?: string;
  /** Whether a path is matched itself; parents are the caller's. A pattern with a fault matches nothing. */
  readonly matches: (path: string) => boolean;
}

/** What becomes of a path, and the pattern that decided; undefined when none applies to it. */
export interface IgnoreVerdict {
  readonly excluded: boolean;
  readonly by: IgnorePattern | undefined;
}

/** Names of the ignore file of a Dockerfile, first that exists; the Dockerfile's own one wins. */
export function ignoreFileNames(dockerfile: string): readonly string[] {
  return [`${dockerfile}.dockerignore`, '.dockerignore'];
}

/**
 * Reads an ignore file. Lines that builders refuse are patterns with a `fault`: tell them, since no
 * build with this file begins.
 * @throws {LimitError} `text_bytes`, `ignore_patterns`, `path_bytes` of one pattern.
 */
export function readDockerignore(text: string, what: string): IgnoreFile {
  if (text.length > limits.text_bytes.value) throw new LimitError('text_bytes', what, text.length);
  const patterns: IgnorePattern[] = [];
  const lines = (text.startsWith('\ufeff') ? text.slice(1) : text).split('\n');
  for (const [index, whole] of lines.entries()) {
    // Comments are told before white space goes: ` #x` is a pattern.
    if (whole.startsWith('#')) continue;
    const written = trimmed(whole);
    if (written === '') continue;
    if (written.length > limits.path_bytes.value)
      throw new LimitError('path_bytes', `line ${index + 1} of ${what}`, written.length);
    patterns.push(patternOf(written, index + 1));
    if (patterns.length > limits.ignore_patterns.value)
      throw new LimitError('ignore_patterns', what, patterns.length);
  }
  return { patterns };
}

function patternOf(written: string, line: number): IgnorePattern {
  const inverted = written.startsWith('!');
  const bare = inverted ? trimmed(written.slice(1)) : written;
  const cleaned = bare === '' ? '' : cleanPath(bare);
  const relative = cleaned.length > 1 && cleaned.startsWith('/') ? cleaned.slice(1) : cleaned;
  return { ...ignorePattern(inverted ? `!${relative}` : relative), line, written };
}

/** A pattern that stands in no file, as the library behind builders takes it. */
export function ignorePattern(text: string): IgnorePattern {
  const written = trimmed(text);
  const cleaned = cleanPath(written);
  const takesBack = cleaned.startsWith('!');
  const pattern = takesBack ? cleaned.slice(1) : cleaned;
  const rest = { line: 0, written, pattern, takesBack };
  const never = (): boolean => false;
  if (pattern === '') return { ...rest, fault: 'it takes back nothing', matches: never };
  const syntax = patternFault(pattern);
  if (syntax !== undefined) return { ...rest, fault: syntax, matches: never };
  const matches = matcherOf(pattern);
  return 'fault' in matches ? { ...rest, ...matches, matches: never } : { ...rest, matches };
}

const goSpace = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** White space as Go trims it: not the zero-width one that JavaScript counts too. */
function trimmed(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && goSpace.test(text[from] ?? '')) from += 1;
  while (to > from && goSpace.test(text[to - 1] ?? '')) to -= 1;
  return text.slice(from, to);
}

/** Go's `filepath.Clean` on Unix: the shortest name of a path. */
export function cleanPath(path: string): string {
  const rooted = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!rooted) kept.push('..');
  }
  const clean = kept.join('/');
  return rooted ? `/${clean}` : clean === '' ? '.' : clean;
}

/** A part of a pattern between stars: for each character that it takes, whether a dot is one. */
interface Chunk {
  readonly star: boolean;
  readonly dots: readonly boolean[];
  readonly fault: string | undefined;
}

/**
 * Why Go's `filepath.Match(pattern, ".")` refuses a pattern, which is what moby asks. It looks no
 * further than the part that does not match the dot: what is wrong behind it is not refused.
 */
function patternFault(pattern: string): string | undefined {
  const chunks = chunksOf(pattern);
  let name = '.';
  for (const [index, { star, dots, fault }] of chunks.entries()) {
    const last = index === chunks.length - 1;
    if (fault !== undefined) return fault;
    if (star && dots.length === 0 && last) return undefined;
    const fits = dots.length === 0 || (dots.length === 1 && name === '.' && dots[0] === true);
    const rest = name.slice(dots.length);
    if (fits && (rest === '' || !last)) name = rest;
    else if (star && name === '.' && dots.length === 0) name = '';
    else return undefined;
  }
  return undefined;
}

function chunksOf(pattern: string): readonly Chunk[] {
  const characters = Array.from(pattern);
  const chunks: Chunk[] = [];
  for (let at = 0; at < characters.length;) {
    const star = characters[at] === '*';
    while (characters[at] === '*') at += 1;
    const from = at;
    for (let inClass = false; at < characters.length; at += 1) {
      if (characters[at] === '\\' && at + 1 < characters.length) at += 1;
      else if (characters[at] === '[') inClass = true;
      else if (characters[at] === ']') inClass = false;
      else if (characters[at] === '*' && !inClass) break;
    }
    chunks.push({ star, ...tokensOf(characters.slice(from, at)) });
  }
  return chunks;
}

function tokensOf(characters: readonly string[]): Omit<Chunk, 'star'> {
  const dots: boolean[] = [];
  let at = 0;
  /** A member of a class; undefined when there is none, or nothing after it. */
  const member = (): string | undefined => {
    if (characters[at] === '-' || characters[at] === ']') return undefined;
    if (characters[at] === '\\') at += 1;
    const found = characters[at];
    at += 1;
    return at < characters.length ? found : undefined;
  };
  /** A class after its bracket: whether a dot is in it; undefined when it is not well-formed. */
  const classed = (): boolean | undefined => {
    const negated = characters[at] === '^';
    if (negated) at += 1;
    let dot = false;
    for (let count = 0; count === 0 || characters[at] !== ']'; count += 1) {
      const low = member();
      const range = characters[at] === '-';
      if (range) at += 1;
      const high = range && low !== undefined ? member() : low;
      if (low === undefined || high === undefined) return undefined;
      dot ||= low <= '.' && high >= '.';
    }
    at += 1;
    return dot !== negated;
  };
  while (at < characters.length) {
    const character = characters[at];
    at += 1;
    if (character === '\\') {
      if (at >= characters.length) return { dots, fault: 'it ends with a backslash' };
      dots.push(characters[at] === '.');
      at += 1;
    } else if (character === '[') {
      const dot = classed();
      if (dot === undefined)
        return { dots, fault: 'a class of characters in it is not well-formed' };
      dots.push(dot);
    } else dots.push(character === '?' || character === '.');
  }
  return { dots, fault: undefined };
}

type Matching = 'exact' | 'prefix' | 'suffix' | 'regexp';

/**
 * Characters that moby escapes. It means to escape `|`, `{` and `}` too, but its bit table has no
 * room for them: in a pattern with wildcards they are alternatives and repetitions.
 */
const special: ReadonlySet<string> = new Set('.+()$');

const anyFolders = '(.*/)?';

/**
 * Follows moby step by step, oddities included: `**foo` matches whatever ends in "foo", `a**`
 * whatever begins with "a", and wildcards within brackets are replaced as outside of them.
 */
function matcherOf(pattern: string): ((path: string) => boolean) | { readonly fault: string } {
  const characters = Array.from(pattern);
  let how: Matching = 'exact';
  let expression = '^';
  let at = 0;
  for (let turn = 0; at < characters.length; turn += 1) {
    const character = characters[at] ?? '';
    at += 1;
    if (character === '*' && characters[at] === '*') {
      at += 1;
      if (characters[at] === '/') at += 1;
      const last = at >= characters.length;
      const rest: Matching = last && how === 'exact' ? 'prefix' : 'regexp';
      // What crosses folders twice in a row crosses no more of them than once.
      if (!last) expression += expression.endsWith(anyFolders) ? '' : anyFolders;
      else if (rest === 'regexp') expression += '.*';
      how = turn === 0 ? 'suffix' : rest;
    } else if (character === '*' || character === '?') {
      expression += character === '*' ? '[^/]*' : '[^/]';
      how = 'regexp';
    } else if (special.has(character)) expression += `\\${character}`;
    else if (character === '\\') {
      expression += `\\${characters[at] ?? ''}`;
      at += 1;
      how = 'regexp';
    } else {
      expression += character;
      if (character === '[' || character === ']') how = 'regexp';
    }
  }
  return how === 'regexp' ? re2Matcher(`${expression}$`) : simpleMatcher(pattern, how);
}

function simpleMatcher(
  pattern: string,
  how: Exclude<Matching, 'regexp'>,
): (path: string) => boolean {
  if (how === 'exact') return (path) => path === pattern;
  if (how === 'prefix') {
    const prefix = pattern.slice(0, -2);
    return (path) => path.startsWith(prefix);
  }
  const suffix = pattern.slice(2);
  const name = suffix.startsWith('/') ? suffix.slice(1) : undefined;
  return (path) => path.endsWith(suffix) || path === name;
}

/**
 * Decides paths of one context, folders included: relative, with slashes. What is learnt of a folder
 * is kept for all that lies in it, so a tree costs each pattern once per entry.
 */
export function ignoreMatcher(patterns: readonly IgnorePattern[]): (path: string) => IgnoreVerdict {
  const folders = new Map<string, Uint8Array>();
  const learnt = (folder: string): Uint8Array => {
    let known = folders.get(folder);
    if (known === undefined) {
      known = new Uint8Array(patterns.length);
      folders.set(folder, known);
    }
    return known;
  };
  /** True when the pattern matches the folder or one that it lies in. */
  const covers = (index: number, folder: string): boolean => {
    let matched = false;
    const passed: Uint8Array[] = [];
    for (let at = folder; at !== '' && !matched; at = parentOf(at)) {
      const known = learnt(at);
      passed.push(known);
      if (known[index] !== 0) {
        matched = known[index] === 2;
        break;
      }
      matched = patterns[index]?.matches(at) === true;
    }
    for (const known of passed) known[index] = matched ? 2 : 1;
    return matched;
  };
  return (given) => {
    const path = cleanPath(given);
    let by: IgnorePattern | undefined;
    let excluded = false;
    if (path === '.') return { excluded, by };
    const parent = parentOf(path);
    for (const [index, pattern] of patterns.entries()) {
      // Only a pattern that could change the verdict is asked, as moby does.
      if (pattern.takesBack !== excluded) continue;
      if (!pattern.matches(path) && (parent === '' || !covers(index, parent))) continue;
      excluded = !pattern.takesBack;
      by = pattern;
    }
    return { excluded, by };
  };
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
