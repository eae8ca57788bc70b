import { FormatError } from '../../../formats/errors.ts';
import { spanTree } from '../../../formats/json-spans.ts';
import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { mavenName } from './coordinates.ts';
import { jsonObjectOf } from '../json-file.ts';

function read(file: FileReader): AnalyzerResult {
  const what = `"${file.path}"`;
  const lock = jsonObjectOf(file);
  if (!Object.hasOwn(lock, 'dependencies') || lock['lockVersion'] !== 1) {
    throw new FormatError(
      'LOCKFILE_INVALID',
      `Cannot read ${what}: found no dependencies of lock version 1`,
    );
  }
  const spans = spanTree(file.bytes, 3, true).members.get('dependencies');
  const packages: FoundPackage[] = [];
  for (const [index, item] of listOf(lock['dependencies']).entries()) {
    const entry = objectOf(item);
    const name = mavenName(textOf(entry['org']), textOf(entry['name']));
    const version = textOf(entry['version']);
    if (name === undefined || version === undefined) continue;
    const configurations = textsOf(entry['configurations']);
    const dev =
      configurations.length > 0 && configurations.every((one) => one === 'test' || one === 'it');
    const lines = spans?.members.get(String(index))?.span;
    packages.push({
      name,
      version,
      type: 'maven',
      ...(dev ? { dev } : {}),
      ...(lines === undefined ? {} : { lines }),
    });
  }
  return { packages: mergeSame(packages) };
}

/** Lockfile of the plug-in sbt-dependency-lock; https://stringbean.github.io/sbt-dependency-lock. */
export const sbtLock: FileAnalyzer = {
  id: 'sbt-lock',
  version: 1,
  type: 'maven',
  resultType: 'sbt',
  finds: 'lockfile',
  files: ['**/*.sbt.lock'],
  wants: (path) => path.endsWith('.sbt.lock'),
  read,
};
