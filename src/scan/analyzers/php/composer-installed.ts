import { parseJsonBytes } from '../../../formats/json-members.ts';
import { spanTree } from '../../../formats/json-spans.ts';
import { textsOf } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { composerPackages } from './composer-packages.ts';
import { topObject } from '../json-file.ts';

/** Composer 1 wrote the bare list, Composer 2 an object that also names the packages for development. */
function read(file: FileReader): AnalyzerResult {
  const what = `"${file.path}"`;
  const value = parseJsonBytes(file.bytes, what);
  const spans = spanTree(file.bytes, 3, true);
  const bare = Array.isArray(value);
  const installed = bare ? {} : topObject(value, file.path);
  const development = new Set(textsOf(installed['dev-package-names']));
  const { packages, ...problems } = composerPackages([
    {
      entries: bare ? value : installed['packages'],
      spans: bare ? spans : spans.members.get('packages'),
      dev: (name) => development.has(name),
    },
  ]);
  return { packages: mergeSame(packages), ...problems };
}

/** What Composer put into a vendor folder, whatever that is called. */
export const composerInstalled: FileAnalyzer = {
  id: 'composer-installed',
  version: 1,
  type: 'composer',
  resultType: 'composer-vendor',
  finds: 'installed',
  files: ['**/composer/installed.json'],
  wants: (path) =>
    path.endsWith('composer/installed.json') && /(?:^|\/)composer\/[^/]+$/.test(path),
  read,
};
