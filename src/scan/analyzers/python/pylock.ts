import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { parseToml, tableSpans } from '../../../formats/toml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { baseName } from '../paths.ts';
import { withDependencies } from './python-names.ts';
import type { LockedPackage } from './python-names.ts';

/** Where a package without a version comes from: a repository at a commit, or an archive. */
function addressOf(table: JsonObject): string | undefined {
  const vcs = objectOf(table['vcs']);
  const url =
    textOf(vcs['url']) ?? textOf(vcs['path']) ?? textOf(objectOf(table['archive'])['url']);
  const commit = textOf(vcs['commit-id']);
  return url === undefined ? undefined : `@ ${url}${commit === undefined ? '' : `@${commit}`}`;
}

function read(file: FileReader): AnalyzerResult {
  const text = file.text();
  const tables = listOf(parseToml(text, `"${file.path}"`)['packages']).map((one) => objectOf(one));
  const spans = tableSpans(text, 'packages', tables.length);
  const packages: LockedPackage[] = [];
  for (const [index, table] of tables.entries()) {
    const name = textOf(table['name']);
    const version = textOf(table['version']);
    const address = addressOf(table);
    // The project itself is locked as a folder without a version; nothing is published under it.
    if (name === undefined || (version === undefined && address === undefined)) continue;
    const lines = spans?.[index];
    packages.push({
      needs: listOf(table['dependencies']).flatMap((one) => textOf(objectOf(one)['name']) ?? []),
      found: {
        name,
        version: version ?? '',
        type: 'pypi',
        ...(version !== undefined || address === undefined ? {} : { requirement: address }),
        ...(lines === undefined ? {} : { lines }),
      },
    });
  }
  return { packages: mergeSame(withDependencies(packages)) };
}

/** The standard lockfile of Python tools, `pylock.toml` and `pylock.NAME.toml`; https://packaging.python.org/specifications/pylock-toml. */
export const pylock: FileAnalyzer = {
  id: 'pylock',
  version: 1,
  type: 'pypi',
  resultType: 'pylock',
  finds: 'lockfile',
  files: ['**/pylock.toml', '**/pylock.*.toml'],
  wants: (path) => path.endsWith('.toml') && /^pylock\.(?:[^.]+\.)?toml$/.test(baseName(path)),
  read,
};
