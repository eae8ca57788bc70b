import { FormatError } from '../../../formats/errors.ts';
import { childOf, childrenOf, parseXml } from '../../../formats/xml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { mavenName } from './coordinates.ts';

function read(file: FileReader): AnalyzerResult {
  const what = `"${file.path}"`;
  const root = parseXml(file.text(), what);
  if (root.name !== 'verification-metadata') {
    throw new FormatError(
      'LOCKFILE_INVALID',
      `Cannot read ${what}: found <${root.name}>, wanted <verification-metadata>`,
    );
  }
  const packages: FoundPackage[] = [];
  for (const { attributes, startLine, endLine } of childrenOf(
    childOf(root, 'components'),
    'component',
  )) {
    const name = mavenName(attributes.get('group'), attributes.get('name'));
    const version = attributes.get('version') ?? '';
    if (name !== undefined && version !== '')
      packages.push({ name, version, type: 'maven', lines: { startLine, endLine } });
  }
  return { packages: mergeSame(packages) };
}

/**
 * Gradle's checksums of everything a build downloads, plugins and their dependencies included: it
 * does not tell what ships. https://docs.gradle.org/current/userguide/dependency_verification.html
 */
export const gradleVerification: FileAnalyzer = {
  id: 'gradle-verification',
  version: 1,
  type: 'maven',
  resultType: 'gradle',
  finds: 'lockfile',
  files: ['**/gradle/verification-metadata.xml'],
  wants: (path) =>
    path === 'gradle/verification-metadata.xml' ||
    path.endsWith('/gradle/verification-metadata.xml'),
  read,
};
