import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { hasBaseName } from '../paths.ts';
import { parsePom } from './pom-model.ts';
import { PomResolver } from './pom-resolve.ts';

function read(file: FileReader): AnalyzerResult {
  const pom = parsePom(file.text(), `"${file.path}"`);
  return { ...new PomResolver(new Map([[file.path, pom]])).packagesOf(file.path), facts: { pom } };
}

/** Maven's project files, and the copies of them that repositories keep; `pom-join.ts` puts them together. */
export const pom: FileAnalyzer = {
  id: 'pom',
  version: 1,
  type: 'maven',
  resultType: 'pom',
  finds: 'lockfile',
  files: ['**/pom.xml', '**/*.pom'],
  wants: (path) => hasBaseName(path, 'pom.xml') || path.endsWith('.pom'),
  read,
};
