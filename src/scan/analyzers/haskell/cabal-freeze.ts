import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';

/** `any.base ==4.18`, `build:happy ==1.20`; flags and `installed` name no version. */
const pinned = /^(?:[\w-]+[.:])?([A-Za-z0-9][A-Za-z0-9-]*)\s*==\s*([0-9][0-9.]*)$/;

function read(file: FileReader): AnalyzerResult {
  const packages: FoundPackage[] = [];
  let open = false;
  for (const { number, text } of lines(file.text())) {
    const field = /^[\w-]+:/.exec(text)?.[0];
    if (field !== undefined) open = field.toLowerCase() === 'constraints:';
    if (!open) continue;
    const constraints = field === undefined ? text : text.slice(field.length);
    for (const constraint of constraints.split(',')) {
      const [, name, version] = pinned.exec(constraint.trim().slice(0, 500)) ?? [];
      if (name === undefined || version === undefined) continue;
      packages.push({ name, version, type: 'hackage', lines: { startLine: number } });
    }
  }
  return { packages: mergeSame(packages) };
}

/** cabal's lockfile: a list of version constraints. */
export const cabalFreeze: FileAnalyzer = {
  id: 'cabal-freeze',
  version: 1,
  type: 'hackage',
  resultType: 'cabal',
  finds: 'lockfile',
  files: ['**/cabal.project.freeze'],
  wants: (path) => hasBaseName(path, 'cabal.project.freeze'),
  read,
};
