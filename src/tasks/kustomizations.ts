import { basename, dirname, join } from 'node:path';
import { objectOf, textOf } from '../formats/json-values.ts';
import { readYaml } from '../formats/yaml.ts';
import { kindOfPath } from '../io/contained-folder.ts';
import { readTextFile } from '../io/text-file.ts';
import { limits } from '../model/index.ts';
import type { CheckSource } from './check-sources.ts';

/** A folder that kustomize builds. */
export interface Kustomization {
  readonly folder: string;
  /** Files that it names, itself or through folders it builds on, its own file among them. */
  readonly files: readonly string[];
  /** What it names and is not here; kustomize would fetch it. */
  readonly remote: string | undefined;
}

/** The folders to build, and files that are only parts (patches), which are never judged alone. */
export interface Kustomizations {
  readonly roots: readonly Kustomization[];
  readonly parts: readonly string[];
}

const fileNames: ReadonlySet<string> = new Set([
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
]);

/** Fields whose texts name no file: whatever they hold is not looked up. */
const plain: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'namespace',
  'namePrefix',
  'nameSuffix',
  'commonAnnotations',
  'commonLabels',
  'labels',
  'images',
  'replicas',
  'vars',
  'literals',
  'patch',
  'target',
  'options',
  'generatorOptions',
  'buildMetadata',
  'sortOptions',
  'name',
]);

const folders: ReadonlySet<string> = new Set(['resources', 'bases', 'components']);
/** Folders beside a run that one kustomization is followed through; real ones build on some dozen. */
const mostFolders = 1000;
const patches: ReadonlySet<string> = new Set([
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
]);

interface Read {
  readonly folder: string;
  readonly file: string;
  readonly component: boolean;
  /** Paths of files and folders that are there, beginning like `folder`. */
  readonly names: readonly string[];
  readonly patches: readonly string[];
  readonly remote: string | undefined;
}

/**
 * Finds kustomizations among sources. One that another builds on is not built by itself; a component
 * cannot be. A file that is no YAML is left to kustomize, which tells what is wrong with it. Paths
 * begin in the folder `disk`.
 */
export function kustomizationsOf(sources: readonly CheckSource[], disk: string): Kustomizations {
  const all = new Map<string, Read>();
  for (const source of sources) {
    if (!fileNames.has(basename(source.path))) continue;
    const one = readOne(source, disk);
    if (one !== undefined) all.set(one.folder, one);
  }
  const used = new Set([...all.values()].flatMap(({ names }) => names));
  const whole = [...all.values()].filter(({ component }) => !component);
  const roots = whole
    .filter(({ folder }) => !used.has(folder))
    .map((one) => reached(one, { all, disk }));
  const built = new Set(roots.flatMap(({ files }) => files));
  // What is used in a circle only is built by nobody: kustomize tells what is wrong with it.
  for (const one of whole) {
    if (built.has(one.file)) continue;
    const circle = reached(one, { all, disk });
    roots.push(circle);
    for (const file of circle.files) built.add(file);
  }
  return { roots, parts: [...all.values()].flatMap((one) => one.patches) };
}

/** Undefined for what is no kustomization: Flux names a kind of object so too. */
function readOne(source: Pick<CheckSource, 'path' | 'read'>, disk: string): Read | undefined {
  const { path: file } = source;
  const folder = dirname(file);
  let value: unknown;
  try {
    value = readYaml(source.read(), `the kustomization "${file}"`).value;
  } catch {
    value = undefined;
  }
  const object = objectOf(value);
  const apiVersion = textOf(object['apiVersion']);
  if (apiVersion !== undefined && !apiVersion.startsWith('kustomize.config.k8s.io/')) {
    return undefined;
  }
  const named = textsBelow(object, '', []);
  const remote = named.find(({ text, field }) => isRemote(text, field, join(disk, folder)))?.text;
  const here = (wanted: ReadonlySet<string> | undefined): string[] =>
    named
      .filter(({ field }) => wanted === undefined || wanted.has(field))
      .map(({ text }) => join(folder, text));
  const component = object['kind'] === 'Component';
  return { folder, file, component, names: here(undefined), patches: here(patches), remote };
}

interface Named {
  /** The field of the kustomization that it stands in. */
  readonly field: string;
  readonly text: string;
}

/** Every text that may name a file. The parser has bounded the depth. */
function textsBelow(value: unknown, field: string, into: Named[]): readonly Named[] {
  if (typeof value === 'string') into.push({ field, text: value });
  else if (Array.isArray(value)) for (const item of value) textsBelow(item, field, into);
  else {
    for (const [key, item] of Object.entries(objectOf(value))) {
      if (!plain.has(key)) textsBelow(item, field === '' ? key : field, into);
    }
  }
  return into;
}

/** Whether kustomize would look for it on another machine; the folder as it lies on the disk. Inline patches have lines; paths do not. */
function isRemote(text: string, field: string, folder: string): boolean {
  if (text.includes('\n')) return false;
  if (text.includes('://') || /^[\w.-]+@[\w.-]+:/.test(text)) return true;
  return folders.has(field) && !isThere(join(folder, text));
}

function isThere(path: string): boolean {
  try {
    return kindOfPath(path) !== undefined;
  } catch {
    // A name that no file can have, or a folder that cannot be entered.
    return false;
  }
}

/** A folder that was not named but is built on: `../base` of an overlay. */
function readBeside(folder: string, disk: string): Read | undefined {
  try {
    if (kindOfPath(join(disk, folder)) !== 'folder') return undefined;
  } catch {
    return undefined;
  }
  const name = [...fileNames].find((one) => isThere(join(disk, folder, one)));
  if (name === undefined) return undefined;
  const path = join(folder, name);
  const read = (): string => readTextFile(join(disk, path), limits.text_bytes.value) ?? '';
  return readOne({ path, read }, disk);
}

/** Everything that building a folder reads. */
function reached(
  root: Read,
  { all, disk }: { readonly all: ReadonlyMap<string, Read>; readonly disk: string },
): Kustomization {
  const files = new Set<string>();
  const done = new Set<string>();
  const todo = [root];
  let remote: string | undefined;
  for (let one = todo.pop(); one !== undefined; one = todo.pop()) {
    if (done.has(one.folder)) continue;
    done.add(one.folder);
    files.add(one.file);
    remote ??= one.remote;
    for (const name of one.names) {
      const next = all.get(name) ?? (done.size < mostFolders ? readBeside(name, disk) : undefined);
      if (next === undefined) files.add(name);
      else todo.push(next);
    }
  }
  return { folder: root.folder, files: [...files], remote };
}
