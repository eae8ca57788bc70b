import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { packageOfReference } from './conan-reference.ts';

/** Sections that name packages; those of the build tools do not ship. */
const sections: ReadonlyMap<string, boolean> = new Map([
  ['[requires]', false],
  ['[build_requires]', true],
  ['[tool_requires]', true],
  ['[test_requires]', true],
]);

function read(file: FileReader): AnalyzerResult {
  const packages: FoundPackage[] = [];
  const problems: Problem[] = [];
  let dev: boolean | undefined;
  for (const { number, text } of lines(file.text())) {
    const line = text.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('[') && line.endsWith(']')) {
      dev = sections.get(line);
      continue;
    }
    if (dev === undefined) continue;
    const found = packageOfReference(line);
    if (found === undefined) {
      const said = `Cannot list the Conan package "${line.slice(0, 200)}": found no name, wanted name/version`;
      problems.push({ code: 'LOCKFILE_INVALID', text: said, line: number });
    } else
      packages.push({
        ...found,
        relationship: 'direct',
        ...(dev ? { dev } : {}),
        lines: { startLine: number },
      });
  }
  return { packages: mergeSame(packages), ...problemsOf(problems) };
}

/** The packages a Conan project asks for, in its plain form (`conanfile.py` is a program, which is not run). */
export const conanfile: FileAnalyzer = {
  id: 'conanfile',
  version: 1,
  type: 'conan',
  resultType: 'conan',
  finds: 'lockfile',
  files: ['**/conanfile.txt'],
  wants: (path) => hasBaseName(path, 'conanfile.txt'),
  read,
};
