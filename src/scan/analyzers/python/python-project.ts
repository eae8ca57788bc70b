import { parseRequirement } from '../../../formats/requirements.ts';
import type { FoundPackage } from '../contract.ts';

/** A package that a project's own files ask for. */
export interface AskedPackage {
  /** As written; compared by PEP 503. */
  readonly name: string;
  /** Exact version, where the text names one. */
  readonly version: string;
  /** What was asked for instead; empty for "any". */
  readonly specifier: string;
  readonly dev?: true;
  readonly optional?: true;
}

/** What joins a project's files with the lockfile beside them. */
export interface PythonProject {
  readonly name?: string;
  readonly version?: string;
  readonly asked: readonly AskedPackage[];
}

/** For what a group of requirements is there. */
export interface Purpose {
  readonly dev?: true;
  readonly optional?: true;
}

/** Longest name or specifier that is kept; PyPI allows far less, a private URL some hundred. */
const longest = 1024;

/** Requirements in PEP 508 form; texts that are none are left to the tool that would refuse them. */
export function askedFor(texts: readonly string[], purpose: Purpose = {}): AskedPackage[] {
  return texts.flatMap((text) => {
    const one = text.length > longest ? undefined : parseRequirement(text.trim());
    if (one === undefined) return [];
    const { name, version, specifier } = one;
    return [{ name, version, specifier, ...purpose }];
  });
}

/** The packages of a file that only asks: no version is known but an exact one. */
export function asFound(asked: AskedPackage): FoundPackage {
  const { name, version, specifier, dev, optional } = asked;
  return {
    name,
    version,
    type: 'pypi',
    relationship: 'direct',
    ...(dev === true ? { dev } : {}),
    ...(optional === true ? { optional } : {}),
    ...(specifier === '' || (version !== '' && !specifier.startsWith('@'))
      ? {}
      : { requirement: specifier }),
  };
}
