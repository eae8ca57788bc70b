import type { Problem } from '../problems.ts';

/** NuGet ends names at 100 characters and versions far below this. */
export const longest = 256;

/** Splits a library's key, `Newtonsoft.Json/13.0.1`. */
export function splitLibrary(key: string): { readonly name: string; readonly version: string } {
  const at = key.indexOf('/');
  return at === -1
    ? { name: key, version: '' }
    : { name: key.slice(0, at), version: key.slice(at + 1) };
}

/** True for the key of a library with a name and a version, neither longer than NuGet has any. */
export function isLibrary(key: string): boolean {
  const { name, version } = splitLibrary(key);
  return name !== '' && version !== '' && key.length <= longest;
}

/** What is told of a library that is left out for its key. */
export function notListed(key: string, what: string): Problem {
  const text = `Cannot list the library "${key.slice(0, 60)}" of ${what}: found no name with a version of at most ${longest} characters`;
  return { code: 'LOCKFILE_INVALID', text };
}

/**
 * What a version in a project file says: a bare version is the least one that will do, and the one
 * that NuGet takes when nothing asks for more; `[1.2]` is exact; intervals and `1.*` are requirements.
 */
export function versionOf(text: string): {
  readonly version: string;
  readonly requirement?: string;
} {
  const asked = text.trim();
  if (asked.length > longest) return { version: '', requirement: `${asked.slice(0, longest)}…` };
  const bare = /^(?:\[\s*)?(\d[\w.+-]*)(?:\s*\])?$/.exec(asked);
  const exact = asked.startsWith('[') === asked.endsWith(']');
  if (bare?.[1] !== undefined && exact) return { version: bare[1] };
  return asked === '' ? { version: '' } : { version: '', requirement: asked };
}
