import { parseXml } from '../../../formats/xml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import { isWrittenOut, packageItems, propertiesOf, unnamed } from './msbuild-items.ts';

const references: ReadonlySet<string> = new Set(['PackageReference', 'GlobalPackageReference']);
const central: ReadonlySet<string> = new Set([...references, 'PackageVersion']);

/** Shared settings of a folder and all below it: properties, and versions of packages. */
function readShared(file: FileReader): AnalyzerResult {
  const root = parseXml(file.text(), `"${file.path}"`);
  const properties = propertiesOf(root);
  const items = packageItems(root, central, properties);
  const found = items.filter(({ name }) => isWrittenOut(name));
  const problems = items
    .filter(({ name }) => !isWrittenOut(name))
    .map(({ name, lines }) => unnamed(name, lines.startLine));
  const versions = found
    .filter(({ version }) => version !== '')
    .map(({ name, version }) => [name.toLowerCase(), version]);
  return {
    packages: mergeSame(found),
    facts: { properties: [...properties], versions },
    ...problemsOf(problems),
  };
}

/**
 * A project; what a version without value means is known when the files above are. Packages whose
 * names have no value yet are handed on too: the join lists them, or tells that it cannot.
 */
function readProject(file: FileReader): AnalyzerResult {
  const root = parseXml(file.text(), `"${file.path}"`);
  return { packages: mergeSame(packageItems(root, references, propertiesOf(root))) };
}

const shared = {
  version: 2,
  type: 'nuget',
  resultType: 'packages-props',
  finds: 'lockfile',
  read: readShared,
} as const;

/** Versions kept in one place; https://learn.microsoft.com/nuget/consume-packages/central-package-management. */
export const nugetCentral: FileAnalyzer = {
  ...shared,
  id: 'nuget-central',
  files: ['**/*Packages.props', '**/*packages.props'],
  wants: (path) => /[Pp]ackages\.props$/.test(path),
};

/** Settings of all projects below a folder; https://learn.microsoft.com/visualstudio/msbuild/customize-by-directory. */
export const msbuildProps: FileAnalyzer = {
  ...shared,
  id: 'msbuild-props',
  files: ['**/Directory.Build.props'],
  wants: (path) => hasBaseName(path, 'Directory.Build.props'),
};

/** Package references of a project; https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files. */
export const msbuildProject: FileAnalyzer = {
  id: 'msbuild-project',
  version: 2,
  type: 'nuget',
  resultType: 'nuget',
  finds: 'lockfile',
  files: ['**/*.csproj', '**/*.fsproj', '**/*.vbproj'],
  wants: (path) => /\.(?:cs|fs|vb)proj$/.test(path),
  read: readProject,
};
