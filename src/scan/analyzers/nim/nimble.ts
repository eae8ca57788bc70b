import { spanTree } from '../../../formats/json-spans.ts';
import { objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { jsonObjectOf } from '../json-file.ts';
import { linkNeeds } from '../needs.ts';
import type { NeedyPackage } from '../needs.ts';
import { hasBaseName } from '../paths.ts';

/** `pkgs/arrayutils-0.2.0/arrayutils.nimble`, `pkgs2/arrayutils-0.2.0-<digest>/…`. */
const installed = /(?:^|\/)pkgs2?\/([^/]+)-([0-9][^/-]*)(?:-[0-9a-f]{40})?\/[^/]+\.nimble$/;

function readInstalled(file: FileReader): AnalyzerResult {
  const [, name, version] = installed.exec(file.path) ?? [];
  if (name === undefined || version === undefined) return {};
  return { packages: [{ name, version, type: 'nim' }] };
}

/** Installed Nim packages; nimble names their folders by name and version. */
export const nimblePackage: FileAnalyzer = {
  id: 'nimble-package',
  version: 1,
  type: 'nim',
  resultType: 'nimble',
  finds: 'installed',
  files: ['**/.nimble/pkgs/*/*.nimble', '**/.nimble/pkgs2/*/*.nimble'],
  wants: (path) => path.endsWith('.nimble') && path.includes('.nimble/') && installed.test(path),
  read: readInstalled,
};

function readLock(file: FileReader): AnalyzerResult {
  const listed = objectOf(jsonObjectOf(file)['packages']);
  const spans = spanTree(file.bytes, 2).members.get('packages')?.members;
  const packages: NeedyPackage[] = [];
  for (const [name, value] of Object.entries(listed)) {
    const entry = objectOf(value);
    const version = textOf(entry['version']) ?? '';
    const commit = textOf(entry['vcsRevision']);
    const lines = spans?.get(name)?.span;
    packages.push({
      needs: textsOf(entry['dependencies']),
      found: {
        name,
        version: version.startsWith('#') ? '' : version,
        type: 'nim',
        ...(commit === undefined ? {} : { qualifiers: { commit } }),
        ...(lines === undefined ? {} : { lines }),
      },
    });
  }
  return { packages: linkNeeds(packages) };
}

/** nimble's lockfile. */
export const nimbleLock: FileAnalyzer = {
  id: 'nimble-lock',
  version: 1,
  type: 'nim',
  resultType: 'nimble',
  finds: 'lockfile',
  files: ['**/nimble.lock'],
  wants: (path) => hasBaseName(path, 'nimble.lock'),
  read: readLock,
};
