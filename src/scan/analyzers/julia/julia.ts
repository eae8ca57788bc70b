import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { purlOf } from '../../../formats/purl.ts';
import { arraySpans, parseToml } from '../../../formats/toml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { linkNeeds } from '../needs.ts';
import type { NeedyPackage } from '../needs.ts';
import { baseName, hasBaseName } from '../paths.ts';

/** Two packages may share a name: what tells them apart is the UUID. */
function identified(name: string, version: string, uuid: string | undefined): FoundPackage {
  const type = 'julia';
  const found = { name, version, type };
  if (uuid === undefined) return found;
  return { ...found, purl: purlOf({ type, name, version, qualifiers: { uuid } }) };
}

/** An entry of a manifest. The standard library has no versions of its own before Julia 1.11. */
function packageOf(name: string, entry: JsonObject, julia: string | undefined): FoundPackage {
  const uuid = textOf(entry['uuid']);
  const version = textOf(entry['version']);
  const commit = textOf(entry['repo-rev']);
  const local = textOf(entry['path']) !== undefined;
  const external = local || textOf(entry['git-tree-sha1']) !== undefined;
  return {
    ...identified(name, version ?? (external ? '' : (julia ?? '')), uuid),
    ...(local ? { relationship: 'workspace' } : {}),
    ...(commit === undefined ? {} : { qualifiers: { commit } }),
  };
}

function readManifest(file: FileReader): AnalyzerResult {
  const text = file.text();
  const manifest = parseToml(text, `"${file.path}"`);
  // Format 2 has the packages in a table of their own, format 1 at the top.
  const second = textOf(manifest['manifest_format']) !== undefined || 'deps' in manifest;
  const tables = second ? objectOf(manifest['deps']) : manifest;
  const julia = textOf(manifest['julia_version']);
  const spans = arraySpans(text);
  const packages: NeedyPackage[] = [];
  for (const [name, value] of Object.entries(tables)) {
    const entries = listOf(value);
    const lines = spans.get(second ? `deps.${name}` : name);
    for (const [index, one] of entries.entries()) {
      const entry = objectOf(one);
      const deps = entry['deps'];
      const span = lines?.length === entries.length ? lines[index] : undefined;
      packages.push({
        needs: Array.isArray(deps) ? textsOf(deps) : Object.keys(objectOf(deps)),
        found: {
          ...packageOf(name, entry, julia),
          ...(span === undefined
            ? {}
            : { lines: { startLine: span.startLine, endLine: span.endLine } }),
        },
      });
    }
  }
  return { packages: linkNeeds(packages) };
}

/** Julia's lockfile; https://pkgdocs.julialang.org/v1/toml-files. */
export const juliaManifest: FileAnalyzer = {
  id: 'julia-manifest',
  version: 1,
  type: 'julia',
  resultType: 'julia',
  finds: 'lockfile',
  files: ['**/Manifest.toml', '**/JuliaManifest.toml', '**/Manifest-v*.toml'],
  wants: (path) =>
    path.endsWith('.toml') && /^(?:Julia)?Manifest(?:-v[^/]+)?\.toml$/.test(baseName(path)),
  read: readManifest,
};

function readProject(file: FileReader): AnalyzerResult {
  const project = parseToml(file.text(), `"${file.path}"`);
  const name = textOf(project['name']);
  const version = textOf(project['version']);
  const uuid = textOf(project['uuid']);
  // An environment, or a file of another tool, has no identity of its own.
  if (name === undefined || version === undefined || uuid === undefined) return {};
  return { packages: [identified(name, version, uuid)] };
}

/** Installed Julia packages: each keeps its project file in the depot. */
export const juliaProject: FileAnalyzer = {
  id: 'julia-project',
  version: 1,
  type: 'julia',
  resultType: 'julia-pkg',
  finds: 'installed',
  files: ['**/Project.toml'],
  wants: (path) => hasBaseName(path, 'Project.toml'),
  read: readProject,
};
