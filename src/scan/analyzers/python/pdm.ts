import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import { parseRequirement } from '../../../formats/requirements.ts';
import { parseToml, tableSpans } from '../../../formats/toml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { withDependencies } from './python-names.ts';
import type { LockedPackage } from './python-names.ts';

function read(file: FileReader): AnalyzerResult {
  const text = file.text();
  const tables = listOf(parseToml(text, `"${file.path}"`)['package']).map((one) => objectOf(one));
  const spans = tableSpans(text, 'package', tables.length);
  const packages: LockedPackage[] = [];
  for (const [index, table] of tables.entries()) {
    const name = textOf(table['name']);
    if (name === undefined) continue;
    const lines = spans?.[index];
    // `default` is what ships; a group called dev is PDM's convention, any other group an extra.
    const groups = textsOf(table['groups']);
    const aside = groups.length > 0 && !groups.includes('default');
    const dev = aside && groups.every((group) => group === 'dev');
    packages.push({
      needs: textsOf(table['dependencies']).flatMap((one) => parseRequirement(one)?.name ?? []),
      found: {
        name,
        version: textOf(table['version']) ?? '',
        type: 'pypi',
        ...(dev ? { dev } : {}),
        ...(aside && !dev ? { optional: true } : {}),
        ...(lines === undefined ? {} : { lines }),
      },
    });
  }
  return { packages: mergeSame(withDependencies(packages)) };
}

/** PDM's lockfile; https://pdm-project.org/latest/usage/lockfile. */
export const pdm: FileAnalyzer = {
  id: 'pdm',
  version: 1,
  type: 'pypi',
  resultType: 'pdm',
  finds: 'lockfile',
  files: ['**/pdm.lock'],
  wants: (path) => hasBaseName(path, 'pdm.lock'),
  read,
};
