import { bytesSource } from '../../../formats/byte-source.ts';
import { FormatError } from '../../../formats/errors.ts';
import { parseJsonBytes } from '../../../formats/json-members.ts';
import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { purlOf } from '../../../formats/purl.ts';
import { zipEntries } from '../../../formats/zip.ts';
import { errorCode, errorText, LimitError, limits } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { npmPackage } from '../npm/package-json.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';

/** An extension of an editor, by the id that its marketplace uses: `publisher.name`. */
function extension(publisher: string, name: string, version: string): FoundPackage {
  return {
    name: `${publisher}.${name}`,
    version,
    type: 'vscode-extension',
    purl: purlOf({ type: 'vscode-extension', namespace: publisher, name, version }),
  };
}

function readList(file: FileReader): AnalyzerResult {
  if (file.bytes.length > limits.config_bytes.value)
    throw new LimitError('config_bytes', `"${file.path}"`, file.bytes.length);
  const list = parseJsonBytes(file.bytes, `"${file.path}"`);
  if (!Array.isArray(list)) {
    const message = `Cannot read "${file.path}": found no JSON list, wanted the editor's extensions`;
    throw new FormatError('METADATA_INVALID', message);
  }
  const packages: FoundPackage[] = [];
  const problems: Problem[] = [];
  for (const [index, one] of listOf(list).entries()) {
    const id = textOf(objectOf(objectOf(one)['identifier'])['id']) ?? '';
    const version = textOf(objectOf(one)['version']);
    const dot = id.indexOf('.');
    if (version !== undefined && dot > 0 && dot < id.length - 1)
      packages.push(extension(id.slice(0, dot), id.slice(dot + 1), version));
    else {
      const text = `Cannot list extension ${index + 1} of "${file.path}": found no "publisher.name" and version`;
      problems.push({ code: 'METADATA_INVALID', text });
    }
  }
  return { packages: mergeSame(packages), ...problemsOf(problems) };
}

/** What Visual Studio Code and the editors made from it have installed. */
export const vscodeExtensions: FileAnalyzer = {
  id: 'vscode-extensions',
  version: 1,
  type: 'vscode-extension',
  resultType: 'vscode-extension',
  finds: 'installed',
  files: ['vscode', 'cursor', 'windsurf', 'positron'].map(
    (editor) => `**/.${editor}*/extensions/extensions.json`,
  ),
  wants: (path) =>
    path.endsWith('/extensions/extensions.json') &&
    /(?:^|\/)\.(?:vscode|cursor|windsurf|positron)[^/]*\/extensions\/extensions\.json$/.test(path),
  read: readList,
};

/** The extension's own manifest, as it lies in its archive. */
function ownPackage(manifest: JsonObject): FoundPackage | undefined {
  const [publisher, name, version] = ['publisher', 'name', 'version'].map((key) =>
    textOf(manifest[key]),
  );
  return publisher === undefined || name === undefined || version === undefined
    ? undefined
    : extension(publisher, name, version);
}

/** The manifest of a package that is packed with the extension. */
function isBundled(name: string): boolean {
  const manifest = 'package.json';
  return (
    name.startsWith('extension/') &&
    name.endsWith(manifest) &&
    name.slice(0, -manifest.length).includes('/node_modules/')
  );
}

function readArchive(file: FileReader): AnalyzerResult {
  const what = `"${file.path}"`;
  const packages: FoundPackage[] = [];
  const problems: Problem[] = [];
  for (const entry of zipEntries(bytesSource(file.bytes), { what, entryLimit: 'config_bytes' })) {
    const own = entry.name === 'extension/package.json';
    if (!own && !isBundled(entry.name)) continue;
    try {
      const inside = `${file.path}/${entry.name}`;
      const manifest = objectOf(parseJsonBytes(entry.read(), `"${inside}"`));
      const found = own ? ownPackage(manifest) : npmPackage(manifest);
      if (found !== undefined) packages.push(found);
    } catch (error) {
      problems.push({ code: errorCode(error), text: errorText(error) });
    }
  }
  return { packages: mergeSame(packages), ...problemsOf(problems) };
}

/** Packed extensions: the extension itself and the npm packages that it brings along. */
export const vsix: FileAnalyzer = {
  id: 'vsix',
  version: 1,
  type: 'vscode-extension',
  resultType: 'vscode-extension',
  finds: 'installed',
  files: ['**/*.vsix', '**/*.VSIX'],
  wants: (path) => path.endsWith('.vsix') || path.endsWith('.VSIX'),
  read: readArchive,
};
