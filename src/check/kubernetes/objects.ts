import { listOf, objectOf, textOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { readYamlTree } from '../../formats/yaml-tree.ts';
import type { YamlEntry, YamlPart, YamlTreeDocument } from '../../formats/yaml-tree.ts';
import { printable, problemOf } from '../../model/index.ts';
import type { Location } from '../../model/index.ts';
import type { InlineIgnore, Opened, SourceFile, Unread } from '../contract.ts';
import { meantKind, unknownPart } from './api-groups.ts';
import { embeddedObjects } from './embedded.ts';
import { foreignNotes } from './foreign.ts';
import { annotationIgnores, manifestIgnores } from './ignores.ts';
import { exceptionIgnores } from './policy-exceptions.ts';
import { setOf } from './set.ts';
import type { KubernetesSet, KubernetesView, Path } from './view.ts';
import { podOf } from './workloads.ts';
import { unnamedObject } from './unnamed.ts';
import { append } from '../../model/append.ts';

/**
 * Reads manifests: every document of every file, items of lists one by one. YAML and JSON alike.
 * What is no object of Kubernetes, and what claims to be of a kind or version of Kubernetes that
 * there is not, is `unread` with its place; the other documents are read all the same.
 */
export function openManifests(files: readonly SourceFile[]): Opened<KubernetesView> {
  const views: KubernetesView[] = [];
  const unread: Unread[] = [];
  const set = setOf(views);
  const ignores: InlineIgnore[] = [];
  for (const file of files) readManifest(file, { views, unread, set, ignores });
  const all = [...ignores, ...views.flatMap(annotationIgnores), ...exceptionIgnores(views)];
  return { views, unread, ignores: all, notes: foreignNotes(views) };
}

interface Gathering {
  readonly views: KubernetesView[];
  readonly unread: Unread[];
  readonly set: KubernetesSet;
  readonly ignores: InlineIgnore[];
}

function readManifest(file: SourceFile, gathering: Gathering): void {
  const { path, text } = file;
  try {
    const what = `the manifest "${path}"`;
    const tree = readYamlTree(text, what, { booleans: 'yaml-1.1', apart: true });
    for (const fault of tree.faults) {
      gathering.unread.push({
        subject: path,
        code: fault.code,
        text: fault.message,
        location: { file: { path, ...(fault.line !== undefined && { startLine: fault.line }) } },
      });
    }
    append(gathering.ignores, manifestIgnores(path, tree));
    for (const document of tree.documents) {
      if (document.value !== null) readObject({ file, document, prefix: [] }, gathering);
    }
  } catch (error) {
    const location = { file: { path } };
    const { unread } = gathering;
    unread.push({ subject: path, ...problemOf(error), location });
  }
}

/** Where an object stands: `prefix` leads from its document to it. */
interface Standing {
  readonly file: SourceFile;
  readonly document: YamlTreeDocument;
  readonly prefix: Path;
  /** What a typed list says of items that do not say it themselves. */
  readonly listed?: { readonly apiVersion: string; readonly kind: string };
}

function readObject(standing: Standing, gathering: Gathering): void {
  const { document, prefix, listed, file } = standing;
  const value = prefix.length === 0 ? document.value : itemOf(document, prefix);
  const object = objectOf(value);
  const unnamed = prefix.length === 0 ? unnamedObject(object) : undefined;
  const apiVersion = textOf(object['apiVersion']) ?? listed?.apiVersion ?? unnamed?.apiVersion;
  const written = textOf(object['kind']) ?? listed?.kind ?? unnamed?.kind;
  if (apiVersion === undefined || written === undefined) {
    const state = written === undefined ? 'it names no kind' : 'it names no apiVersion';
    gathering.unread.push(refusal(standing, file.path, 'CHECK_KUBERNETES_OBJECT', state));
    return;
  }
  const [group, version] = groupAndVersion(apiVersion);
  const unknown = unknownPart(group, version, written);
  // It is told, and judged as what it was meant to be: the rest of it is no better for the mistake.
  const kind = (unknown === 'kind' ? meantKind(written) : undefined) ?? written;
  const subject = printable(unnamed?.subject ?? subjectOf(object, kind));
  if (unknown !== undefined) {
    const state = `Kubernetes has no ${unknown === 'kind' ? `kind "${written}" in` : 'version'} "${apiVersion}"`;
    gathering.unread.push(refusal(standing, subject, 'CHECK_KUBERNETES_UNKNOWN', state));
    const meant = unknown === 'version' || meantKind(written) !== undefined;
    if (!meant && !Array.isArray(object['items'])) return;
  }
  if (kind.endsWith('List') && Array.isArray(object['items'])) {
    readItems(standing, { apiVersion, kind: kind.slice(0, -4) }, gathering);
    return;
  }
  const parts = { object, apiVersion, group, version, kind, subject };
  const view = new ManifestObject(standing, parts, gathering.set);
  gathering.views.push(view);
  append(gathering.views, embeddedObjects(view, gathering.unread));
}

function readItems(
  standing: Standing,
  of: { readonly apiVersion: string; readonly kind: string },
  gathering: Gathering,
): void {
  const { prefix, document } = standing;
  // Lists of lists are not Kubernetes'; a stranger could nest them without end.
  if (prefix.length > 0) {
    const state = 'it is a list inside a list';
    gathering.unread.push(refusal(standing, of.kind, 'CHECK_KUBERNETES_OBJECT', state));
    return;
  }
  const listed = of.kind === '' ? undefined : of;
  listOf(objectOf(document.value)['items']).forEach((_, index) => {
    const item = { ...standing, prefix: ['items', index] };
    readObject(listed === undefined ? item : { ...item, listed }, gathering);
  });
}

function itemOf(document: YamlTreeDocument, prefix: Path): unknown {
  return listOf(objectOf(document.value)['items'])[Number(prefix[1])];
}

function refusal(standing: Standing, subject: string, code: string, state: string): Unread {
  const { file, document, prefix } = standing;
  const { startLine } = placeOf(document.nearest(prefix), file.path);
  const text = `Cannot judge an object of "${file.path}" (line ${startLine}): ${printable(state)}, wanted an object of Kubernetes`;
  return { subject, code, text, location: { file: { path: file.path, startLine } } };
}

function groupAndVersion(apiVersion: string): readonly [string, string] {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

function subjectOf(object: JsonObject, kind: string): string {
  const metadata = objectOf(object['metadata']);
  const namespace = textOf(metadata['namespace']);
  const name = nameOf(metadata);
  return [namespace, kind, name].filter((part) => part !== undefined && part !== '').join('/');
}

function nameOf(metadata: JsonObject): string {
  return textOf(metadata['name']) ?? textOf(metadata['generateName']) ?? '';
}

interface Parts {
  readonly object: JsonObject;
  readonly apiVersion: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly subject: string;
}

/** A class so that thousands of objects share their functions. */
class ManifestObject implements KubernetesView {
  readonly object: JsonObject;
  readonly apiVersion: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly subject: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly metadata: JsonObject;
  readonly spec: JsonObject;
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
  readonly file: string;
  readonly text: string;
  readonly pod: KubernetesView['pod'];
  readonly set: KubernetesSet;
  readonly #document: YamlTreeDocument;
  readonly #prefix: Path;

  constructor({ file, document, prefix }: Standing, parts: Parts, set: KubernetesSet) {
    this.object = parts.object;
    this.apiVersion = parts.apiVersion;
    this.group = parts.group;
    this.version = parts.version;
    this.kind = parts.kind;
    this.subject = parts.subject;
    this.metadata = objectOf(parts.object['metadata']);
    this.spec = objectOf(parts.object['spec']);
    this.name = nameOf(this.metadata);
    this.namespace = textOf(this.metadata['namespace']);
    this.labels = objectOf(this.metadata['labels']);
    this.annotations = objectOf(this.metadata['annotations']);
    this.file = file.path;
    this.text = file.text;
    this.pod = podOf(parts.object, parts.kind, parts.group);
    this.set = set;
    this.#document = document;
    this.#prefix = prefix;
  }

  readonly at = (path: Path): Location => {
    const full = [...this.#prefix, ...path];
    const entry = this.#document.nearest(full);
    const whole = entry.depth === full.length;
    const place = placeOf(entry, this.file, whole);
    return { file: place, field: { pointer: pointerOf(full) } };
  };

  readonly entry = (path: Path): YamlEntry | undefined =>
    this.#document.entry([...this.#prefix, ...path]);

  readonly parts = (path: Path): readonly YamlPart[] =>
    this.#document.parts([...this.#prefix, ...path]);

  readonly duplicates = (): readonly { readonly key: string; readonly at: Location }[] => {
    if (this.#prefix.length > 0) return [];
    return this.#document.duplicates.map(({ key, again }) => ({
      key,
      at: {
        file: { path: this.file, startLine: again.start.line, startColumn: again.start.column },
      },
    }));
  };
}

/** A part that is missing is told at the first line of what ought to hold it. */
function placeOf(
  { key, value }: YamlEntry,
  path: string,
  whole = false,
): { path: string; startLine: number; startColumn: number; endLine: number; endColumn: number } {
  const start = key?.start ?? value.start;
  const end = whole ? value.end : (key?.end ?? start);
  return {
    path,
    startLine: start.line,
    startColumn: start.column,
    endLine: Math.max(start.line, end.line),
    endColumn: end.line > start.line || end.column > start.column ? end.column : start.column + 1,
  };
}

function pointerOf(path: Path): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
