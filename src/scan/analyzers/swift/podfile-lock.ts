import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import { purlOf } from '../../../formats/purl.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { linkNeeds } from '../needs.ts';
import type { NeedyPackage } from '../needs.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { yamlFileOf } from '../yaml-file.ts';

/** The name in front of a requirement or a source: `AppCenter/Core`, `AppCenter/Crashes (= 4.2.0)`. */
function nameOf(text: string): string {
  return text.split(' ', 1)[0] ?? '';
}

/** `AppCenter/Analytics (4.2.0)`: a pod, here one of its parts, and its version. */
function podOf(text: string): FoundPackage | undefined {
  const [, name = '', version = ''] = /^(\S+) \(([^()\s]+)\)$/.exec(text.slice(0, 1000)) ?? [];
  const [pod = '', ...part] = name.split('/');
  if (pod === '') return undefined;
  const type = 'cocoapods';
  const subpath = part.join('/');
  return { name, version, type, purl: purlOf({ type, name: pod, version, subpath }) };
}

function read(file: FileReader): AnalyzerResult {
  const { top, lineOf } = yamlFileOf(file);
  const asked = new Set(textsOf(top['DEPENDENCIES']).map(nameOf));
  const checkouts = objectOf(top['CHECKOUT OPTIONS']);
  const packages: NeedyPackage[] = [];
  const problems: Problem[] = [];
  for (const [index, pod] of listOf(top['PODS']).entries()) {
    const [key = '', needs] = Object.entries(objectOf(pod))[0] ?? [textOf(pod), []];
    const found = podOf(key);
    const startLine = lineOf(['PODS', index]);
    if (found === undefined) {
      const text = `Cannot list the pod "${key.slice(0, 200)}": found no version in parentheses`;
      problems.push({
        code: 'LOCKFILE_INVALID',
        text,
        ...(startLine === undefined ? {} : { line: startLine }),
      });
      continue;
    }
    const commit = textOf(objectOf(checkouts[found.name.split('/', 1)[0] ?? ''])[':commit']);
    packages.push({
      needs: textsOf(needs).map(nameOf),
      found: {
        ...found,
        ...(asked.size === 0
          ? {}
          : { relationship: asked.has(found.name) ? 'direct' : 'indirect' }),
        ...(commit === undefined ? {} : { qualifiers: { commit } }),
        ...(startLine === undefined ? {} : { lines: { startLine } }),
      },
    });
  }
  return { packages: linkNeeds(packages), ...problemsOf(problems) };
}

/** CocoaPods' lockfile. */
export const podfileLock: FileAnalyzer = {
  id: 'podfile-lock',
  version: 1,
  type: 'cocoapods',
  resultType: 'cocoapods',
  finds: 'lockfile',
  files: ['**/Podfile.lock'],
  wants: (path) => hasBaseName(path, 'Podfile.lock'),
  read,
};
