import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import { parseToml } from '../../../formats/toml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { linkNeeds } from '../needs.ts';
import type { NeedyPackage } from '../needs.ts';
import { hasBaseName } from '../paths.ts';
import { fromRepository } from '../version-control.ts';

function readManifest(file: FileReader): AnalyzerResult {
  const manifest = parseToml(file.text(), `"${file.path}"`);
  const asked = new Set(Object.keys(objectOf(manifest['requirements'])));
  const packages: NeedyPackage[] = [];
  for (const value of listOf(manifest['packages'])) {
    const entry = objectOf(value);
    const name = textOf(entry['name']);
    const version = textOf(entry['version']);
    const source = textOf(entry['source']);
    // Other tools have a manifest.toml too; a package of the project itself has the source "local".
    if (name === undefined || version === undefined || source === undefined || source === 'local')
      continue;
    const commit = textOf(entry['commit']) ?? '';
    const url = textOf(entry['repo']) ?? '';
    packages.push({
      needs: textsOf(entry['requirements']),
      found: {
        ...(source === 'git'
          ? fromRepository('hex', name, { url, commit })
          : { name, version, type: 'hex' }),
        relationship: asked.has(name) ? 'direct' : 'indirect',
      },
    });
  }
  return { packages: linkNeeds(packages) };
}

/** Gleam's lockfile. */
export const gleamManifest: FileAnalyzer = {
  id: 'gleam-manifest',
  version: 1,
  type: 'hex',
  resultType: 'gleam',
  finds: 'lockfile',
  files: ['**/manifest.toml'],
  wants: (path) => hasBaseName(path, 'manifest.toml'),
  read: readManifest,
};

function readProject(file: FileReader): AnalyzerResult {
  const project = parseToml(file.text(), `"${file.path}"`);
  const packages: FoundPackage[] = [];
  for (const [table, dev] of [
    ['dependencies', false],
    ['dev-dependencies', true],
    ['dev_dependencies', true],
  ] as const) {
    for (const [name, value] of Object.entries(objectOf(project[table]))) {
      const requirement = textOf(value);
      // Paths and repositories are tables: their packages come from elsewhere.
      if (requirement === undefined) continue;
      packages.push({
        name,
        version: '',
        type: 'hex',
        requirement,
        relationship: 'direct',
        ...(dev ? { dev } : {}),
      });
    }
  }
  return { packages };
}

/** The packages a Gleam project asks for. */
export const gleamProject: FileAnalyzer = {
  id: 'gleam-project',
  version: 1,
  type: 'hex',
  resultType: 'gleam',
  finds: 'lockfile',
  files: ['**/gleam.toml'],
  wants: (path) => hasBaseName(path, 'gleam.toml'),
  read: readProject,
};
