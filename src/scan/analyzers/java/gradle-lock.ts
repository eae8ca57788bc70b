import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { baseName, hasBaseName, isBelow } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { mavenName } from './coordinates.ts';

/** `testRuntimeClasspath`, `debugAndroidTestCompileClasspath`, `integrationTestRuntimeClasspath`. */
const testConfiguration = /^test|Test/;

/**
 * One entry, `group:artifact:version=configuration,configuration`. Files of the form before Gradle
 * 6.8 have one configuration each, by which the file is named, and no `=`.
 */
function packageOf(line: string, file: string): FoundPackage | undefined {
  const equals = line.indexOf('=');
  const [group, artifact, version, ...more] = line
    .slice(0, equals === -1 ? undefined : equals)
    .trim()
    .split(':');
  const name = mavenName(group, artifact);
  if (name === undefined || version === undefined || version === '' || more.length > 0) {
    return undefined;
  }
  const configurations = equals === -1 ? [baseName(file)] : line.slice(equals + 1).split(',');
  const dev = configurations.every((one) => testConfiguration.test(one.trim()));
  return { name, version, type: 'maven', ...(dev ? { dev } : {}) };
}

function read(file: FileReader): AnalyzerResult {
  const packages: FoundPackage[] = [];
  const problems: Problem[] = [];
  for (const { number, text } of lines(file.text())) {
    const line = text.trim();
    // `empty=` lists the configurations that have no dependencies.
    if (line === '' || line.startsWith('#') || line.startsWith('empty=')) continue;
    const found = packageOf(line, file.path);
    if (found !== undefined) {
      packages.push({ ...found, lines: { startLine: number, endLine: number } });
    } else {
      problems.push({
        code: 'LOCKFILE_INVALID',
        text: `Cannot read "${file.path}" (line ${number}): found no "group:artifact:version=configurations"`,
        line: number,
      });
    }
  }
  return { packages: mergeSame(packages), ...problemsOf(problems) };
}

/** Gradle's lockfiles, of projects and of build scripts; https://docs.gradle.org/current/userguide/dependency_locking.html. */
export const gradleLock: FileAnalyzer = {
  id: 'gradle-lock',
  version: 1,
  type: 'maven',
  resultType: 'gradle',
  finds: 'lockfile',
  files: [
    '**/gradle.lockfile',
    '**/buildscript-gradle.lockfile',
    '**/gradle/dependency-locks/*.lockfile',
  ],
  wants: (path) =>
    hasBaseName(path, 'gradle.lockfile') ||
    hasBaseName(path, 'buildscript-gradle.lockfile') ||
    (path.endsWith('.lockfile') && isBelow(path, 'gradle/dependency-locks')),
  read,
};
