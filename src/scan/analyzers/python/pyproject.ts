import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { parseToml } from '../../../formats/toml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { asFound, askedFor } from './python-project.ts';
import type { AskedPackage, Purpose, PythonProject } from './python-project.ts';

const dev = { dev: true } as const;

/** A group of Poetry's or Pipenv's tables: name to a constraint, a table with one, or a list of such. */
export function askedInTable(table: unknown, purpose: Purpose = {}): AskedPackage[] {
  return Object.entries(objectOf(table)).flatMap(([name, value]) => {
    // The interpreter itself stands among Poetry's dependencies.
    if (name === 'python') return [];
    const [first] = Array.isArray(value) ? listOf(value) : [value];
    const details = objectOf(first);
    const constraint = textOf(first) ?? textOf(details['version']) ?? '';
    const git = textOf(details['git']);
    const address =
      git === undefined ? (textOf(details['url']) ?? textOf(details['path'])) : `git+${git}`;
    const part = details['optional'] === true ? { ...purpose, optional: true as const } : purpose;
    const exact = /^={0,3}\s*v?([0-9]+(?:\.[0-9A-Za-z]+)+)$/.exec(constraint)?.[1] ?? '';
    const specifier =
      address === undefined ? (constraint === '*' ? '' : constraint) : `@ ${address}`;
    return [{ name, version: address === undefined ? exact : '', specifier, ...part }];
  });
}

/** Groups by name, each a list of requirements (PEP 735; tables in them only include other groups). */
function groups(value: unknown, purpose: Purpose): AskedPackage[] {
  return Object.values(objectOf(value)).flatMap((list) => askedFor(textsOf(list), purpose));
}

/** What the tables of the tools ask for besides the standard ones. */
function toolTables(tool: JsonObject): AskedPackage[] {
  const poetry = objectOf(tool['poetry']);
  return [
    ...askedInTable(poetry['dependencies']),
    ...askedInTable(poetry['dev-dependencies'], dev),
    ...Object.values(objectOf(poetry['group'])).flatMap((group) =>
      askedInTable(objectOf(group)['dependencies'], dev),
    ),
    ...groups(objectOf(tool['pdm'])['dev-dependencies'], dev),
    ...askedFor(textsOf(objectOf(tool['uv'])['dev-dependencies']), dev),
  ];
}

function read(file: FileReader): AnalyzerResult {
  const document = parseToml(file.text(), `"${file.path}"`);
  const project = objectOf(document['project']);
  const tool = objectOf(document['tool']);
  const asked = [
    ...askedFor(textsOf(project['dependencies'])),
    ...groups(project['optional-dependencies'], { optional: true }),
    ...groups(document['dependency-groups'], dev),
    ...toolTables(tool),
  ];
  const poetry = objectOf(tool['poetry']);
  const name = textOf(project['name']) ?? textOf(poetry['name']);
  const version = textOf(project['version']) ?? textOf(poetry['version']);
  const facts: PythonProject = {
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    asked,
  };
  return { packages: mergeSame(asked.map(asFound)), facts: { project: facts } };
}

/**
 * What a pyproject.toml asks for: the standard tables and those of Poetry, PDM and uv. A lockfile
 * beside or above it knows the versions; then it only tells that one who was asked for.
 * https://packaging.python.org/specifications/pyproject-toml, PEP 735.
 */
export const pyproject: FileAnalyzer = {
  id: 'pyproject',
  version: 1,
  type: 'pypi',
  resultType: 'pip',
  finds: 'lockfile',
  files: ['**/pyproject.toml'],
  wants: (path) => hasBaseName(path, 'pyproject.toml'),
  read,
};

function readPipfile(file: FileReader): AnalyzerResult {
  const document = parseToml(file.text(), `"${file.path}"`);
  const asked = Object.entries(document).flatMap(([section, table]) => {
    if (section === 'source' || section === 'requires' || section === 'scripts') return [];
    if (section === 'pipenv') return [];
    if (section === 'packages') return askedInTable(table);
    return askedInTable(table, section === 'dev-packages' ? dev : { optional: true });
  });
  return { packages: mergeSame(asked.map(asFound)), facts: { project: { asked } } };
}

/** What a Pipfile asks for; https://github.com/pypa/pipfile. */
export const pipfileManifest: FileAnalyzer = {
  id: 'pipfile-manifest',
  version: 1,
  type: 'pypi',
  resultType: 'pipenv',
  finds: 'lockfile',
  files: ['**/Pipfile'],
  wants: (path) => hasBaseName(path, 'Pipfile'),
  read: readPipfile,
};
