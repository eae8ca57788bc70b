import { FormatError } from '../../../formats/errors.ts';
import { objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import { lines } from '../../../formats/text.ts';
import { parseToml } from '../../../formats/toml.ts';
import { LimitError, limits } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { baseName, hasBaseName } from '../paths.ts';
import { program } from './programs.ts';
import { append } from '../../../model/append.ts';

/** Words in place of a version that name no release: whatever the machine has, a folder, a commit. */
const notReleases = /^(?:system|path:.*|ref:.*|latest.*|lts.*|stable|prefix:.*|sub-.*)$/;

function readToolVersions(file: FileReader): AnalyzerResult {
  const packages: FoundPackage[] = [];
  for (const { number, text } of lines(file.text())) {
    const [tool = '', ...versions] = text.replace(/#.*$/s, '').trim().split(/\s+/);
    for (const version of versions.filter((one) => !notReleases.test(one)))
      append(packages, listed(program(tool, version, number), version));
  }
  return { packages: mergeSame(packages) };
}

/** asdf knows no ranges: what stands there is the version, however short. */
function listed(found: FoundPackage | undefined, version: string): FoundPackage[] {
  if (found === undefined) return [];
  const { requirement: _same, ...rest } = found;
  return [found.version === '' ? { ...rest, version } : found];
}

/** asdf's list of tools, later ones are fallbacks; https://asdf-vm.com/manage/configuration.html. */
export const toolVersions: FileAnalyzer = {
  id: 'tool-versions',
  version: 2,
  type: 'generic',
  resultType: 'asdf',
  finds: 'lockfile',
  files: ['**/.tool-versions'],
  wants: (path) => hasBaseName(path, '.tool-versions'),
  read: readToolVersions,
};

function readMise(file: FileReader): AnalyzerResult {
  const tools = objectOf(parseToml(file.text(), `"${file.path}"`)['tools']);
  const packages = Object.entries(tools).flatMap(([tool, value]) => {
    const all = Array.isArray(value) ? textsOf(value) : [textOf(value) ?? ''];
    const wanted = [...all, textOf(objectOf(value)['version']) ?? ''];
    return wanted
      .filter((one) => one !== '' && !notReleases.test(one))
      .flatMap((one) => program(tool, one) ?? []);
  });
  return { packages: mergeSame(packages) };
}

/** mise's tools; a short version is a prefix, the newest that fits; https://mise.jdx.dev/configuration.html. */
export const mise: FileAnalyzer = {
  id: 'mise',
  version: 2,
  type: 'generic',
  resultType: 'mise',
  finds: 'lockfile',
  files: ['**/mise.toml', '**/.mise.toml', '**/mise.*.toml', '**/.mise.*.toml'],
  wants: (path) => path.endsWith('.toml') && /^\.?mise\.(?:[^.]+\.)?toml$/.test(baseName(path)),
  read: readMise,
};

function readNodeVersion(file: FileReader): AnalyzerResult {
  if (file.bytes.length > limits.config_bytes.value)
    throw new LimitError('config_bytes', `"${file.path}"`, file.bytes.length);
  for (const { number, text } of lines(file.text())) {
    const wanted = text.replace(/#.*$/s, '').trim();
    if (wanted === '') continue;
    if (wanted.includes('\u0000')) {
      const message = `Cannot read "${file.path}": found binary data, wanted a version of Node.js`;
      throw new FormatError('LOCKFILE_INVALID', message);
    }
    // `node`, `lts/*`, `iojs` and other words name no release; the first line alone counts.
    if (!/^v?[0-9]+(?:\.[0-9]+){0,2}(?:-[\w.]+)?$/.test(wanted)) return {};
    const found = program('nodejs', wanted, number);
    return found === undefined ? {} : { packages: [found] };
  }
  return {};
}

/** The version of Node.js that nvm, fnm, nodenv and others choose; https://github.com/nvm-sh/nvm#nvmrc. */
export const nodeVersion: FileAnalyzer = {
  id: 'node-version',
  version: 2,
  type: 'generic',
  resultType: 'node-version',
  finds: 'lockfile',
  files: ['**/.nvmrc', '**/.node-version'],
  wants: (path) => hasBaseName(path, '.nvmrc') || hasBaseName(path, '.node-version'),
  read: readNodeVersion,
};
