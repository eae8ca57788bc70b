import { spanTree } from '../../../formats/json-spans.ts';
import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { withRoles } from '../lock-graph.ts';
import type { LockNode } from '../lock-graph.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName, isBelow } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { isTooLong, overlong } from './npm-entries.ts';
import { commentedObjectOf } from '../json-file.ts';

/** Registries that Deno imports packages from; both write names and versions as npm does. */
const specifier = /^(npm|jsr):\/?((?:@[\w.~-]+\/)?[\w.~-]+)(?:@([^/]+))?(?:\/.*)?$/;

/** The package of an import specifier: `npm:chalk@5`, `jsr:@std/path@^1/posix`. Undefined for any other. */
export function specifiedPackage(text: string): FoundPackage | undefined {
  const parts = text.length > 512 ? null : specifier.exec(text);
  if (parts === null) return undefined;
  const [, type = '', name = '', wanted = ''] = parts;
  const exact = /^[0-9]+\.[0-9]+\.[0-9][\w.+-]*$/.test(wanted);
  return {
    name,
    version: exact ? wanted : '',
    type,
    relationship: 'direct',
    ...(exact || wanted === '' ? {} : { requirement: wanted }),
  };
}

function readConfiguration(file: FileReader): AnalyzerResult {
  const { document } = commentedObjectOf(file);
  const scopes = Object.values(objectOf(document['scopes']));
  const maps = [document['imports'], ...scopes].map((one) => objectOf(one));
  const packages = maps.flatMap((map) =>
    Object.values(map).flatMap((one) => specifiedPackage(textOf(one) ?? '') ?? []),
  );
  return { packages: mergeSame(packages) };
}

/** Imports of a Deno project; https://docs.deno.com/runtime/fundamentals/configuration. */
export const denoConfiguration: FileAnalyzer = {
  id: 'deno-json',
  version: 1,
  type: 'npm',
  resultType: 'deno',
  finds: 'lockfile',
  files: ['**/deno.json', '**/deno.jsonc'],
  wants: (path) =>
    (hasBaseName(path, 'deno.json') || hasBaseName(path, 'deno.jsonc')) &&
    !isBelow(path, 'node_modules'),
  read: readConfiguration,
};

/** `name@1.0.0`, with the peers that Deno appends after `_`. */
function lockedPackage(key: string): { name: string; version: string } | undefined {
  const at = key.indexOf('@', 1);
  const version = at === -1 ? '' : (key.slice(at + 1).split('_', 1)[0] ?? '');
  return version === '' ? undefined : { name: key.slice(0, at), version };
}

function readLock(file: FileReader): AnalyzerResult {
  const { document, bytes } = commentedObjectOf(file);
  // Up to version 3 the registries stood in `packages`, in version 2 one deeper still.
  const nested = objectOf(document['packages']);
  const version2 = objectOf(objectOf(document['npm'])['packages']);
  const place = (type: string): JsonObject =>
    Object.keys(version2).length > 0 && type === 'npm'
      ? version2
      : objectOf(nested[type] ?? document[type]);
  const specifiers = objectOf(document['specifiers'] ?? nested['specifiers']);
  const resolved = new Map(
    Object.entries(specifiers).map(([asked, answer]) => [
      asked,
      keyOf(asked, textOf(answer) ?? ''),
    ]),
  );
  const spans = spanTree(bytes, 3);
  const nodes = new Map<string, LockNode>();
  const problems: Problem[] = [];
  for (const type of ['npm', 'jsr']) {
    const entries = place(type);
    const known: Known = { entries, byName: singles(Object.keys(entries)), resolved };
    const tree = spans.members.get(type) ?? spans.members.get('packages')?.members.get(type);
    for (const [key, value] of Object.entries(entries)) {
      const identity = lockedPackage(key);
      if (identity === undefined || isTooLong(identity.name, identity.version)) {
        problems.push(overlong(key));
        continue;
      }
      const lines = (tree?.members.get(key) ?? tree?.members.get('packages')?.members.get(key))
        ?.span;
      nodes.set(`${type}:${key}`, {
        found: { ...identity, type, ...(lines === undefined ? {} : { lines }) },
        needs: needsOf(objectOf(value)['dependencies'], type, known),
      });
    }
  }
  return { packages: withRoles(nodes, asked(document, resolved)), ...problemsOf(problems) };
}

/** Key of the package that a specifier was resolved to: the answer is a version, or the whole `npm:name@1.0.0`. */
function keyOf(asked: string, answer: string): string {
  if (/^(?:npm|jsr):/.test(answer)) return answer;
  const at = asked.indexOf('@', asked.indexOf(':') + 2);
  return `${at === -1 ? asked : asked.slice(0, at)}@${answer}`;
}

/** Where the dependencies of one registry's packages are looked up. */
interface Known {
  readonly entries: JsonObject;
  /** Key of the first version of each name. */
  readonly byName: ReadonlyMap<string, string>;
  readonly resolved: ReadonlyMap<string, string>;
}

function singles(keys: readonly string[]): ReadonlyMap<string, string> {
  const byName = new Map<string, string>();
  for (const key of keys) {
    const name = lockedPackage(key)?.name ?? key;
    if (!byName.has(name)) byName.set(name, key);
  }
  return byName;
}

/** Dependencies: of npm a list of names or keys, or name to version; of JSR specifiers. */
function needsOf(value: unknown, type: string, { entries, byName, resolved }: Known): string[] {
  const pairs = Object.entries(objectOf(value)).map(([name, id]) => textOf(id) ?? name);
  return [...textsOf(listOf(value)), ...pairs].flatMap((wanted) => {
    const answer = resolved.get(wanted);
    if (answer !== undefined) return [answer];
    // A name alone stands for the only version of it.
    const key = Object.hasOwn(entries, wanted) ? wanted : byName.get(wanted);
    return key === undefined ? [] : [`${type}:${key}`];
  });
}

/** What the project and the members of its workspace ask for; old files list every specifier. */
function asked(document: JsonObject, resolved: ReadonlyMap<string, string>) {
  const workspace = objectOf(document['workspace']);
  const members = Object.values(objectOf(workspace['members'])).map((one) => objectOf(one));
  const wanted = [workspace, ...members].flatMap((one) => [
    ...textsOf(one['dependencies']),
    ...textsOf(objectOf(one['packageJson'])['dependencies']),
  ]);
  const names = wanted.length > 0 ? wanted : [...resolved.keys()];
  return { production: names.flatMap((one) => resolved.get(one) ?? []), development: [] };
}

/** Deno's lockfile, versions 2 to 5; https://docs.deno.com/runtime/fundamentals/modules. */
export const denoLock: FileAnalyzer = {
  id: 'deno-lock',
  version: 1,
  type: 'npm',
  resultType: 'deno',
  finds: 'lockfile',
  files: ['**/deno.lock'],
  wants: (path) => hasBaseName(path, 'deno.lock') && !isBelow(path, 'node_modules'),
  read: readLock,
};
