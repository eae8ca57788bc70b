import { parseRequirements } from '../../../formats/requirements.ts';
import { FormatError } from '../../../formats/errors.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { baseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';

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
  const faults = unreadable.map((number): Problem => {
    const text = `Cannot read line ${number} of "${file.path}": found no requirement that pip would accept`;
    return { code: 'LOCKFILE_INVALID', text, line: number };
  });
  const unread = includes
    .filter((name) => !isRequirementsFile(name))
    .map((name): Problem => {
      const text = `Cannot follow "-r ${name}" of "${file.path}": found a name that is not read by itself`;
      return { code: 'LOCKFILE_INCLUDE', text };
    });
  return { packages: mergeSame(packages), ...problemsOf([...faults, ...unread]) };
}

/** Names under which a requirements file is read by itself; what it includes under another name is told. */
function isRequirementsFile(path: string): boolean {
  if (!path.endsWith('.txt') || !path.includes('requirements')) return false;
  return baseName(path).includes('requirements') || /(?:^|\/)requirements\/[^/]+$/.test(path);
}

/** pip's requirements files: `requirements*.txt`, `*-requirements.txt`, `requirements/*.txt`. */
export const pythonRequirements: FileAnalyzer = {
  id: 'python-requirements',
  version: 1,
  type: 'pypi',
  resultType: 'pip',
  finds: 'lockfile',
  files: ['**/*requirements*.txt', '**/requirements/*.txt'],
  wants: isRequirementsFile,
  read,
};
