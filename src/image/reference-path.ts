import { kindOf } from '../io/files.ts';

/** A path and the name that may stand behind it. */
export interface PathReference {
  readonly path: string;
  readonly name?: string;
}

/**
 * Splits `PATH[:NAME]`, `PATH[@DIGEST]`: paths may hold colons too, so the longest part that is there wins.
 * Undefined when no part of it is there.
 */
export function splitReference(reference: string): PathReference | undefined {
  if (kindOf(reference) !== undefined) return { path: reference };
  for (let at = reference.length - 1; at > 0; at -= 1) {
    if (reference[at] !== ':' && reference[at] !== '@') continue;
    const path = reference.slice(0, at);
    if (kindOf(path) !== undefined) return { path, name: reference.slice(at + 1) };
  }
  return undefined;
}
