import { itemSpans, spanTree } from '../../../formats/json-spans.ts';
import { objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { jsonObjectOf } from '../json-file.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { packageOfReference } from './conan-reference.ts';

function unnamed(reference: string, line: number | undefined): Problem {
  const text = `Cannot list the Conan package "${reference.slice(0, 200)}": found no name, wanted name/version`;
  return { code: 'LOCKFILE_INVALID', text, ...(line === undefined ? {} : { line }) };
}

/** Conan 2: lists of references; what only the build needs is in a list of its own. */
function readLists(document: JsonObject, { bytes }: FileReader): AnalyzerResult {
  const packages: FoundPackage[] = [];
  const problems: Problem[] = [];
  for (const key of ['requires', 'build_requires', 'python_requires']) {
    const references = textsOf(document[key]);
    const spans = itemSpans(bytes, [key]);
    for (const [index, reference] of references.entries()) {
      const lines = spans.length === references.length ? spans[index] : undefined;
      const found = packageOfReference(reference);
      if (found === undefined) problems.push(unnamed(reference, lines?.startLine));
      else
        packages.push({
          ...found,
          ...(key === 'requires' ? {} : { dev: true }),
          ...(lines === undefined ? {} : { lines }),
        });
    }
  }
  return { packages: mergeSame(packages), ...problemsOf(problems) };
}

/** A node of a Conan 1 graph: its reference, and the ids of nodes that it needs. */
interface Node {
  readonly reference: string | undefined;
  readonly needs: readonly string[];
  readonly build: boolean;
  /** A recipe of the project: its root, unless another node needs it. */
  readonly local: boolean;
}

function nodeOf(value: unknown): Node {
  const node = objectOf(value);
  const requires = node['requires'];
  const build = node['build_requires'];
  // Before 0.3 `requires` maps references to node ids, later it lists the ids.
  const ids = (one: unknown): string[] =>
    Array.isArray(one) ? textsOf(one) : textsOf(Object.values(objectOf(one)));
  return {
    reference: textOf(node['ref']) ?? textOf(node['pref']),
    needs: [...ids(requires), ...ids(build)],
    build: node['context'] === 'build',
    local: textOf(node['path']) !== undefined || node['pref'] === null,
  };
}

/** Conan 1: a graph of numbered nodes. */
function readGraph(graph: JsonObject, { bytes }: FileReader): AnalyzerResult {
  const nodes = new Map(
    Object.entries(objectOf(graph['nodes'])).map(([id, value]) => [id, nodeOf(value)]),
  );
  const spans = spanTree(bytes, 3).members.get('graph_lock')?.members.get('nodes')?.members;
  const needed = new Set([...nodes.values()].flatMap(({ needs }) => needs));
  const roots = [...nodes].filter(
    ([id, { reference, local }]) => !needed.has(id) && (local || reference === undefined),
  );
  const direct = new Set(roots.flatMap(([, { needs }]) => needs));
  const found = new Map<string, FoundPackage>();
  const problems: Problem[] = [];
  const isRoot = new Set(roots.map(([id]) => id));
  for (const [id, { reference, build }] of nodes) {
    if (reference === undefined || isRoot.has(id)) continue;
    const lines = spans?.get(id)?.span;
    const one = packageOfReference(reference);
    if (one === undefined) problems.push(unnamed(reference, lines?.startLine));
    else
      found.set(id, {
        ...one,
        ...(direct.size === 0 ? {} : { relationship: direct.has(id) ? 'direct' : 'indirect' }),
        ...(build ? { dev: true } : {}),
        ...(lines === undefined ? {} : { lines }),
      });
  }
  const packages = [...found].map(([id, one]) => {
    const needs = (nodes.get(id)?.needs ?? []).flatMap((need) => found.get(need) ?? []);
    const dependsOn = [...new Set(needs.map(({ name, version }) => `${name}@${version}`))];
    return dependsOn.length === 0 ? one : { ...one, dependsOn };
  });
  return { packages: mergeSame(packages), ...problemsOf(problems) };
}

function read(file: FileReader): AnalyzerResult {
  const document = jsonObjectOf(file);
  const graph = document['graph_lock'];
  return graph === undefined ? readLists(document, file) : readGraph(objectOf(graph), file);
}

/** Conan's lockfile, versions 0.0 to 0.4 (a graph) and 0.5 (lists); https://docs.conan.io. */
export const conanLock: FileAnalyzer = {
  id: 'conan-lock',
  version: 1,
  type: 'conan',
  resultType: 'conan',
  finds: 'lockfile',
  files: ['**/conan.lock'],
  wants: (path) => hasBaseName(path, 'conan.lock'),
  read,
};
