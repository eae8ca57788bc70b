import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName, isBelow } from '../paths.ts';
import { isPackageName } from './composer-packages.ts';
import { jsonObjectOf } from '../json-file.ts';

function read(file: FileReader): AnalyzerResult {
  const manifest = jsonObjectOf(file);
  const packages: FoundPackage[] = [];
  for (const section of ['require', 'require-dev']) {
    for (const [name, wanted] of Object.entries(objectOf(manifest[section]))) {
      const requirement = textOf(wanted);
      if (!isPackageName(name)) continue;
      packages.push({
        name,
        version: '',
        type: 'composer',
        relationship: 'direct',
        ...(section === 'require-dev' ? { dev: true } : {}),
        ...(requirement === undefined ? {} : { requirement }),
      });
    }
  }
  const requires = packages.map(({ name }) => name.toLowerCase());
  return { packages: mergeSame(packages), facts: { requires } };
}

/** What a PHP project asks for; https://getcomposer.org/doc/04-schema.md. */
export const composerJson: FileAnalyzer = {
  id: 'composer-json',
  version: 1,
  type: 'composer',
  resultType: 'composer',
  finds: 'lockfile',
  files: ['**/composer.json'],
  wants: (path) => hasBaseName(path, 'composer.json') && !isBelow(path, 'vendor'),
  read,
};
