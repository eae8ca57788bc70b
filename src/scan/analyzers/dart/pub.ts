import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { Relationship } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { yamlFileOf } from '../yaml-file.ts';

function nearness(dependency: string | undefined): Relationship {
  if (dependency?.startsWith('direct') === true) return 'direct';
  return dependency === 'transitive' ? 'indirect' : 'unknown';
}

function read(file: FileReader): AnalyzerResult {
  const { top, lineOf } = yamlFileOf(file);
  const sdks = objectOf(top['sdks']);
  const packages: FoundPackage[] = [];
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(objectOf(top['packages']))) {
    const entry = objectOf(value);
    const startLine = lineOf(['packages', name]);
    const lines = startLine === undefined ? {} : { lines: { startLine } };
    const dependency = textOf(entry['dependency']);
    const facts = {
      type: 'pub',
      relationship: nearness(dependency),
      ...(dependency === 'direct dev' ? { dev: true } : {}),
      ...lines,
    };
    const version = textOf(entry['version']);
    if (entry['source'] === 'sdk') {
      // Part of Flutter or Dart: its own version is always 0.0.0, what counts is the SDK's.
      const requirement = textOf(sdks[textOf(entry['description']) ?? '']);
      packages.push({
        ...facts,
        name,
        version: '',
        ...(requirement === undefined ? {} : { requirement }),
      });
    } else if (version === undefined) {
      const text = `Cannot list the Dart package "${name}": found no version`;
      problems.push({
        code: 'LOCKFILE_INVALID',
        text,
        ...(startLine === undefined ? {} : { line: startLine }),
      });
    } else {
      const description = objectOf(entry['description']);
      const commit = textOf(description['resolved-ref']);
      const sha256 = textOf(description['sha256']);
      packages.push({
        ...facts,
        name,
        version,
        ...(commit === undefined ? {} : { qualifiers: { commit } }),
        ...(sha256 === undefined ? {} : { digest: `sha256:${sha256}` }),
      });
    }
  }
  return { packages, ...problemsOf(problems) };
}

/** Dart's lockfile; https://dart.dev/tools/pub/glossary#lockfile. */
export const pub: FileAnalyzer = {
  id: 'pub',
  version: 1,
  type: 'pub',
  resultType: 'pub',
  finds: 'lockfile',
  files: ['**/pubspec.lock'],
  wants: (path) => hasBaseName(path, 'pubspec.lock'),
  read,
};
