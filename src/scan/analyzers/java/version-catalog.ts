import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { lines } from '../../../formats/text.ts';
import { parseToml } from '../../../formats/toml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { mavenName } from './coordinates.ts';

/** Several versions: an interval, a list of them, or a prefix (`1.+`). */
const severalVersions = /[[\](),+]|^latest\./;

/** A version, or the demand for one of several; nothing where the build decides. */
function demandOf(text: string | undefined): Pick<FoundPackage, 'version' | 'requirement'> {
  if (text === undefined) return { version: '' };
  return severalVersions.test(text) ? { version: '', requirement: text } : { version: text };
}

/** Text of a version: itself, what `[versions]` has for a reference, or the strictest part of a rich version. */
function versionText(version: unknown, versions: JsonObject): string | undefined {
  const reference = textOf(objectOf(version)['ref']);
  const known = reference === undefined ? version : memberOf(versions, reference);
  const rich = objectOf(known);
  return (
    textOf(known) ?? textOf(rich['strictly']) ?? textOf(rich['require']) ?? textOf(rich['prefer'])
  );
}

function memberOf(table: JsonObject, key: string): unknown {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function libraryOf(value: unknown, versions: JsonObject): FoundPackage | undefined {
  const [group, artifact, short] = (textOf(value) ?? '').split(':');
  if (short !== undefined) {
    const name = mavenName(group, artifact);
    return name === undefined ? undefined : { name, type: 'maven', ...demandOf(textOf(short)) };
  }
  const table = objectOf(value);
  const [moduleGroup, moduleName] = (textOf(table['module']) ?? '').split(':');
  const name = mavenName(
    moduleName === undefined ? textOf(table['group']) : moduleGroup,
    moduleName ?? textOf(table['name']),
  );
  if (name === undefined) return undefined;
  return { name, type: 'maven', ...demandOf(versionText(table['version'], versions)) };
}

/** Line of each key of `[libraries]`, as far as it is written plainly at the start of a line. */
function keyLines(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  let inside = false;
  for (const { number, text: line } of lines(text)) {
    if (line.startsWith('[')) {
      const table = /^\[libraries(?:\.([\w-]+))?\]/.exec(line);
      inside = table !== null && table[1] === undefined;
      if (table?.[1] !== undefined) found.set(table[1], number);
    } else if (inside) {
      const key = /^\s*"?([\w-]+)"?\s*[.=]/.exec(line)?.[1];
      if (key !== undefined && !found.has(key)) found.set(key, number);
    }
  }
  return found;
}

function read(file: FileReader): AnalyzerResult {
  const text = file.text();
  const catalog = parseToml(text, `"${file.path}"`);
  const versions = objectOf(catalog['versions']);
  const at = keyLines(text);
  const packages: FoundPackage[] = [];
  for (const [key, value] of Object.entries(objectOf(catalog['libraries']))) {
    const found = libraryOf(value, versions);
    const line = at.get(key);
    if (found === undefined) continue;
    packages.push({
      ...found,
      ...(line === undefined ? {} : { lines: { startLine: line, endLine: line } }),
    });
  }
  return { packages: mergeSame(packages) };
}

/**
 * The libraries that a Gradle build may use, by the name everybody gives the catalog; what it really
 * uses only running it would tell. https://docs.gradle.org/current/userguide/version_catalogs.html
 */
export const versionCatalog: FileAnalyzer = {
  id: 'gradle-version-catalog',
  version: 1,
  type: 'maven',
  resultType: 'gradle',
  finds: 'lockfile',
  files: ['**/libs.versions.toml'],
  wants: (path) => hasBaseName(path, 'libs.versions.toml'),
  read,
};
