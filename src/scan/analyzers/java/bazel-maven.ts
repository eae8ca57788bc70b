import { parseStarlark } from '../../../formats/starlark.ts';
import type { StarlarkExpression } from '../../../formats/starlark.ts';
import { LimitError, limits } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { mavenName } from './coordinates.ts';

/** Coordinates are far shorter, and lists of artifacts seldom have a thousand. */
const longestText = 1024;
const longestList = 100_000;

type Call = Extract<StarlarkExpression, { kind: 'call' }>;

/** A text with its line, or an artifact that is described by a call. */
type Item = { readonly text: string; readonly line: number } | Call;

/** Names that one file gives to things of rules_jvm_external, and to values. */
class BuildFile {
  readonly #values = new Map<string, { readonly items: readonly Item[]; readonly list: boolean }>();
  /** Extensions and the `maven` of specs: `.install`, `.artifact`. */
  readonly #extensions = new Set<string>();
  /** Names of the rule `maven_install`. */
  readonly #rules = new Set<string>();
  readonly packages: FoundPackage[] = [];
  readonly #what: string;
  #seen = 0;

  constructor(what: string) {
    this.#what = what;
  }

  statement(target: string | undefined, value: StarlarkExpression): void {
    if (value.kind === 'call') {
      if (target !== undefined && isOurs(value, 'use_extension')) this.#extensions.add(target);
      else if (value.callee === 'load') this.#load(value);
      else this.#call(value);
    }
    if (target !== undefined)
      this.#values.set(target, { items: this.#items(value), list: this.#isList(value) });
  }

  #load(call: Call): void {
    if (!isOurs(call, 'load')) return;
    const loaded = [
      ...call.positional.slice(1).map((one) => [textOf(one), textOf(one)] as const),
      ...[...call.named].map(([name, one]) => [name, textOf(one)] as const),
    ];
    for (const [name = '', original] of loaded) {
      if (original === 'maven_install') this.#rules.add(name);
      else if (original === 'maven') this.#extensions.add(name);
    }
  }

  #call(call: Call): void {
    const [owner = '', method] = call.callee.split('.');
    const ours = this.#extensions.has(owner);
    if (this.#rules.has(call.callee) || (ours && method === 'install')) {
      const { named } = call;
      for (const item of this.#items(named.get('artifacts'))) this.#add(item);
    } else if (ours && method === 'artifact') this.#add(call);
  }

  #add(item: Item): void {
    const found = 'text' in item ? coordinatesOf(item.text) : this.#described(item);
    if (found === undefined) return;
    const { line } = item;
    this.packages.push({
      ...found,
      type: 'maven',
      relationship: 'direct',
      lines: { startLine: line, endLine: line },
    });
  }

  /** `maven.artifact(group, artifact, version)`, by place or by name. */
  #described({ positional, named }: Call): Coordinates | undefined {
    const one = (place: number, key: string): string | undefined => {
      const [item] = this.#items(named.get(key) ?? positional[place]);
      return item !== undefined && 'text' in item ? item.text : undefined;
    };
    const name = mavenName(one(0, 'group'), one(1, 'artifact'));
    const test = named.get('testonly');
    const dev = test?.kind === 'name' && test.name === 'True';
    return name === undefined
      ? undefined
      : { name, version: one(2, 'version') ?? '', ...(dev ? { dev } : {}) };
  }

  /** The texts and artifacts that an expression stands for; none for what only running it would tell. */
  #items(value: StarlarkExpression | undefined): readonly Item[] {
    switch (value?.kind) {
      case 'text':
        return [{ text: value.text, line: value.line }];
      case 'name':
        return this.#known(value.name);
      case 'list':
        return value.items.flatMap((one) => this.#items(one)).slice(0, longestList);
      case 'sum':
        return this.#sum(value.parts);
      case 'call':
        return [value];
      default:
        return [];
    }
  }

  /** What a name stands for. Lists that grow out of themselves double with every line, so the work is counted. */
  #known(name: string): readonly Item[] {
    const items = this.#values.get(name)?.items ?? [];
    this.#seen += items.length;
    if (this.#seen > limits.build_items.value)
      throw new LimitError('build_items', this.#what, this.#seen);
    return items;
  }

  /** Texts are joined, lists follow one another. */
  #sum(parts: readonly StarlarkExpression[]): readonly Item[] {
    const items = parts.flatMap((part) => this.#items(part));
    if (parts.some((part) => this.#isList(part))) return items.slice(0, longestList);
    const texts = items.flatMap((one) => ('text' in one ? [one] : []));
    const text = texts.map((one) => one.text).join('');
    const [first] = texts;
    if (first === undefined || texts.length !== parts.length || text.length > longestText)
      return [];
    return [{ text, line: first.line }];
  }

  #isList(value: StarlarkExpression): boolean {
    if (value.kind === 'list') return true;
    if (value.kind === 'sum') return value.parts.some((part) => this.#isList(part));
    return value.kind === 'name' && this.#values.get(value.name)?.list === true;
  }
}

type Coordinates = Pick<FoundPackage, 'name' | 'version' | 'dev'>;

/** `group:artifact:version`, with packaging and classifier between the last two where there are some. */
function coordinatesOf(text: string): Coordinates | undefined {
  const parts = text.split(':');
  const name = mavenName(parts[0], parts[1]);
  return name === undefined ? undefined : { name, version: parts.slice(2).at(-1) ?? '' };
}

function isOurs({ callee, positional }: Call, wanted: 'load' | 'use_extension'): boolean {
  return callee === wanted && /rules_jvm_external/.test(textOf(positional[0]) ?? '');
}

function textOf(value: StarlarkExpression | undefined): string | undefined {
  return value?.kind === 'text' ? value.text : undefined;
}

function read(file: FileReader): AnalyzerResult {
  const what = `"${file.path}"`;
  const build = new BuildFile(what);
  for (const { target, value } of parseStarlark(file.text(), what)) build.statement(target, value);
  return { packages: mergeSame(build.packages) };
}

/** Artifacts that a Bazel project asks for, versions as asked; what is resolved lies in `maven-install`'s lockfile. */
export const bazelMaven: FileAnalyzer = {
  id: 'bazel-maven',
  version: 1,
  type: 'maven',
  resultType: 'bazel-maven',
  finds: 'lockfile',
  files: ['**/MODULE.bazel', '**/WORKSPACE', '**/WORKSPACE.bazel', '**/BUILD.bazel'],
  wants: (path) =>
    hasBaseName(path, 'MODULE.bazel') ||
    hasBaseName(path, 'WORKSPACE') ||
    hasBaseName(path, 'WORKSPACE.bazel') ||
    hasBaseName(path, 'BUILD.bazel'),
  read,
};
