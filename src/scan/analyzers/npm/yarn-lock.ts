import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { hasBaseName, isBelow } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { withRoles } from '../lock-graph.ts';
import type { LockNode } from '../lock-graph.ts';
import { addressOf, idOf, isTooLong, overlong } from './npm-entries.ts';
import type { Identity } from './npm-entries.ts';
import { parseYarnLock } from './yarn-entries.ts';
import type { YarnEntry } from './yarn-entries.ts';

/** What joins a yarn.lock with the manifests that it was made from. */
export interface YarnFacts {
  /** Package (`name@version`) that answers each `name@range`. */
  readonly answers: readonly (readonly [descriptor: string, id: string])[];
  /** Folders of the workspace, relative to the lockfile's; Yarn 2 and newer only. */
  readonly folders: readonly string[];
}

/** Name and range of a descriptor. */
function halvesOf(descriptor: string): readonly [name: string, range: string] {
  const at = descriptor.indexOf('@', 1);
  return [descriptor.slice(0, at), descriptor.slice(at + 1)];
}

/**
 * Name and version of an entry. Yarn 2 and newer say in `resolution` what was installed; in Yarn 1
 * a range `npm:name@range` is an alias, and anything with an address in it came from there.
 */
function identityOf(entry: YarnEntry): Identity {
  const { version, resolution } = entry;
  if (resolution !== undefined && resolution.indexOf('@', 1) > 0) {
    const [name, reference] = halvesOf(resolution);
    return { name, version, ...(reference.startsWith('npm:') ? {} : addressOf(reference)) };
  }
  const [name, range] = halvesOf(entry.descriptors[0] ?? '');
  // What a `resolutions` field of the project put in its place shows in the address alone.
  const published = publishedName(entry.resolved ?? '');
  if (published !== undefined) return { name: published, version };
  if (range.startsWith('npm:')) {
    const real = range.slice(4);
    const at = real.indexOf('@', 1);
    return { name: at === -1 ? real : real.slice(0, at), version };
  }
  const foreign = entry.descriptors
    .map((one) => halvesOf(one)[1])
    .find((one) => !one.startsWith('npm:') && /[:/]/.test(one));
  return { name, version, ...(foreign === undefined ? {} : addressOf(foreign)) };
}

/** Name in the address of a registry's archive: `…/@scope/name/-/name-1.0.0.tgz`. */
function publishedName(resolved: string): string | undefined {
  const at = resolved.indexOf('/-/');
  if (at === -1) return undefined;
  const parts = resolved.slice(0, at).replace(/%2f/i, '/').split('/');
  const name = parts.at(-1);
  const scope = parts.at(-2) ?? '';
  if (name === undefined || name === '') return undefined;
  return scope.startsWith('@') ? `${scope}/${name}` : name;
}

/** Descriptors under which a need may be listed: as written, or with the protocol that newer Yarns add. */
function answerTo(answers: ReadonlyMap<string, string>, name: string, range: string) {
  return answers.get(`${name}@${range}`) ?? answers.get(`${name}@npm:${range}`);
}

function read(file: FileReader): AnalyzerResult {
  const entries = parseYarnLock(file.text(), `"${file.path}"`);
  const problems: Problem[] = [];
  const answers = new Map<string, string>();
  const listed: { entry: YarnEntry; key: string; found: FoundPackage }[] = [];
  const own: YarnEntry[] = [];
  for (const entry of entries) {
    const [first = ''] = entry.descriptors;
    if (isTooLong(halvesOf(first)[0], entry.version)) {
      problems.push(overlong(first));
      continue;
    }
    if (entry.resolution?.includes('@workspace:') === true) {
      own.push(entry);
      continue;
    }
    const identity = identityOf(entry);
    if (identity.name === '') {
      problems.push(nameless(first));
      continue;
    }
    for (const descriptor of entry.descriptors) answers.set(descriptor, first);
    const { startLine, endLine } = entry;
    listed.push({
      entry,
      key: first,
      found: { ...identity, type: 'npm', lines: { startLine, endLine } },
    });
  }
  const needs = (entry: YarnEntry): string[] =>
    entry.needs.flatMap(([name, range]) => answerTo(answers, name, range) ?? []);
  const nodes = new Map<string, LockNode>(
    listed.map(({ entry, key, found }) => [key, { found, needs: needs(entry) }]),
  );
  const asked = { production: own.flatMap(needs), development: [] };
  const ids = new Map(listed.map(({ key, found }) => [key, idOf(found)]));
  const facts: YarnFacts = {
    answers: [...answers].map(([descriptor, key]) => [descriptor, ids.get(key) ?? '']),
    folders: own.map(({ resolution = '' }) =>
      resolution.slice(resolution.indexOf('@workspace:') + '@workspace:'.length),
    ),
  };
  const packages = withRoles(nodes, asked);
  return {
    packages: own.length === 0 ? packages.map(withoutRole) : packages,
    facts: { yarn: facts },
    ...problemsOf(problems),
  };
}

function nameless(descriptor: string): Problem {
  const text = `Cannot list the entry "${descriptor.slice(0, 200)}" of the lockfile: found no name in it`;
  return { code: 'LOCKFILE_INVALID', text };
}

/** A file of Yarn 1 does not say what the project asks for; the manifest beside it does. */
function withoutRole({ relationship: _unknown, ...rest }: FoundPackage): FoundPackage {
  return rest;
}

/** Yarn's lockfiles, of Yarn 1 and of newer ones. */
export const yarnLock: FileAnalyzer = {
  id: 'yarn-lock',
  version: 1,
  type: 'npm',
  resultType: 'yarn',
  finds: 'lockfile',
  files: ['**/yarn.lock'],
  wants: (path) => hasBaseName(path, 'yarn.lock') && !isBelow(path, 'node_modules'),
  read,
};
