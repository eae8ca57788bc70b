import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import { parseToml, tableSpans } from '../../../formats/toml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { withDependencies } from './python-names.ts';
import type { LockedPackage } from './python-names.ts';

function read(file: FileReader): AnalyzerResult {
  const text = file.text();
  const listed = listOf(parseToml(text, `"${file.path}"`)['package']).map((one) => objectOf(one));
  const spans = tableSpans(text, 'package', listed.length);
  const packages: LockedPackage[] = [];
  for (const [index, one] of listed.entries()) {
    const name = textOf(one['name']);
    if (name === undefined) continue;
    const lines = spans?.[index];
    // Version 1 has a category, version 2.1 groups; version 2.0 leaves it to pyproject.toml.
    const groups = textsOf(one['groups']);
    const dev = one['category'] === 'dev' || (groups.length > 0 && !groups.includes('main'));
    packages.push({
      needs: Object.keys(objectOf(one['dependencies'])),
      found: {
        name,
        version: textOf(one['version']) ?? '',
        type: 'pypi',
        ...(dev ? { dev } : {}),
        ...(one['optional'] === true ? { optional: true } : {}),
        ...(lines === undefined ? {} : { lines }),
      },
    });
  }
  return { packages: mergeSame(withDependencies(packages)) };
}

/** Poetry's lockfile, versions 1 to 2.1; https://python-poetry.org/docs. */
export const poetry: FileAnalyzer = {
  id: 'poetry',
  version: 1,
  type: 'pypi',
  resultType: 'poetry',
  finds: 'lockfile',
  files: ['**/poetry.lock'],
  wants: (path) => hasBaseName(path, 'poetry.lock'),
  read,
};
