import { FormatError } from '../../../formats/errors.ts';
import { numberOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { lines } from '../../../formats/text.ts';
import { blockSpans } from '../../../formats/yaml-blocks.ts';
import { readYaml } from '../../../formats/yaml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName, isBelow } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { withRoles } from '../lock-graph.ts';
import type { LockNode } from '../lock-graph.ts';
import { isTooLong, overlong } from './npm-entries.ts';
import { identityOf, keysOf, packageKey } from './pnpm-keys.ts';

/** Documents of one lockfile; pnpm 11 and newer write its own version before the project's. */
const mostDocuments = 16;

/** Groups of an importer or of the document itself; what installs the project is no part of it. */
const groups = {
  production: ['dependencies', 'optionalDependencies'],
  development: ['devDependencies', 'configDependencies', 'packageManagerDependencies'],
} as const;

function read(file: FileReader): AnalyzerResult {
  const problems: Problem[] = [];
  const packages = documentsOf(file.text(), file.path).flatMap(({ text, before }) => {
    const { value } = readYaml(text, `"${file.path}"`);
    // A file of comments alone is a lockfile of nothing.
    if (value === null) return [];
    if (typeof value !== 'object' || Array.isArray(value)) {
      const message = `Cannot read "${file.path}": found no map, wanted pnpm's lockfile`;
      throw new FormatError('LOCKFILE_INVALID', message);
    }
    return readDocument(objectOf(value), { text, before }, problems);
  });
  return { packages: mergeSame(packages), ...problemsOf(problems) };
}

/** A part of the file and the count of the lines before it. */
interface Part {
  readonly text: string;
  readonly before: number;
}

/** The documents of the file: lines of three dashes stand between them. */
function documentsOf(text: string, path: string): readonly Part[] {
  if (!/^---/m.test(text)) return [{ text, before: 0 }];
  const starts: { number: number }[] = [];
  for (const { number, text: line } of lines(text))
    if (line.trimEnd() === '---') starts.push({ number });
  if (starts.length > mostDocuments) {
    const message = `Cannot read "${path}": found ${starts.length} documents, wanted pnpm's lockfile`;
    throw new FormatError('LOCKFILE_INVALID', message);
  }
  const all = text.split('\n');
  const cuts = [0, ...starts.map(({ number }) => number), all.length + 1];
  return cuts.slice(0, -1).map((from, index) => ({
    before: from,
    text: all.slice(from, (cuts[index + 1] ?? 0) - 1).join('\n'),
  }));
}

function readDocument(document: JsonObject, { text, before }: Part, problems: Problem[]) {
  const stated = document['lockfileVersion'];
  const major = Number.parseFloat(textOf(stated) ?? String(numberOf(stated) ?? 9));
  const entries = objectOf(document['packages']);
  const snapshots = objectOf(document['snapshots']);
  const spans = blockSpans(text, 'packages');
  const nodes = new Map<string, LockNode>();
  const needs = new Map<string, JsonObject>();
  const keys =
    major >= 9 && 'snapshots' in document ? Object.keys(snapshots) : Object.keys(entries);
  for (const key of keys) {
    const base = major >= 9 ? packageKey(key) : key;
    const entry = objectOf(entries[base]);
    const tree = major >= 9 ? objectOf(snapshots[key]) : entry;
    const identity = identityOf(key, entry, major);
    if (identity === undefined) problems.push(nameless(key));
    else if (isTooLong(identity.name, identity.version)) problems.push(overlong(key));
    else {
      const span = spans.get(base);
      const found = {
        ...identity,
        type: 'npm',
        ...(tree['dev'] === true ? { dev: true } : {}),
        ...(tree['optional'] === true ? { optional: true } : {}),
        ...(span === undefined
          ? {}
          : { lines: { startLine: span.startLine + before, endLine: span.endLine + before } }),
      };
      needs.set(key, tree);
      nodes.set(key, { found, needs: [] });
    }
  }
  for (const [key, tree] of needs) {
    const node = nodes.get(key);
    if (node !== undefined)
      nodes.set(key, { ...node, needs: askedBy(tree, groups.production, nodes) });
  }
  const importers = 'importers' in document ? objectOf(document['importers']) : { '.': document };
  const projects = Object.values(importers).map((one) => objectOf(one));
  return withRoles(nodes, {
    production: projects.flatMap((one) => askedBy(one, groups.production, nodes)),
    development: projects.flatMap((one) => askedBy(one, groups.development, nodes)),
  });
}

/** Keys that the groups of a project or of an entry lead to; links to other folders lead to none. */
function askedBy(
  from: JsonObject,
  names: readonly string[],
  nodes: ReadonlyMap<string, LockNode>,
): string[] {
  return names.flatMap((group) =>
    Object.entries(objectOf(from[group])).flatMap(([name, value]) => {
      const reference = textOf(value) ?? textOf(objectOf(value)['version']) ?? '';
      return keysOf(name, reference).find((key) => nodes.has(key)) ?? [];
    }),
  );
}

function nameless(key: string): Problem {
  const text = `Cannot list the entry "${key.slice(0, 200)}" of the lockfile: found no name and version in it`;
  return { code: 'LOCKFILE_INVALID', text };
}

/** pnpm's lockfiles, versions 5 to 9; https://github.com/pnpm/spec/tree/master/lockfile. */
export const pnpmLock: FileAnalyzer = {
  id: 'pnpm-lock',
  version: 1,
  type: 'npm',
  resultType: 'pnpm',
  finds: 'lockfile',
  files: ['**/pnpm-lock.yaml'],
  wants: (path) => hasBaseName(path, 'pnpm-lock.yaml') && !isBelow(path, 'node_modules'),
  read,
};
