import { spanTree } from '../../../formats/json-spans.ts';
import { objectOf } from '../../../formats/json-values.ts';
import { limits } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { readFolders } from './npm-folders.ts';
import { readTree } from './npm-tree.ts';
import { hasBaseName, isBelow } from '../paths.ts';
import { jsonObjectOf } from '../json-file.ts';

function read(file: FileReader): AnalyzerResult {
  const document = jsonObjectOf(file);
  // Version 2 has both forms; the folders say more.
  if (Object.hasOwn(document, 'packages')) {
    const spans = spanTree(file.bytes, 2).members.get('packages');
    return readFolders(objectOf(document['packages']), spans);
  }
  const spans = spanTree(file.bytes, limits.json_depth.value).members.get('dependencies');
  return readTree(objectOf(document['dependencies']), spans);
}

/** npm's lockfiles, versions 1 to 3. Those that packages ship below `node_modules` decide nothing. */
export const npmLock: FileAnalyzer = {
  id: 'npm-lock',
  version: 1,
  type: 'npm',
  resultType: 'npm',
  finds: 'lockfile',
  files: ['**/package-lock.json', '**/npm-shrinkwrap.json'],
  wants: (path) =>
    (hasBaseName(path, 'package-lock.json') || hasBaseName(path, 'npm-shrinkwrap.json')) &&
    !isBelow(path, 'node_modules'),
  read,
};
