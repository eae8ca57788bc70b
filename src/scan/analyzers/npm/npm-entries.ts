import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Problem } from '../problems.ts';

/** The folder that Node installs packages in, as it stands in keys. */
export const modules = 'node_modules/';

/** npm allows 214 characters for a name and 256 for a version; old and private ones get some more. */
const longest = 1024;

/** Name and version of an entry, and what was asked for where that is no version. */
export interface Identity {
  readonly name: string;
  readonly version: string;
  readonly requirement?: string;
}

/**
 * Name and version of an entry. `npm:name@1.2.3` is an alias for another package; a git address, a
 * tarball's URL or a `file:` path in the place of a version is what was asked for, not a version.
 */
export function identityOf(name: string, entry: JsonObject): Identity {
  const version = textOf(entry['version']) ?? '';
  if (version.startsWith('npm:')) {
    const at = version.lastIndexOf('@');
    if (at > 4) return { name: version.slice(4, at), version: version.slice(at + 1) };
  }
  if (version.includes(':') || version.includes('/')) {
    return { name, version: '', requirement: version };
  }
  return { name, version };
}

/** The text by which other packages of the file refer to a package. */
export function idOf({ name, version }: Identity): string {
  return `${name}@${version}`;
}

/** Whether an entry is longer than any registry accepts; texts of megabytes would be repeated for each of their users. */
export function isOverlong(key: string, entry: JsonObject): boolean {
  const length = Math.max(
    key.length / 4,
    (textOf(entry['version']) ?? '').length,
    (textOf(entry['name']) ?? '').length,
  );
  return length > longest;
}

/** Whether a name or version is longer than any registry accepts. */
export function isTooLong(name: string, version: string): boolean {
  return name.length > longest || version.length > longest;
}

/** What was asked for where a package comes from an address: without the password that some carry. */
export function addressOf(address: string): { requirement: string } {
  return { requirement: address.slice(0, longest).replace(/\/\/[^/@]*@/, '//') };
}

/** What is told of an entry that is left out for its length. */
export function overlong(key: string): Problem {
  const text = `Cannot list the entry "${key.slice(0, 60)}…" of the lockfile: found a longer name or version than npm accepts`;
  return { code: 'LOCKFILE_INVALID', text };
}

/** Whether a package is for development only, and whether its installation may fail. */
export function flagsOf(entry: JsonObject): { dev?: true; optional?: true } {
  return {
    ...(entry['dev'] === true ? { dev: true as const } : {}),
    ...(entry['optional'] === true || entry['devOptional'] === true
      ? { optional: true as const }
      : {}),
  };
}

/** Names that an entry needs at run time, its peers included. */
export function dependencyNames(entry: JsonObject): string[] {
  return ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((key) =>
    Object.keys(objectOf(entry[key])),
  );
}

/** A key without the folders before its last `node_modules/`. */
export function withoutFolder(key: string): string {
  const at = key.lastIndexOf(modules);
  return at === -1 ? key : key.slice(at + modules.length);
}
