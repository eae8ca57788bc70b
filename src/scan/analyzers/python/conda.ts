import { FormatError } from '../../../formats/errors.ts';
import { parseJsonBytes } from '../../../formats/json-members.ts';
import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import { readYaml } from '../../../formats/yaml.ts';
import { LimitError, limits } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { asFound, askedFor } from './python-project.ts';
import { append } from '../../../model/append.ts';

function readMeta(file: FileReader): AnalyzerResult {
  if (file.bytes.length > limits.config_bytes.value)
    throw new LimitError('config_bytes', `"${file.path}"`, file.bytes.length);
  const record = objectOf(parseJsonBytes(file.bytes, `"${file.path}"`));
  const name = textOf(record['name']);
  const version = textOf(record['version']);
  if (name === undefined || version === undefined) {
    const message = `Cannot read "${file.path}": found no name and version, wanted the record of an installed Conda package`;
    throw new FormatError('METADATA_INVALID', message);
  }
  const license = textOf(record['license']);
  return {
    packages: [
      {
        name,
        version,
        type: 'conda',
        ...(license === undefined ? {} : { licenses: [license] }),
        // Asked for on the command line, or brought by what was.
        relationship: textOf(record['requested_spec']) === undefined ? 'indirect' : 'direct',
      },
    ],
  };
}

/** Packages installed in a Conda environment: `conda-meta` lies at its top, the base one's too. */
export const condaMeta: FileAnalyzer = {
  id: 'conda-meta',
  version: 1,
  type: 'conda',
  resultType: 'conda-pkg',
  finds: 'installed',
  files: ['**/conda-meta/*.json'],
  wants: (path) => path.endsWith('.json') && /(?:^|\/)conda-meta\/[^/]+$/.test(path),
  read: readMeta,
};

/** One line of `dependencies`, a match specification: `name`, `name=1.0=build`, `name >=1,<2`, `channel::name`. */
function condaPackage(text: string): FoundPackage | undefined {
  const channel = text.lastIndexOf('::');
  const spec = text.slice(channel === -1 ? 0 : channel + 2).trim();
  const name = /^[A-Za-z0-9_][A-Za-z0-9_.-]*/.exec(spec)?.[0];
  if (name === undefined) return undefined;
  const asked = spec.slice(name.length).trim();
  // `name 1.0 build` and `name=1.0=build` are the two ways in which exports write one version.
  const first = asked.split(/\s+|(?<=[^=<>!~])=(?!=)/).find((word) => word !== '') ?? '';
  const version = /^={0,2}([0-9][0-9A-Za-z_.!+]*)$/.exec(first)?.[1];
  return {
    name,
    version: version ?? '',
    type: 'conda',
    relationship: 'direct',
    ...(version !== undefined || asked === '' ? {} : { requirement: asked }),
  };
}

function readEnvironment(file: FileReader): AnalyzerResult {
  const { value, lineOf } = readYaml(file.text(), `"${file.path}"`);
  const listed = listOf(objectOf(value)['dependencies']);
  const packages: FoundPackage[] = [];
  const problems: Problem[] = [];
  const add = (found: readonly FoundPackage[], path: readonly (string | number)[]): void => {
    const line = lineOf(['dependencies', ...path]);
    const lines = line === undefined ? {} : { lines: { startLine: line, endLine: line } };
    append(
      packages,
      found.map((one) => ({ ...one, ...lines })),
    );
    if (found.length > 0) return;
    const text = `Cannot read a dependency of "${file.path}": found no package name in it`;
    problems.push({ code: 'LOCKFILE_INVALID', text, ...(line === undefined ? {} : { line }) });
  };
  for (const [index, one] of listed.entries()) {
    const text = textOf(one);
    if (text !== undefined) {
      const found = condaPackage(text);
      add(found === undefined ? [] : [found], [index]);
    } else
      for (const [at, wanted] of textsOf(objectOf(one)['pip']).entries())
        add(askedFor([wanted]).map(asFound), [index, 'pip', at]);
  }
  return { packages: mergeSame(packages), ...problemsOf(problems) };
}

/** Conda's environment files, written by hand or by `conda env export`; what pip adds to them too. */
export const condaEnvironment: FileAnalyzer = {
  id: 'conda-environment',
  version: 1,
  type: 'conda',
  resultType: 'conda-environment',
  finds: 'lockfile',
  files: ['**/environment.yml', '**/environment.yaml'],
  wants: (path) => hasBaseName(path, 'environment.yml') || hasBaseName(path, 'environment.yaml'),
  read: readEnvironment,
};
