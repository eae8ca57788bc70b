import { paragraphs } from '../../../formats/deb822.ts';
import { itemSpans } from '../../../formats/json-spans.ts';
import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { jsonObjectOf } from '../json-file.ts';
import { linkNeeds } from '../needs.ts';
import type { NeedyPackage } from '../needs.ts';
import { hasBaseName } from '../paths.ts';

/** The version of a manifest or an override, in whichever of its four schemes. */
function versionOf(entry: JsonObject): string | undefined {
  const keys = ['version', 'version-semver', 'version-date', 'version-string'];
  return keys.map((key) => textOf(entry[key])).find((version) => version !== undefined);
}

function readManifest(file: FileReader): AnalyzerResult {
  const manifest = jsonObjectOf(file);
  const pinned = new Map(
    listOf(manifest['overrides']).map((one) => {
      const entry = objectOf(one);
      return [textOf(entry['name']) ?? '', versionOf(entry)] as const;
    }),
  );
  const listed = listOf(manifest['dependencies']);
  const spans = itemSpans(file.bytes, ['dependencies']);
  const packages: FoundPackage[] = [];
  for (const [index, one] of listed.entries()) {
    const entry = objectOf(one);
    const name = textOf(one) ?? textOf(entry['name']);
    if (name === undefined) continue;
    const minimum = textOf(entry['version>=']);
    const version = pinned.get(name);
    const lines = spans.length === listed.length ? spans[index] : undefined;
    packages.push({
      name,
      version: version ?? '',
      type: 'vcpkg',
      relationship: 'direct',
      ...(entry['host'] === true ? { dev: true } : {}),
      ...(version === undefined && minimum !== undefined ? { requirement: `>=${minimum}` } : {}),
      ...(lines === undefined ? {} : { lines }),
    });
  }
  return { packages };
}

/** The ports a vcpkg project asks for; exact versions stand only in its overrides. */
export const vcpkgManifest: FileAnalyzer = {
  id: 'vcpkg-manifest',
  version: 1,
  type: 'vcpkg',
  resultType: 'vcpkg',
  finds: 'lockfile',
  files: ['**/vcpkg.json'],
  wants: (path) => hasBaseName(path, 'vcpkg.json'),
  read: readManifest,
};

function readStatus(file: FileReader): AnalyzerResult {
  const found = new Map<string, NeedyPackage>();
  for (const { fields, startLine, endLine } of paragraphs(file.text())) {
    const name = fields.get('package') ?? '';
    const version = fields.get('version') ?? '';
    const arch = fields.get('architecture');
    const key = `${name}:${arch ?? ''}`;
    // A port appears again for each of its features, and, as in dpkg, once more for each change.
    if (name === '' || fields.has('feature')) continue;
    if (fields.get('status') !== 'install ok installed') {
      found.delete(key);
      continue;
    }
    if (version === '') continue;
    const port = fields.get('port-version');
    const needs = (fields.get('depends') ?? '').split(',').map((one) => one.trim().split(':')[0]);
    found.set(key, {
      needs: needs.filter((one) => one !== undefined),
      found: {
        name,
        version,
        type: 'vcpkg',
        ...(arch === undefined ? {} : { arch }),
        ...(port === undefined ? {} : { qualifiers: { port_version: port } }),
        lines: { startLine, endLine },
      },
    });
  }
  return { packages: linkNeeds([...found.values()]) };
}

/** vcpkg's record of installed ports, paragraphs like those of dpkg. */
export const vcpkgStatus: FileAnalyzer = {
  id: 'vcpkg-status',
  version: 1,
  type: 'vcpkg',
  resultType: 'vcpkg',
  finds: 'installed',
  files: ['**/vcpkg/status'],
  wants: (path) => path.endsWith('vcpkg/status') && hasBaseName(path, 'status'),
  read: readStatus,
};
