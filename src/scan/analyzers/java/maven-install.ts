import { FormatError } from '../../../formats/errors.ts';
import { spanTree } from '../../../formats/json-spans.ts';
import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { mavenName } from './coordinates.ts';
import { jsonObjectOf } from '../json-file.ts';

/** `group:artifact`, with `packaging` and `classifier` behind it where there are some. */
function nameOf(coordinate: string): string | undefined {
  const [group, artifact] = coordinate.split(':');
  return mavenName(group, artifact);
}

/** Forms 2 and 3: artifacts by coordinate; form 3 also says which of them were asked for. */
function readArtifacts(lock: JsonObject, bytes: Uint8Array): FoundPackage[] {
  const artifacts = objectOf(lock['artifacts']);
  const needs = objectOf(lock['dependencies']);
  const asked = new Set(Object.keys(objectOf(lock['__INPUT_ARTIFACTS_HASH'])));
  const spans = spanTree(bytes, 2).members.get('artifacts')?.members;
  const versionOf = (coordinate: string): string | undefined =>
    Object.hasOwn(artifacts, coordinate)
      ? textOf(objectOf(artifacts[coordinate])['version'])
      : undefined;
  const packages: FoundPackage[] = [];
  for (const coordinate of Object.keys(artifacts)) {
    const name = nameOf(coordinate);
    const version = versionOf(coordinate);
    if (name === undefined || version === undefined) continue;
    const lines = spans?.get(coordinate)?.span;
    const dependsOn = textsOf(Object.hasOwn(needs, coordinate) ? needs[coordinate] : []).flatMap(
      (needed) => {
        const found = versionOf(needed);
        return found === undefined ? [] : [`${nameOf(needed) ?? ''}@${found}`];
      },
    );
    packages.push({
      name,
      version,
      type: 'maven',
      ...(asked.size === 0
        ? {}
        : { relationship: asked.has(coordinate) || asked.has(name) ? 'direct' : 'indirect' }),
      ...(dependsOn.length === 0 ? {} : { dependsOn }),
      ...(lines === undefined ? {} : { lines }),
    });
  }
  return packages;
}

/** Form 1: a list whose coordinates end in the version. */
function readTree(tree: JsonObject, bytes: Uint8Array): FoundPackage[] {
  const spans = spanTree(bytes, 4, true)
    .members.get('dependency_tree')
    ?.members.get('dependencies');
  const packages: FoundPackage[] = [];
  for (const [index, item] of listOf(tree['dependencies']).entries()) {
    const entry = objectOf(item);
    const id = idOf(textOf(entry['coord']) ?? '');
    if (id === undefined) continue;
    const dependsOn = textsOf(entry['directDependencies']).flatMap((one) => {
      const needed = idOf(one);
      return needed === undefined ? [] : [`${needed.name}@${needed.version}`];
    });
    const lines = spans?.members.get(String(index))?.span;
    packages.push({
      ...id,
      type: 'maven',
      ...(dependsOn.length === 0 ? {} : { dependsOn }),
      ...(lines === undefined ? {} : { lines }),
    });
  }
  return packages;
}

function idOf(coordinate: string): { name: string; version: string } | undefined {
  const name = nameOf(coordinate);
  const parts = coordinate.split(':');
  const version = parts.at(-1);
  return name === undefined || version === undefined || parts.length < 3
    ? undefined
    : { name, version };
}

function read(file: FileReader): AnalyzerResult {
  const what = `"${file.path}"`;
  const lock = jsonObjectOf(file);
  if (Object.hasOwn(lock, 'artifacts')) {
    return { packages: mergeSame(readArtifacts(lock, file.bytes)) };
  }
  if (Object.hasOwn(lock, 'dependency_tree')) {
    return { packages: mergeSame(readTree(objectOf(lock['dependency_tree']), file.bytes)) };
  }
  throw new FormatError(
    'LOCKFILE_INVALID',
    `Cannot read ${what}: found neither artifacts nor a dependency tree`,
  );
}

/** Lockfile of Bazel's rules_jvm_external, forms 1 to 3; https://github.com/bazel-contrib/rules_jvm_external. */
export const mavenInstall: FileAnalyzer = {
  id: 'maven-install',
  version: 1,
  type: 'maven',
  resultType: 'bazel-maven',
  finds: 'lockfile',
  files: ['**/*maven_install.json'],
  wants: (path) => path.endsWith('maven_install.json'),
  read,
};
