import { errorCode, errorText } from '../../../model/index.ts';
import type { AnalyzerResult, Join, ReadFile } from '../contract.ts';
import type { PomModel } from './pom-model.ts';
import { PomResolver } from './pom-resolve.ts';

function join(files: readonly ReadFile[]): ReadonlyMap<ReadFile, AnalyzerResult> {
  const models = new Map<string, PomModel>();
  for (const { path, result } of files) {
    if (result.facts !== undefined) models.set(path, result.facts['pom'] as PomModel);
  }
  const resolver = new PomResolver(models);
  const changed = new Map<ReadFile, AnalyzerResult>();
  for (const file of files) {
    if (file.result.facts === undefined) continue;
    try {
      changed.set(file, { ...file.result, ...resolver.packagesOf(file.path) });
    } catch (error) {
      // Beyond the bound every file keeps what it says by itself, and one tells why.
      const problem = { code: errorCode(error), text: errorText(error) };
      changed.set(file, { ...file.result, problems: [...(file.result.problems ?? []), problem] });
      break;
    }
  }
  return changed;
}

/** Versions that a pom.xml leaves to its parents, or to a list of versions that lies in the same tree. */
export const pomJoin: Join = { id: 'pom-join', analyzers: ['pom'], join };
