import { posix } from 'node:path';
import { readDotenv } from '../../formats/dotenv.ts';
import type { YamlComment } from '../../formats/yaml-tree.ts';
import { LimitError, limits, problemOf } from '../../model/index.ts';
import type { Location } from '../../model/index.ts';
import type { Unread } from '../contract.ts';
import type { CheckCode } from '../errors.ts';
import { interpolate } from './interpolate.ts';
import type { Variables } from './interpolate.ts';
import { merged, withoutResets } from './merge.ts';
import { isNull, itemsOf, member, membersOf, placeOf, readParts, textOf } from './part.ts';
import type { Mapping, Part } from './part.ts';
import { schemaIssues } from './schema-check.ts';
import type { SchemaIssue } from './schema-check.ts';
import { append } from '../../model/append.ts';

/** How the loader sees files: text of a path, undefined when there is none; throws what it may not read. */
export type ReadFile = (path: string) => string | undefined;

/** A project as its files say it, all of them laid over one another. */
export interface LoadedProject {
  /** The first of its files. */
  readonly path: string;
  /** Top-level mapping with `services`, `volumes`, `networks`, `secrets`, `configs`. */
  readonly root: Mapping;
  /** Every compose file that was read. */
  readonly files: readonly string[];
  readonly issues: readonly SchemaIssue[];
  readonly unread: readonly Unread[];
  readonly comments: readonly {
    readonly path: string;
    readonly text: string;
    readonly comments: readonly YamlComment[];
  }[];
  readonly variables: Variables;
}

/**
 * Loads a compose project: every file read, its variables replaced, `extends` followed, `include`
 * brought in, and later files laid over earlier ones. What cannot be read or followed is told in
 * `unread`, the rest is there.
 */
export function loadProject(paths: readonly string[], read: ReadFile): LoadedProject {
  const loader = new Loader(read);
  const path = paths[0] ?? 'compose.yaml';
  const folder = posix.dirname(path);
  const variables = loader.variablesOf(folder, undefined, ['.env']);
  const root = loader.project(paths, { folder, variables, stack: [] });
  return { path, root: asRoot(root, path), ...loader.told(), variables };
}

interface Scope {
  /** Folder that relative paths of the project start from. */
  readonly folder: string;
  readonly variables: Variables;
  /** Files that lead here, to tell loops. */
  readonly stack: readonly string[];
}

const topLevel: ReadonlySet<string> = new Set([
  'version',
  'name',
  'include',
  'services',
  'models',
  'networks',
  'volumes',
  'secrets',
  'configs',
]);

class Loader {
  readonly #read: ReadFile;
  readonly #files: string[] = [];
  readonly #issues: SchemaIssue[] = [];
  readonly #unread: Unread[] = [];
  /** Texts of what was told: a file may hold a fault in each of its lines. */
  readonly #told = new Set<string>();
  readonly #comments: { path: string; text: string; comments: readonly YamlComment[] }[] = [];
  readonly #known = new Map<string, Part | undefined>();
  #opened = 0;
  #inclusions = 0;

  constructor(read: ReadFile) {
    this.#read = read;
  }

  told(): Pick<LoadedProject, 'files' | 'issues' | 'unread' | 'comments'> {
    return {
      files: this.#files,
      issues: this.#issues,
      unread: this.#unread,
      comments: this.#comments,
    };
  }

  /** The files laid over one another, each with what it extends and includes. */
  project(paths: readonly string[], scope: Scope): Part | undefined {
    let all: Part | undefined;
    for (const path of paths) {
      const file = this.#file(path, scope);
      if (file === undefined) continue;
      const extended = this.#withExtended(file, { ...scope, stack: [...scope.stack, path] });
      const included = this.#withIncluded(extended, { ...scope, stack: [...scope.stack, path] });
      all = all === undefined ? included : merged(all, included);
    }
    return all === undefined ? undefined : withoutResets(all);
  }

  #tell(code: CheckCode, text: string, location: Location): void {
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.#unread.push({ subject: location.file?.path ?? '', code, text, location });
  }

  /** A file with its variables replaced, read once; undefined when it cannot be read. */
  #file(path: string, scope: Scope): Part | undefined {
    // The same file may be read with other variables: `include` gives its own.
    const key = `${scope.folder}\0${path}`;
    if (this.#known.has(key)) return this.#known.get(key);
    let part: Part | undefined;
    try {
      this.#opened += 1;
      if (this.#opened > limits.compose_files.value)
        throw new LimitError('compose_files', `the compose project of "${path}"`, this.#opened);
      part = this.#parsed(path, scope);
    } catch (error) {
      const location = { file: { path } };
      this.#unread.push({
        subject: path,
        ...problemOf(error),
        location,
      });
    }
    this.#known.set(key, part);
    return part;
  }

  #parsed(path: string, scope: Scope): Part | undefined {
    const text = this.#read(path);
    if (text === undefined) {
      this.#tell(
        'COMPOSE_MISSING',
        `Cannot read "${path}": there is no such file, wanted a compose file`,
        { file: { path } },
      );
      return undefined;
    }
    const { parts, faults, comments, documents } = readParts(text, path);
    for (const fault of faults) {
      const at = fault.line === undefined ? {} : { startLine: fault.line };
      const location = { file: { path, ...at } };
      this.#unread.push({ subject: path, ...problemOf(fault), location });
    }
    if (!this.#files.includes(path)) {
      this.#files.push(path);
      this.#comments.push({ path, text, comments: comments() });
      append(
        this.#issues,
        documents.flatMap(({ duplicates }) =>
          duplicates.map(({ key, first, again }) => ({
            path,
            line: again.start.line,
            pointer: '',
            problem: 'duplicate' as const,
            found: key,
            wanted: `line ${first.start.line}`,
          })),
        ),
      );
    }
    const bad = parts.find(({ kind }) => kind !== 'mapping');
    if (bad !== undefined || (parts.length === 0 && faults.length === 0)) {
      this.#tell(
        'COMPOSE_INVALID',
        `Cannot read "${path}": found ${bad === undefined ? 'nothing in it' : `a ${bad.kind}`}, wanted a mapping with "services"`,
        { file: { path } },
      );
      return undefined;
    }
    const whole = parts.map((part) => this.#interpolated(withServices(part), scope.variables));
    for (const part of whole) append(this.#issues, schemaIssues(part));
    return whole.length === 0 ? undefined : whole.reduce((base, over) => merged(base, over));
  }

  #interpolated(part: Part, variables: Variables): Part {
    if (part.kind === 'list')
      return { ...part, items: part.items.map((item) => this.#interpolated(item, variables)) };
    if (part.kind === 'mapping') {
      const members = new Map<string, Part>();
      for (const [key, one] of part.members) members.set(key, this.#interpolated(one, variables));
      return { ...part, members };
    }
    if (typeof part.value !== 'string') return part;
    const { text, unresolved, fault } = interpolate(part.value, variables);
    if (fault !== undefined) {
      this.#tell(
        'COMPOSE_INTERPOLATION',
        `Cannot replace the variables of "${part.at.pointer}" in "${part.at.path}": ${fault}`,
        placeOf(part),
      );
    }
    return text === part.value && unresolved.length === 0
      ? part
      : { ...part, value: text, unresolved };
  }

  #withExtended(file: Part, scope: Scope): Part {
    const services = member(file, 'services');
    if (services?.kind !== 'mapping' || file.kind !== 'mapping') return file;
    const members = new Map<string, Part>();
    for (const [name, service] of services.members)
      members.set(name, this.#extended(service, { name, file, scope, chain: [] }));
    return { ...file, members: new Map([...file.members, ['services', { ...services, members }]]) };
  }

  /** A service over the one it extends. */
  #extended(
    service: Part,
    from: {
      readonly name: string;
      readonly file: Part;
      readonly scope: Scope;
      readonly chain: readonly string[];
    },
  ): Part {
    const extending = member(service, 'extends');
    if (extending === undefined || isNull(extending) || service.kind !== 'mapping') return service;
    const { file, scope } = from;
    const named = textOf(extending) ?? textOf(member(extending, 'service'));
    const other = textOf(member(extending, 'file'));
    const own = new Map(service.members);
    own.delete('extends');
    const alone: Mapping = { ...service, members: own };
    const here = service.at.path;
    const path = other === undefined ? here : joinedPath(posix.dirname(here), other);
    const link = `${path}\0${named ?? ''}`;
    const chain = [...from.chain, `${here}\0${from.name}`];
    if (chain.includes(link) || chain.length > 100) {
      this.#tell(
        'COMPOSE_LOOP',
        `Cannot extend "${named ?? ''}" of "${path}": it extends itself in the end, wanted an end of the chain`,
        placeOf(extending),
      );
      return alone;
    }
    const source = other === undefined ? file : this.#reached(path, scope, extending);
    if (source === undefined) return alone;
    const base = member(source, 'services', named ?? '');
    if (base === undefined) {
      this.#tell(
        'COMPOSE_MISSING',
        `Cannot extend "${named ?? ''}" of "${path}": there is no such service, wanted the name of one`,
        placeOf(extending),
      );
      return alone;
    }
    const whole = this.#extended(base, { name: named ?? '', file: source, scope, chain });
    const under = merged(whole, alone, ['services', from.name]);
    // What a service lacks is told at the service that lacks it, not at the one it extends.
    return { ...under, at: service.at };
  }

  #reached(path: string, scope: Scope, at: Part): Part | undefined {
    if (isRemote(path)) {
      this.#tell(
        'COMPOSE_REMOTE',
        `Cannot read "${path}": it lies on another machine, wanted a file of this project`,
        placeOf(at),
      );
      return undefined;
    }
    return this.#file(path, scope);
  }

  #withIncluded(file: Part, scope: Scope): Part {
    const include = member(file, 'include');
    if (file.kind !== 'mapping' || include === undefined) return file;
    let all: Part | undefined;
    for (const entry of itemsOf(include)) {
      const one = this.#included(entry, scope);
      if (one !== undefined) all = all === undefined ? one : merged(all, one);
    }
    return all === undefined ? file : merged(all, file);
  }

  #included(entry: Part, scope: Scope): Part | undefined {
    const here = posix.dirname(entry.at.path);
    const listed = entry.kind === 'mapping' ? itemsOf(entry.members.get('path')) : [entry];
    const paths = listed.flatMap((part) => {
      const text = textOf(part);
      return text === undefined ? [] : [isRemote(text) ? text : joinedPath(here, text)];
    });
    const remote = paths.find(isRemote);
    if (remote !== undefined) {
      this.#tell(
        'COMPOSE_REMOTE',
        `Cannot include "${remote}": it lies on another machine, wanted a file of this project`,
        placeOf(entry),
      );
      return undefined;
    }
    const again = paths.find((path) => scope.stack.includes(path));
    if (again !== undefined || scope.stack.length > 100) {
      this.#tell(
        'COMPOSE_LOOP',
        `Cannot include "${again ?? ''}": it includes itself in the end, wanted an end of the chain`,
        placeOf(entry),
      );
      return undefined;
    }
    this.#inclusions += 1;
    if (this.#inclusions > limits.compose_files.value) {
      const { code, message } = new LimitError('compose_files', `what "${entry.at.path}" includes`);
      if (!this.#unread.some((one) => one.code === code))
        this.#unread.push({
          subject: entry.at.path,
          code,
          text: message,
          location: placeOf(entry),
        });
      return undefined;
    }
    const given = textOf(member(entry, 'project_directory'));
    const folder = given === undefined ? posix.dirname(paths[0] ?? here) : joinedPath(here, given);
    const envFiles = itemsOf(member(entry, 'env_file')).flatMap((part) => textOf(part) ?? []);
    const variables =
      envFiles.length === 0
        ? this.variablesOf(folder, scope.variables, ['.env'])
        : this.variablesOf(here, scope.variables, envFiles);
    return this.project(paths, { folder, variables, stack: scope.stack });
  }

  /** Variables of environment files; those of the including project go first. */
  variablesOf(folder: string, outer: Variables | undefined, names: readonly string[]): Variables {
    const values = new Map<string, string>();
    const lookup: Variables = (name) => outer?.(name) ?? values.get(name);
    for (const name of names) {
      const path = joinedPath(folder, name);
      const text = this.#readQuietly(path);
      if (text === undefined) continue;
      for (const { name: key, value, interpolated } of readDotenv(text).variables) {
        if (value === undefined) continue;
        const replaced = interpolated
          ? interpolate(value, lookup)
          : { text: value, unresolved: [] };
        if (replaced.unresolved.length === 0) values.set(key, replaced.text);
      }
    }
    return lookup;
  }

  /** Environment files are often kept out of a project: their absence is no gap. */
  #readQuietly(path: string): string | undefined {
    try {
      return this.#read(path);
    } catch (error) {
      const location = { file: { path } };
      this.#unread.push({
        subject: path,
        ...problemOf(error),
        location,
      });
      return undefined;
    }
  }
}

/** Version 1 of the format had no `services`: every key was one. */
function withServices(part: Part): Part {
  if (part.kind !== 'mapping' || part.members.size === 0) return part;
  const names = [...part.members.keys()];
  if (names.some((name) => topLevel.has(name))) return part;
  const isService = ([, one]: readonly [string, Part]): boolean =>
    member(one, 'image') !== undefined ||
    member(one, 'build') !== undefined ||
    member(one, 'extends') !== undefined;
  const own = membersOf(part).filter(([name]) => !name.startsWith('x-'));
  if (own.length === 0 || !own.every(isService)) return part;
  const services: Mapping = { kind: 'mapping', members: new Map(own), at: part.at, tag: undefined };
  return { ...part, members: new Map<string, Part>([['services', services]]) };
}

function asRoot(part: Part | undefined, path: string): Mapping {
  if (part?.kind === 'mapping') return part;
  const start = { offset: 0, line: 1, column: 1 };
  const at = part?.at ?? { path, key: undefined, value: { start, end: start }, pointer: '' };
  return { kind: 'mapping', members: new Map(), at, tag: undefined };
}

function isRemote(path: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|oci:)/i.test(path);
}

/** A path seen from a folder, in the form that the files of the project have. */
export function joinedPath(folder: string, path: string): string {
  return posix.isAbsolute(path) ? posix.normalize(path) : posix.join(folder, path);
}
