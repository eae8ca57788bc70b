import { bytesSource } from '../../../formats/byte-source.ts';
import { parseCoreMetadata } from '../../../formats/core-metadata.ts';
import { FormatError } from '../../../formats/errors.ts';
import { decodeText } from '../../../formats/text.ts';
import { zipEntries } from '../../../formats/zip.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { hasBaseName } from '../paths.ts';

function packageOf(text: string, what: string): FoundPackage {
  const { name, version, licenses, author } = parseCoreMetadata(text, what);
  return {
    name,
    version,
    type: 'pypi',
    ...(licenses.length === 0 ? {} : { licenses }),
    ...(author === undefined ? {} : { maintainer: author }),
  };
}

/** Installed Python distributions by what their metadata says; folders, single files and eggs' own. */
export const pythonMetadata: FileAnalyzer = {
  id: 'python-metadata',
  version: 1,
  type: 'pypi',
  resultType: 'python-pkg',
  finds: 'installed',
  files: [
    '**/*.dist-info/METADATA',
    '**/*.egg-info/PKG-INFO',
    '**/EGG-INFO/PKG-INFO',
    '**/*.egg-info',
  ],
  wants: (path) =>
    path.endsWith('.dist-info/METADATA') ||
    path.endsWith('.egg-info/PKG-INFO') ||
    path.endsWith('EGG-INFO/PKG-INFO') ||
    path.endsWith('.egg-info'),
  read: (file) => ({ packages: [packageOf(file.text(), `"${file.path}"`)] }),
};

const insideArchive = /^(?:[^/]+\.dist-info\/METADATA|EGG-INFO\/PKG-INFO)$/;

function readArchive(file: FileReader): AnalyzerResult {
  const what = `"${file.path}"`;
  const entries = zipEntries(bytesSource(file.bytes), { what, entryLimit: 'config_bytes' });
  for (const entry of entries) {
    if (!insideArchive.test(entry.name)) continue;
    return { packages: [packageOf(decodeText(entry.read(), what), what)] };
  }
  throw new FormatError('METADATA_INVALID', `Cannot read ${what}: found no METADATA or PKG-INFO`);
}

/** Distributions in one file: zipped eggs, and wheels such as those that ensurepip carries. */
export const pythonArchive: FileAnalyzer = {
  id: 'python-archive',
  version: 1,
  type: 'pypi',
  resultType: 'python-pkg',
  finds: 'installed',
  files: ['**/*.egg', '**/*.whl'],
  wants: (path) =>
    (path.endsWith('.egg') || path.endsWith('.whl')) &&
    !hasBaseName(path, '.egg') &&
    !hasBaseName(path, '.whl'),
  read: readArchive,
};
