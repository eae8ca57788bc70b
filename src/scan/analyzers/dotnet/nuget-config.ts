import { childrenOf, parseXml } from '../../../formats/xml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { longest } from './nuget-names.ts';

function read(file: FileReader): AnalyzerResult {
  const root = parseXml(file.text(), `"${file.path}"`);
  const packages: FoundPackage[] = [];
  const problems: Problem[] = [];
  for (const { attributes, startLine, endLine } of childrenOf(root, 'package')) {
    const name = attributes.get('id') ?? '';
    const version = attributes.get('version') ?? '';
    if (name === '' || version === '' || name.length > longest || version.length > longest) {
      const text = `Cannot list the package of line ${startLine} of "${file.path}": found no id or no version`;
      problems.push({ code: 'LOCKFILE_INVALID', text, line: startLine });
      continue;
    }
    packages.push({
      name,
      version,
      type: 'nuget',
      ...(attributes.get('developmentDependency') === 'true' ? { dev: true } : {}),
      lines: { startLine, endLine },
    });
  }
  return { packages: mergeSame(packages), ...problemsOf(problems) };
}

/** Packages of old .NET projects, direct and indirect ones alike; https://learn.microsoft.com/nuget/reference/packages-config. */
export const nugetConfig: FileAnalyzer = {
  id: 'nuget-config',
  version: 1,
  type: 'nuget',
  resultType: 'nuget',
  finds: 'lockfile',
  files: ['**/packages.config'],
  wants: (path) => hasBaseName(path, 'packages.config'),
  read,
};
