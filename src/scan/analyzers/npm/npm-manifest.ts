import { parseJsonBytes } from '../../../formats/json-members.ts';
import { objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { LimitError, limits } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName, isBelow } from '../paths.ts';
import { addressOf, isTooLong } from './npm-entries.ts';

/** Name and range of each package that a project asks for, and the folders of its workspace. */
export interface NpmManifest {
  readonly production: readonly (readonly [name: string, range: string])[];
  readonly development: readonly (readonly [name: string, range: string])[];
  /** Patterns over folders, relative to the manifest's: `packages/*`. */
  readonly workspaces: readonly string[];
}

function group(manifest: JsonObject, key: string): (readonly [string, string])[] {
  return Object.entries(objectOf(manifest[key])).flatMap(([name, value]) => {
    const range = textOf(value);
    return range === undefined || isTooLong(name, range) ? [] : [[name, range] as const];
  });
}

/** `1.2.3` is one version; anything else in its place is a range, a tag, an alias or an address. */
function asked([name, range]: readonly [string, string]): FoundPackage[] {
  if (/^(?:workspace|link|file|portal|catalog):/.test(range)) return [];
  const alias = /^npm:(@?[^@]+)(?:@(.*))?$/.exec(range);
  const wanted = alias === null ? range : (alias[2] ?? '');
  const exact = /^[=v]?[0-9]+\.[0-9]+\.[0-9]+(?:[-+][\w.+-]*)?$/.test(wanted);
  const common = { name: alias?.[1] ?? name, type: 'npm', relationship: 'direct' } as const;
  if (exact) return [{ ...common, version: wanted.replace(/^[=v]/, '') }];
  return [{ ...common, version: '', ...(wanted === '' ? {} : addressOf(wanted)) }];
}

function read(file: FileReader): AnalyzerResult {
  if (file.bytes.length > limits.config_bytes.value)
    throw new LimitError('config_bytes', `"${file.path}"`, file.bytes.length);
  const document = objectOf(parseJsonBytes(file.bytes, `"${file.path}"`));
  const { workspaces } = document;
  const manifest: NpmManifest = {
    production: [...group(document, 'dependencies'), ...group(document, 'optionalDependencies')],
    development: group(document, 'devDependencies'),
    workspaces: [...textsOf(workspaces), ...textsOf(objectOf(workspaces)['packages'])],
  };
  const packages = [
    ...manifest.production.flatMap(asked),
    ...manifest.development.flatMap(asked).map((one) => ({ ...one, dev: true })),
  ];
  return { packages: mergeSame(packages), facts: { manifest } };
}

/**
 * What a project's package.json asks for. Where a lockfile beside or above it says what was
 * installed, its packages are left out of the inventory and only tell that lockfile their part.
 */
export const npmManifest: FileAnalyzer = {
  id: 'npm-manifest',
  version: 1,
  type: 'npm',
  resultType: 'npm',
  finds: 'lockfile',
  files: ['**/package.json'],
  wants: (path) => hasBaseName(path, 'package.json') && !isBelow(path, 'node_modules'),
  read,
};
