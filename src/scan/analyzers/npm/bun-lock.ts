import { spanTree } from '../../../formats/json-spans.ts';
import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { hasBaseName, isBelow } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { withRoles } from '../lock-graph.ts';
import type { LockNode } from '../lock-graph.ts';
import { addressOf, dependencyNames, isTooLong, overlong } from './npm-entries.ts';
import type { Identity } from './npm-entries.ts';
import { commentedObjectOf } from '../json-file.ts';
import { append } from '../../../model/append.ts';

/** Folders above one another that a name is looked for in. */
const levels = 64;

/** An entry's first element: `name@1.0.0`, `name@file:dir`, `name@workspace:dir`, `name@git+…`. */
function identityOf(text: string): Identity | undefined {
  const at = text.indexOf('@', 1);
  if (at === -1) return undefined;
  const reference = text.slice(at + 1);
  const name = text.slice(0, at);
  return /[:/]/.test(reference)
    ? { name, version: '', ...addressOf(reference) }
    : { name, version: reference };
}

/** The folders from a package's own upwards, as they stand before names: `a/@b/c` is in `a`. */
function* folders(key: string): Generator<string> {
  let folder = key;
  for (let level = 0; level < levels && folder !== ''; level += 1) {
    yield `${folder}/`;
    const up = folder.lastIndexOf('/');
    const scoped = up > 0 && folder.charAt(folder.lastIndexOf('/', up - 1) + 1) === '@';
    const cut = scoped ? folder.lastIndexOf('/', up - 1) : up;
    folder = cut === -1 ? '' : folder.slice(0, cut);
  }
  yield '';
}

function nearest(entries: JsonObject, from: string, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    for (const folder of folders(from))
      if (Object.hasOwn(entries, `${folder}${name}`)) return [`${folder}${name}`];
    return [];
  });
}

function read(file: FileReader): AnalyzerResult {
  const { document, bytes } = commentedObjectOf(file);
  const workspaces = objectOf(document['workspaces']);
  const entries = objectOf(document['packages']);
  const spans = spanTree(bytes, 2, true).members.get('packages')?.members;
  const problems: Problem[] = [];
  const nodes = new Map<string, LockNode>();
  const folderNames = new Map<string, string>();
  for (const [key, value] of Object.entries(entries)) {
    const tuple = listOf(value);
    const identity = identityOf(textOf(tuple[0]) ?? '');
    const span = spans?.get(key)?.span;
    if (identity === undefined || isTooLong(identity.name, identity.version)) {
      problems.push(overlongOrNameless(key, identity));
      continue;
    }
    const folder = workspaceOf(identity);
    if (folder !== undefined) folderNames.set(folder, key);
    const own = folder === undefined ? undefined : objectOf(workspaces[folder]);
    const info = own ?? objectOf(tuple.find((one) => typeof one === 'object'));
    const lines = span === undefined ? {} : { lines: span };
    nodes.set(key, {
      found:
        own === undefined
          ? { ...identity, type: 'npm', ...lines }
          : {
              name: identity.name,
              version: textOf(own['version']) ?? '',
              type: 'npm',
              relationship: 'workspace',
              ...lines,
            },
      needs: nearest(entries, key, dependencyNames(info)),
    });
  }
  return {
    packages: withRoles(nodes, asked(workspaces, entries, folderNames)),
    ...problemsOf(problems),
  };
}

function workspaceOf({ requirement = '' }: Identity): string | undefined {
  return requirement.startsWith('workspace:') ? requirement.slice('workspace:'.length) : undefined;
}

/** What the project and the folders of its workspace ask for. */
function asked(
  workspaces: JsonObject,
  entries: JsonObject,
  folderNames: ReadonlyMap<string, string>,
): { production: string[]; development: string[] } {
  const production: string[] = [];
  const development: string[] = [];
  for (const [folder, value] of Object.entries(workspaces)) {
    const manifest = objectOf(value);
    const from = folderNames.get(folder) ?? '';
    append(production, nearest(entries, from, dependencyNames(manifest)));
    const names = Object.keys(objectOf(manifest['devDependencies']));
    append(development, nearest(entries, from, names));
  }
  return { production, development };
}

function overlongOrNameless(key: string, identity: Identity | undefined): Problem {
  if (identity !== undefined) return overlong(key);
  const text = `Cannot list the entry "${key.slice(0, 200)}" of the lockfile: found no "name@version" at its start`;
  return { code: 'LOCKFILE_INVALID', text };
}

/** Bun's text lockfile; https://bun.com/docs/pm/lockfile. */
export const bunLock: FileAnalyzer = {
  id: 'bun-lock',
  version: 1,
  type: 'npm',
  resultType: 'bun',
  finds: 'lockfile',
  files: ['**/bun.lock'],
  wants: (path) => hasBaseName(path, 'bun.lock') && !isBelow(path, 'node_modules'),
  read,
};
