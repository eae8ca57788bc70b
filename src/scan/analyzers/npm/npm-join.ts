import type { AnalyzerResult, FoundPackage, Join, ReadFile } from '../contract.ts';
import { folderOf, foldersUp } from '../paths.ts';
import { withRoles } from '../lock-graph.ts';
import type { LockNode } from '../lock-graph.ts';
import { idOf } from './npm-entries.ts';
import type { NpmManifest } from './npm-manifest.ts';
import type { YarnFacts } from './yarn-lock.ts';

/** Folder to the manifest in it. */
type Manifests = ReadonlyMap<string, NpmManifest>;

function join(files: readonly ReadFile[]): ReadonlyMap<ReadFile, AnalyzerResult> {
  const manifests = new Map<string, NpmManifest>();
  const locked = new Set<string>();
  for (const { path, analyzer, result } of files) {
    if (analyzer !== 'npm-manifest') locked.add(folderOf(path));
    else if (result.facts !== undefined)
      manifests.set(folderOf(path), result.facts['manifest'] as NpmManifest);
  }
  const changed = new Map<ReadFile, AnalyzerResult>();
  for (const file of files) {
    const folder = folderOf(file.path);
    if (file.analyzer === 'npm-manifest') {
      const covered = foldersUp(folder).some((above) => locked.has(above));
      if (covered) changed.set(file, { ...file.result, packages: [] });
      continue;
    }
    const root = manifests.get(folder);
    if (root === undefined) continue;
    const { facts } = file.result;
    if (file.analyzer === 'yarn-lock' && facts !== undefined)
      changed.set(file, withYarnRoles(file, facts['yarn'] as YarnFacts, manifests));
    else if (file.analyzer === 'npm-lock' && facts !== undefined)
      changed.set(file, withTreeRoles(file, facts['top'] as readonly [string, string][], root));
  }
  return changed;
}

/** Parts of packages by what the manifests of the project and of its workspace ask for. */
function withYarnRoles(file: ReadFile, yarn: YarnFacts, manifests: Manifests): AnalyzerResult {
  const folder = folderOf(file.path);
  const answers = new Map(yarn.answers);
  const byName = new Map<string, string | undefined>();
  for (const [descriptor, id] of yarn.answers) {
    const name = descriptor.slice(0, descriptor.indexOf('@', 1));
    const known = byName.get(name);
    // Of several versions, none is the one asked for under a range that was overridden.
    byName.set(name, byName.has(name) && known !== id ? undefined : id);
  }
  const idsOf = (wanted: NpmManifest['production']): string[] =>
    wanted.flatMap(
      ([name, range]) =>
        answers.get(`${name}@${range}`) ??
        answers.get(`${name}@npm:${range}`) ??
        byName.get(name) ??
        [],
    );
  const project = [...manifests].filter(
    ([at]) => at === folder || isMember(at, folder, yarn, manifests.get(folder)),
  );
  return withAsked(file, {
    production: project.flatMap(([, { production }]) => idsOf(production)),
    development: project.flatMap(([, { development }]) => idsOf(development)),
  });
}

/** Whether a folder belongs to the workspace of the lockfile in `root`. */
function isMember(
  folder: string,
  root: string,
  { folders }: YarnFacts,
  manifest: NpmManifest | undefined,
): boolean {
  const below = root === '' ? folder : folder.slice(root.length + 1);
  if (root !== '' && !folder.startsWith(`${root}/`)) return false;
  if (folders.length > 0) return folders.includes(below);
  return manifest?.workspaces.some((pattern) => fits(below.split('/'), pattern)) === true;
}

/** `packages/*`, `apps/**`, `tools/one`: a `*` stands for one folder, `**` for any below. */
function fits(parts: readonly string[], pattern: string): boolean {
  const wanted = pattern.replace(/^\.\//, '').replace(/\/$/, '').split('/');
  const deep = wanted.at(-1) === '**';
  const heads = deep ? wanted.slice(0, -1) : wanted;
  if (deep ? parts.length < heads.length : parts.length !== heads.length) return false;
  return heads.every((part, index) => part === '*' || part === parts[index]);
}

/** Lockfile version 1 tells who is for development, but not who was asked for. */
function withTreeRoles(
  file: ReadFile,
  top: readonly (readonly [string, string])[],
  manifest: NpmManifest,
): AnalyzerResult {
  const names = new Map(top);
  const direct = new Set(
    [...manifest.production, ...manifest.development].flatMap(([name]) => names.get(name) ?? []),
  );
  const packages = file.result.packages?.map((one): FoundPackage => ({
    ...one,
    relationship: direct.has(idOf(one)) ? 'direct' : 'indirect',
  }));
  return { ...file.result, packages: packages ?? [] };
}

function withAsked(
  file: ReadFile,
  asked: { production: readonly string[]; development: readonly string[] },
): AnalyzerResult {
  const nodes = new Map(
    (file.result.packages ?? []).map((one): [string, LockNode] => {
      const { relationship: _before, dev: _dev, dependsOn = [], ...found } = one;
      return [idOf(found), { found, needs: dependsOn }];
    }),
  );
  return { ...file.result, packages: withRoles(nodes, asked) };
}

/** Lockfiles of the npm family with the manifests they were made from. */
export const npmJoin: Join = {
  id: 'npm',
  analyzers: ['npm-manifest', 'npm-lock', 'yarn-lock', 'pnpm-lock', 'bun-lock'],
  join,
};
