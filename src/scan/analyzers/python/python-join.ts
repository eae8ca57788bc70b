import { normalizedName } from '../../../formats/requirements.ts';
import type { AnalyzerResult, FoundPackage, Join, ReadFile } from '../contract.ts';
import { withRoles } from '../lock-graph.ts';
import type { LockNode } from '../lock-graph.ts';
import { folderOf, foldersUp } from '../paths.ts';
import type { PythonProject } from './python-project.ts';

/** Files that ask, and the lockfiles that each of them tells its part. */
const partners: ReadonlyMap<string, readonly string[]> = new Map([
  ['pyproject', ['poetry', 'pdm', 'pylock', 'uv']],
  ['pipfile-manifest', ['pipfile']],
  ['setup-py', ['poetry', 'pdm', 'pylock', 'uv']],
  ['setup-cfg', ['poetry', 'pdm', 'pylock', 'uv']],
]);

/** uv's lockfile tells everything itself; the others leave it to the project's own file. */
const complete: ReadonlySet<string> = new Set(['uv']);

function join(files: readonly ReadFile[]): ReadonlyMap<ReadFile, AnalyzerResult> {
  const projects = new Map<string, PythonProject>();
  const locked = new Map<string, Set<string>>();
  for (const { path, analyzer, result } of files) {
    const folder = folderOf(path);
    if (partners.has(analyzer)) {
      if (result.facts !== undefined && !analyzer.startsWith('setup'))
        projects.set(`${analyzer} ${folder}`, result.facts['project'] as PythonProject);
    } else locked.set(folder, (locked.get(folder) ?? new Set<string>()).add(analyzer));
  }
  const changed = new Map<ReadFile, AnalyzerResult>();
  for (const file of files) {
    const folder = folderOf(file.path);
    const locks = partners.get(file.analyzer);
    if (locks === undefined) {
      const asking = file.analyzer === 'pipfile' ? 'pipfile-manifest' : 'pyproject';
      const project = projects.get(`${asking} ${folder}`);
      if (project !== undefined && !complete.has(file.analyzer))
        changed.set(file, withProject(file, project));
    } else if (isLocked(folder, locks, locked)) changed.set(file, { ...file.result, packages: [] });
  }
  return changed;
}

/** Whether a lockfile beside the file, or uv's of the workspace above it, has the versions. */
function isLocked(
  folder: string,
  locks: readonly string[],
  locked: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  const here = locked.get(folder);
  if (here !== undefined && locks.some((lock) => here.has(lock))) return true;
  return (
    locks.includes('uv') && foldersUp(folder).some((above) => locked.get(above)?.has('uv') === true)
  );
}

/** The parts of a lockfile's packages by what the project asks for, and the project itself on top. */
function withProject(file: ReadFile, { name, version, asked }: PythonProject): AnalyzerResult {
  const nodes = new Map<string, LockNode>();
  const byName = new Map<string, string[]>();
  for (const one of file.result.packages ?? []) {
    const { relationship: _before, dependsOn = [], ...found } = one;
    const id = `${found.name}@${found.version}`;
    nodes.set(id, { found, needs: dependsOn });
    const key = normalizedName(found.name);
    byName.set(key, [...(byName.get(key) ?? []), id]);
  }
  const idsOf = (wanted: PythonProject['asked']): string[] =>
    wanted.flatMap((one) => byName.get(normalizedName(one.name)) ?? []);
  const production = idsOf(asked.filter(({ dev }) => dev !== true));
  const development = idsOf(asked.filter(({ dev }) => dev === true));
  const packages = withRoles(nodes, { production, development });
  const needs = [...new Set([...production, ...development])];
  // Without a version nothing can be said of the project, and its name may be somebody else's.
  if (name === undefined || version === undefined) return { ...file.result, packages };
  const root: FoundPackage = {
    name,
    version,
    type: 'pypi',
    relationship: 'root',
    ...(needs.length === 0 ? {} : { dependsOn: needs }),
  };
  return { ...file.result, packages: [root, ...packages] };
}

/** Lockfiles of Python tools with the project files they were made from. */
export const pythonJoin: Join = {
  id: 'python',
  analyzers: [...partners.keys(), 'poetry', 'pdm', 'pylock', 'uv', 'pipfile'],
  join,
};
