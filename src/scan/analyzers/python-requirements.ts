import { parseRequirements } from '../../formats/requirements.ts';
import { FormatError } from '../../formats/errors.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from './contract.ts';
import { mergeSame } from './merge.ts';
import { baseName } from './paths.ts';
import { problemsOf } from './problems.ts';

function read(file: FileReader): AnalyzerResult {
  const { requirements, includes, unreadable } = parseRequirements(file.text());
  const [line] = unreadable;
  if (requirements.length === 0 && includes.length === 0 && line !== undefined) {
    const message = `Cannot read "${file.path}" at line ${line}: found no requirement`;
    throw new FormatError('LOCKFILE_INVALID', message, { line });
  }
  const packages = requirements.map(
    ({ name, version, specifier, startLine, endLine }): FoundPackage => ({
      name,
      version,
      type: 'pypi',
      relationship: 'direct',
      // An exact version says all; anything else is what was asked for, not what is there.
      ...(specifier === '' || (version !== '' && !specifier.startsWith('@'))
        ? {}
        : { requirement: specifier }),
      lines: { startLine, endLine },
    }),
  );
  const problems = unreadable.map((number) => ({
    code: 'LOCKFILE_INVALID',
    text: `Cannot read line ${number} of "${file.path}": found no requirement that pip would accept`,
    line: number,
  }));
  return {
    packages: mergeSame(packages),
    ...(includes.length === 0 ? {} : { facts: { includes } }),
    ...problemsOf(problems),
  };
}

/** pip's requirements files: `requirements*.txt`, `*-requirements.txt`, `requirements/*.txt`. */
export const pythonRequirements: FileAnalyzer = {
  id: 'python-requirements',
  version: 1,
  type: 'pypi',
  resultType: 'pip',
  finds: 'lockfile',
  files: ['**/*requirements*.txt', '**/requirements/*.txt'],
  wants: (path) =>
    path.endsWith('.txt') &&
    path.includes('requirements') &&
    (baseName(path).includes('requirements') || /(?:^|\/)requirements\/[^/]+$/.test(path)),
  read,
};
