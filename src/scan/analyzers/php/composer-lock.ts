import { spanTree } from '../../../formats/json-spans.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName, isBelow } from '../paths.ts';
import { composerPackages } from './composer-packages.ts';
import { jsonObjectOf } from '../json-file.ts';

function read(file: FileReader): AnalyzerResult {
  const lock = jsonObjectOf(file);
  const spans = spanTree(file.bytes, 3, true);
  const { packages, ...problems } = composerPackages(
    (['packages', 'packages-dev'] as const).map((name) => ({
      entries: lock[name],
      spans: spans.members.get(name),
      dev: () => name === 'packages-dev',
    })),
  );
  return { packages: mergeSame(packages), facts: { locked: true }, ...problems };
}

/** Composer's lockfile; https://getcomposer.org/doc/01-basic-usage.md. */
export const composerLock: FileAnalyzer = {
  id: 'composer-lock',
  version: 1,
  type: 'composer',
  resultType: 'composer',
  finds: 'lockfile',
  files: ['**/composer.lock'],
  // Libraries that publish their own lockfile do not decide what is installed with them.
  wants: (path) => hasBaseName(path, 'composer.lock') && !isBelow(path, 'vendor'),
  read,
};
