import { parseJsonBytes } from '../../../formats/json-members.ts';
import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { LimitError, limits } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { hasBaseName } from '../paths.ts';

/** npm's rule for names, with the capitals of old ones; templates and test data do not fit it. */
const packageName = /^(?:@[\w.~!'()*-]+\/)?[\w.~!'()*-]+$/;

/** Licences as npm's documents have told them over the years: a text, an object with a type, a list of either. */
export function npmLicenses(manifest: JsonObject): string[] {
  return [manifest['license'], ...listOf(manifest['licenses']), ...listOf(manifest['license'])]
    .map((one) => textOf(one) ?? textOf(objectOf(one)['type']))
    .filter((one) => one !== undefined);
}

/** Visual Studio Code extensions and Unity packages use the same file name for other registries. */
function isOfOtherKind(manifest: JsonObject): boolean {
  const vscode = textOf(objectOf(manifest['engines'])['vscode']) !== undefined;
  return (
    (vscode && textOf(manifest['publisher']) !== undefined) ||
    textOf(manifest['unity']) !== undefined
  );
}

/** Whether Node would load the folder as a package: `node_modules/name` or `node_modules/@scope/name`, or a project of its own. */
function isPackageFolder(path: string): boolean {
  const at = path.lastIndexOf('node_modules/');
  if (at === -1) return true;
  const parts = path.slice(at + 'node_modules/'.length).split('/');
  return parts.length === (parts[0]?.startsWith('@') === true ? 3 : 2);
}

/** The package that a package.json is of; undefined where it names none, or one of another registry. */
export function npmPackage(manifest: JsonObject): FoundPackage | undefined {
  const name = textOf(manifest['name']) ?? '';
  const version = textOf(manifest['version']) ?? '';
  if (version === '' || !packageName.test(name) || isOfOtherKind(manifest)) return undefined;
  const licenses = npmLicenses(manifest);
  return {
    name,
    version: version.trim(),
    type: 'npm',
    ...(licenses.length === 0 ? {} : { licenses }),
  };
}

function read(file: FileReader): AnalyzerResult {
  if (file.bytes.length > limits.config_bytes.value)
    throw new LimitError('config_bytes', `"${file.path}"`, file.bytes.length);
  let manifest: JsonObject;
  try {
    manifest = objectOf(parseJsonBytes(file.bytes, `"${file.path}"`));
  } catch (error) {
    // Packages ship broken manifests as test data; where Node would never load one, it is none.
    if (isPackageFolder(file.path)) throw error;
    return {};
  }
  const found = npmPackage(manifest);
  return found === undefined ? {} : { packages: [found] };
}

/** Installed npm packages: every package.json with a name and a version, copies inside other packages included. */
export const packageJson: FileAnalyzer = {
  id: 'package-json',
  version: 1,
  type: 'npm',
  resultType: 'node-pkg',
  finds: 'installed',
  files: ['**/package.json'],
  wants: (path) => hasBaseName(path, 'package.json'),
  read,
};
