import { spanTree } from '../../../formats/json-spans.ts';
import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { jsonObjectOf } from '../json-file.ts';

function read(file: FileReader): AnalyzerResult {
  // Pipenv leaves an empty file where locking was interrupted before anything was known.
  if (file.bytes.length === 0) return {};
  const value = jsonObjectOf(file);
  const spans = spanTree(file.bytes, 2);
  const packages: FoundPackage[] = [];
  for (const [section, content] of Object.entries(value)) {
    // Besides `default` and `develop`, Pipenv writes one section for each category of its Pipfile.
    if (section === '_meta') continue;
    for (const [name, entry] of Object.entries(objectOf(content))) {
      const lines = spans.members.get(section)?.members.get(name)?.span;
      packages.push({
        ...versionOf(name, objectOf(entry)),
        type: 'pypi',
        ...(section === 'develop' ? { dev: true } : {}),
        ...(lines === undefined ? {} : { lines }),
      });
    }
  }
  return { packages: mergeSame(packages) };
}

/** `==1.2` is exact; a git reference or a path has no version. */
function versionOf(
  name: string,
  entry: JsonObject,
): { name: string; version: string; requirement?: string } {
  const version = textOf(entry['version']) ?? '';
  if (version.startsWith('==')) return { name, version: version.replace(/^={2,3}/, '') };
  const git = textOf(entry['git']);
  const ref = textOf(entry['ref']);
  const address =
    git === undefined ? (textOf(entry['path']) ?? textOf(entry['file'])) : `git+${git}`;
  const asked =
    address === undefined ? version : `@ ${address}${ref === undefined ? '' : `@${ref}`}`;
  return { name, version: '', ...(asked === '' ? {} : { requirement: asked }) };
}

/** Pipenv's lockfile; https://github.com/pypa/pipfile. */
export const pipfile: FileAnalyzer = {
  id: 'pipfile',
  version: 1,
  type: 'pypi',
  resultType: 'pipenv',
  finds: 'lockfile',
  files: ['**/Pipfile.lock'],
  wants: (path) => hasBaseName(path, 'Pipfile.lock'),
  read,
};
