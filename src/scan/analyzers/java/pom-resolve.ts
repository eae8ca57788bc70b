import { posix } from 'node:path';
import { LimitError, limits } from '../../../model/index.ts';
import type { AnalyzerResult, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { mavenName } from './coordinates.ts';
import type { PomDependency, PomModel } from './pom-model.ts';
import { coordinatesOf, interpolate, valuesOf } from './pom-values.ts';
import type { Values } from './pom-values.ts';

/** Parents above one another, and imports of imports: builds have four and three. */
const deepest = 32;

/** A dependency with its placeholders replaced. */
interface Resolved {
  readonly version: string | undefined;
  readonly scope: string | undefined;
}

/** Managed version of a dependency, by its key. */
type Managed = (key: string) => Resolved | undefined;

/** Managed dependencies of one pom.xml. Most have names without placeholders: these are sorted once, not for every child. */
interface ManagedIndex {
  readonly plain: ReadonlyMap<string, PomDependency>;
  /** Placeholders in the name: what they mean depends on the child. */
  readonly open: readonly PomDependency[];
  readonly imports: readonly PomDependency[];
}

/** A project with all its ancestors that are here, nearest first. */
interface Lineage {
  readonly models: readonly PomModel[];
  readonly values: Values;
}

/**
 * Resolves the dependencies of Maven projects as far as the files of one tree tell: parents by
 * relative path or by coordinates, managed versions, and imported lists of versions (BOMs). What
 * lies in a repository on the network stays a dependency without version.
 * https://maven.apache.org/guides/introduction/introduction-to-dependency-mechanism.html
 */
export class PomResolver {
  readonly #models: ReadonlyMap<string, PomModel>;
  readonly #byCoordinates = new Map<string, string>();
  readonly #imports = new Map<string, Managed>();
  readonly #indexes = new Map<PomModel, ManagedIndex>();
  #steps = 0;

  /** @param models By path inside the subject. */
  constructor(models: ReadonlyMap<string, PomModel>) {
    this.#models = models;
    for (const [path, model] of models) {
      const { group, artifact, version } = coordinatesOf([model]);
      const key = `${group ?? ''}:${artifact ?? ''}:${version ?? ''}`;
      if (!this.#byCoordinates.has(key)) this.#byCoordinates.set(key, path);
    }
  }

  /** The project and what it depends on. @throws {LimitError} `pom_entries`. */
  packagesOf(path: string): AnalyzerResult {
    const model = this.#models.get(path);
    if (model === undefined) return {};
    const lineage = this.#lineageOf(path, model);
    const managed = this.#managedOf(path, lineage, 0);
    const found = new Map<string, FoundPackage>();
    for (const [index, ancestor] of lineage.models.entries()) {
      for (const { list, values, optional } of dependencyLists(ancestor, lineage.values)) {
        for (const dependency of list) {
          this.#step();
          const texts = textsOf(dependency, values);
          const key = keyOf(dependency, texts);
          const one = packageOf(dependency, { ...texts, managed: managed(key), own: index === 0 });
          // What a project says itself goes before what it inherits.
          if (one !== undefined && !found.has(key))
            found.set(key, optional ? { ...one, optional } : one);
        }
      }
    }
    // Projects that Maven's invoker builds in order to test a plug-in ship nothing.
    const dev = posix.dirname(`/${path}`).includes('/src/it/');
    const dependencies = mergeSame([...found.values()]);
    const root = rootOf(model, lineage, dependencies);
    const all = root === undefined ? dependencies : [root, ...dependencies];
    return { packages: dev ? all.map((one) => ({ ...one, dev })) : all };
  }

  #lineageOf(path: string, model: PomModel): Lineage {
    const models = [model];
    const seen = new Set([path]);
    let at = path;
    for (let child = model; models.length < deepest;) {
      const parent = this.#parentOf(at, child);
      if (parent === undefined || seen.has(parent)) break;
      seen.add(parent);
      const found = this.#models.get(parent);
      if (found === undefined) break;
      models.push(found);
      at = parent;
      child = found;
    }
    return { models, values: valuesOf(models) };
  }

  #parentOf(path: string, { parent }: PomModel): string | undefined {
    if (parent === undefined) return undefined;
    const { group, artifact, version, relativePath = '../pom.xml' } = parent;
    const beside = relativePath === '' ? undefined : this.#fileAt(path, relativePath);
    const model = beside === undefined ? undefined : this.#models.get(beside);
    // Maven takes the file only when it is the parent that is asked for.
    if (model?.artifact === artifact && (model.group ?? model.parent?.group ?? group) === group)
      return beside;
    return this.#byCoordinates.get(`${group}:${artifact}:${version}`);
  }

  /** The pom.xml that a relative path leads to: a file, or the folder it is in. */
  #fileAt(path: string, relative: string): string | undefined {
    const target = posix.normalize(posix.join(posix.dirname(path), relative.replaceAll('\\', '/')));
    if (this.#models.has(target)) return target;
    const inside = posix.join(target, 'pom.xml');
    return this.#models.has(inside) ? inside : undefined;
  }

  /** Managed versions of a project: its own, its ancestors', then those of the lists that they import. */
  #managedOf(path: string, { models, values }: Lineage, depth: number): Managed {
    const layers = models.map((model) => {
      const { plain, open } = this.#indexOf(model);
      return { plain, open: new Map(open.map((one) => [this.#keyOf(one, values), one])) };
    });
    const imports = models
      .flatMap((model) => this.#indexOf(model).imports)
      .flatMap((one) => this.#importOf(path, one, { values, depth }));
    const known = new Map<string, Resolved | undefined>();
    return (key) => {
      if (known.has(key)) return known.get(key);
      this.#step();
      // Lists that import one another in several ways must not be asked again and again.
      known.set(key, undefined);
      const layer = layers.find(({ plain, open }) => plain.has(key) || open.has(key));
      const own = layer?.plain.get(key) ?? layer?.open.get(key);
      let found: Resolved | undefined;
      if (own !== undefined) {
        found = { version: textsOf(own, values).version, scope: own.scope };
      } else {
        for (const list of imports) if ((found = list(key)) !== undefined) break;
      }
      known.set(key, found);
      return found;
    };
  }

  #indexOf(model: PomModel): ManagedIndex {
    const known = this.#indexes.get(model);
    if (known !== undefined) return known;
    const plain = new Map<string, PomDependency>();
    const open: PomDependency[] = [];
    const imports: PomDependency[] = [];
    for (const dependency of managedLists(model)) {
      this.#step();
      if (dependency.scope === 'import' && dependency.type === 'pom') imports.push(dependency);
      else if (`${dependency.group}${dependency.artifact}`.includes('${')) open.push(dependency);
      else {
        const key = keyOf(dependency, dependency);
        if (!plain.has(key)) plain.set(key, dependency);
      }
    }
    const index = { plain, open, imports };
    this.#indexes.set(model, index);
    return index;
  }

  #importOf(
    from: string,
    dependency: PomDependency,
    { values, depth }: { values: Values; depth: number },
  ): Managed[] {
    this.#step();
    const { group, artifact, version } = textsOf(dependency, values);
    const path = this.#byCoordinates.get(`${group}:${artifact}:${version ?? ''}`);
    const model = path === undefined ? undefined : this.#models.get(path);
    if (path === undefined || model === undefined || path === from || depth >= deepest) return [];
    const known = this.#imports.get(path);
    if (known !== undefined) return [known];
    // An import that leads back to itself finds nothing.
    this.#imports.set(path, () => undefined);
    const list = this.#managedOf(path, this.#lineageOf(path, model), depth + 1);
    this.#imports.set(path, list);
    return [list];
  }

  #keyOf(dependency: PomDependency, values: Values): string {
    this.#step();
    return keyOf(dependency, textsOf(dependency, values));
  }

  #step(): void {
    this.#steps += 1;
    if (this.#steps > limits.pom_entries.value)
      throw new LimitError('pom_entries', 'the pom.xml files of this tree', this.#steps);
  }
}

/** What a project manages itself, with what its active profiles add. */
function managedLists({ managed, profiles }: PomModel): readonly PomDependency[] {
  return [managed, ...profiles.flatMap((one) => (one.active ? [one.managed] : []))].flat();
}

/** Dependencies of a project: its own, those of active profiles, and as optional those of the others. */
function* dependencyLists(
  model: PomModel,
  values: Values,
): Generator<{ list: readonly PomDependency[]; values: Values; optional: boolean }> {
  yield { list: model.dependencies, values, optional: false };
  for (const { active, dependencies, properties } of model.profiles) {
    const own = new Map(properties);
    yield {
      list: dependencies,
      values: active ? values : (name) => own.get(name) ?? values(name),
      optional: !active,
    };
  }
}

function textsOf(
  { group, artifact, version }: PomDependency,
  values: Values,
): { group: string; artifact: string; version: string | undefined } {
  return {
    group: interpolate(group, values) ?? group,
    artifact: interpolate(artifact, values) ?? artifact,
    version: version === undefined ? undefined : (interpolate(version, values) ?? version),
  };
}

/** By which a dependency and its managed version are joined. */
function keyOf(
  { type = 'jar', classifier = '' }: PomDependency,
  { group, artifact }: { readonly group: string; readonly artifact: string },
): string {
  return `${group}\0${artifact}\0${type}\0${classifier}`;
}

function packageOf(
  dependency: PomDependency,
  resolved: {
    readonly group: string;
    readonly artifact: string;
    readonly version: string | undefined;
    readonly managed: Resolved | undefined;
    readonly own: boolean;
  },
): FoundPackage | undefined {
  const { managed, own } = resolved;
  const name = mavenName(resolved.group, resolved.artifact);
  if (name === undefined) return undefined;
  const scope = dependency.scope ?? managed?.scope;
  const { startLine, endLine } = dependency;
  return {
    name,
    type: 'maven',
    ...demandOf(resolved.version ?? managed?.version),
    relationship: 'direct',
    ...(scope === 'test' ? { dev: true } : {}),
    ...(dependency.optional === 'true' ? { optional: true } : {}),
    // Lines are of this file; what is inherited stands in another.
    ...(own ? { lines: { startLine, endLine } } : {}),
  };
}

/** A version, `[1.0]` being one too, or the range or placeholder that stands for it. */
function demandOf(text: string | undefined): Pick<FoundPackage, 'version' | 'requirement'> {
  if (text === undefined || text === '') return { version: '' };
  const pinned = /^\[([^[\](),]+)\]$/.exec(text)?.[1]?.trim();
  if (pinned !== undefined) return { version: pinned };
  const open = /[[\](),@]|\$\{|^(?:LATEST|RELEASE)$/.test(text);
  return open ? { version: '', requirement: text } : { version: text };
}

function rootOf(
  model: PomModel,
  lineage: Lineage,
  dependencies: readonly FoundPackage[],
): FoundPackage | undefined {
  const { group, artifact, version = '' } = coordinatesOf(lineage.models);
  const name = mavenName(group, artifact);
  if (name === undefined) return undefined;
  const dependsOn = dependencies.map((one) => `${one.name}@${one.version}`);
  return {
    name,
    version,
    type: 'maven',
    relationship: 'root',
    ...(model.licenses.length === 0 ? {} : { licenses: model.licenses }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
  };
}
