import { lines } from './text.ts';

/** A module at a version, as go.mod names them; without a version where the directive allows it. */
export interface GoModule {
  readonly path: string;
  readonly version?: string;
}

/** One requirement, with its line. */
export interface GoRequirement {
  readonly path: string;
  readonly version: string;
  readonly indirect: boolean;
  readonly line: number;
}

/** `replace old => new`; a `new` without version is a folder. */
export interface GoReplacement {
  readonly old: GoModule;
  readonly new: GoModule;
}

/** What a go.mod file says of modules. */
export interface GoMod {
  readonly module?: GoModule & { readonly line: number };
  /** `1.21`, `1.22.3`. */
  readonly go?: { readonly version: string; readonly line: number };
  /** `go1.22.3`, or `default`. */
  readonly toolchain?: { readonly name: string; readonly line: number };
  readonly requires: readonly GoRequirement[];
  readonly replaces: readonly GoReplacement[];
  readonly excludes: readonly GoModule[];
  /** Lines that are none of the grammar's, by number. */
  readonly faults: readonly number[];
}

/** Directives that say nothing about which modules are used. */
const others: ReadonlySet<string> = new Set(['retract', 'tool', 'godebug', 'ignore']);

type Draft = { -readonly [Key in keyof GoMod]: GoMod[Key] } & {
  readonly requires: GoRequirement[];
  readonly replaces: GoReplacement[];
  readonly excludes: GoModule[];
  readonly faults: number[];
};

/**
 * Reads a go.mod file; https://go.dev/ref/mod#go-mod-file. Lines that are not understood are told
 * by number and leave the others readable.
 */
export function parseGoMod(text: string): GoMod {
  const draft: Draft = { requires: [], replaces: [], excludes: [], faults: [] };
  let block: string | undefined;
  for (const { number, text: line } of lines(text)) {
    const { words, comment } = wordsOf(line);
    const [first, second] = words;
    if (first === undefined) continue;
    if (block !== undefined) {
      if (first === ')') block = undefined;
      else directive(draft, [block, ...words], { number, comment });
    } else if (second === '(' && words.length === 2) block = first;
    else directive(draft, words, { number, comment });
  }
  return draft;
}

interface At {
  readonly number: number;
  readonly comment: string;
}

function directive(draft: Draft, words: readonly string[], { number, comment }: At): void {
  const [verb = '', first, second] = words;
  if (others.has(verb)) return;
  if (verb === 'require' && first !== undefined && second !== undefined) {
    const indirect = /^indirect(?:;|$)/.test(comment);
    draft.requires.push({ path: first, version: second, indirect, line: number });
  } else if (verb === 'replace' && words.includes('=>')) {
    const arrow = words.indexOf('=>');
    const before = moduleOf(words.slice(1, arrow));
    const after = moduleOf(words.slice(arrow + 1));
    if (before === undefined || after === undefined) draft.faults.push(number);
    else draft.replaces.push({ old: before, new: after });
  } else if (verb === 'exclude' && first !== undefined && second !== undefined) {
    draft.excludes.push({ path: first, version: second });
  } else if (first === undefined) draft.faults.push(number);
  else if (verb === 'module') draft.module = { path: first, line: number };
  else if (verb === 'go') draft.go = { version: first, line: number };
  else if (verb === 'toolchain') draft.toolchain = { name: first, line: number };
  else draft.faults.push(number);
}

function moduleOf([path, version, ...more]: readonly string[]): GoModule | undefined {
  if (path === undefined || more.length > 0) return undefined;
  return version === undefined ? { path } : { path, version };
}

/** Words of a line, quotes removed, and the text of its comment. */
function wordsOf(line: string): { readonly words: readonly string[]; readonly comment: string } {
  const words: string[] = [];
  for (const match of line.matchAll(
    /\/\/([^]*)|"([^"]*)"|`([^`]*)`|[()]|(?:(?!\/\/)[^\s()"`])+/g,
  )) {
    const [whole, comment, quoted, raw] = match;
    if (comment !== undefined) return { words, comment: comment.trim() };
    words.push(quoted ?? raw ?? whole);
  }
  return { words, comment: '' };
}

/** Whether a replacement leads to a folder of this machine instead of a module. */
export function isLocal({ path }: GoModule): boolean {
  return /^(?:\.{1,2}(?:[/\\]|$)|[/\\]|[A-Za-z]:)/.test(path);
}

/** What stands in for a module: the replacement of that version before the one of every version. */
export function replacementOf(
  replaces: readonly GoReplacement[],
  { path, version }: GoModule,
): GoModule | undefined {
  const fitting = replaces.filter(({ old }) => old.path === path);
  const exact = fitting.find(({ old }) => old.version === version && version !== undefined);
  return (exact ?? fitting.find(({ old }) => old.version === undefined))?.new;
}

/** One line of a go.sum file that vouches for a module's content; `/go.mod` lines vouch for its go.mod alone. */
export interface GoSum extends GoModule {
  readonly version: string;
  readonly modOnly: boolean;
  readonly hash: string;
  readonly line: number;
}

/** Reads a go.sum file: `module version[/go.mod] hash` a line; https://go.dev/ref/mod#go-sum-files. */
export function parseGoSum(text: string): {
  readonly sums: readonly GoSum[];
  readonly faults: readonly number[];
} {
  const sums: GoSum[] = [];
  const faults: number[] = [];
  for (const { number, text: line } of lines(text)) {
    const [path, version, hash, more] = line.trim().split(/\s+/, 4);
    if (path === undefined || path === '') continue;
    if (version === undefined || hash === undefined || more !== undefined) faults.push(number);
    else {
      const modOnly = version.endsWith('/go.mod');
      const plain = modOnly ? version.slice(0, -'/go.mod'.length) : version;
      sums.push({ path, version: plain, modOnly, hash, line: number });
    }
  }
  return { sums, faults };
}

/** A module of vendor/modules.txt with the packages of it that were copied. */
export interface VendoredModule extends GoModule {
  readonly replacement?: GoModule;
  readonly explicit: boolean;
  readonly packages: readonly string[];
  readonly line: number;
}

/**
 * Reads vendor/modules.txt, which `go mod vendor` writes: `# module version [=> new version]`, then
 * `## explicit; go 1.20`, then the packages; cmd/go/internal/modload/vendor.go.
 */
export function parseVendorModules(text: string): {
  readonly modules: readonly VendoredModule[];
  readonly faults: readonly number[];
} {
  type Open = VendoredModule & { explicit: boolean; readonly packages: string[] };
  const modules: Open[] = [];
  const faults: number[] = [];
  let open: Open | undefined;
  for (const { number, text: line } of lines(text)) {
    const words = line.trim().split(/\s+/, 8);
    const [first = ''] = words;
    if (first === '') continue;
    if (first === '##') {
      if (open !== undefined) open.explicit ||= words.some((word) => /^explicit;?$/.test(word));
    } else if (first === '#') {
      const arrow = words.indexOf('=>');
      const old = moduleOf(arrow === -1 ? words.slice(1) : words.slice(1, arrow));
      const replacement = arrow === -1 ? undefined : moduleOf(words.slice(arrow + 1));
      const known = old !== undefined && (old.version !== undefined || replacement !== undefined);
      open = known
        ? {
            ...old,
            ...(replacement && { replacement }),
            explicit: false,
            packages: [],
            line: number,
          }
        : undefined;
      if (open === undefined) faults.push(number);
      else modules.push(open);
    } else if (open !== undefined && words.length === 1) open.packages.push(first);
    else faults.push(number);
  }
  return { modules, faults };
}
