import {
  isLocal,
  parseGoMod,
  parseGoSum,
  parseVendorModules,
  replacementOf,
} from '../../../formats/go-mod.ts';
import type { GoMod, GoModule } from '../../../formats/go-mod.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage, Join } from '../contract.ts';
import { folderJoin } from '../folder-join.ts';
import type { FolderResults } from '../folder-join.ts';
import { mergeSame } from '../merge.ts';
import { folderOf, hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { append } from '../../../model/append.ts';

function faultsOf(faults: readonly number[]): Pick<AnalyzerResult, 'problems'> {
  return problemsOf(
    faults.map((line): Problem => ({
      code: 'LOCKFILE_INVALID',
      text: `Cannot read line ${line}: found no directive of this file's grammar`,
      line,
    })),
  );
}

/**
 * A module as it is used: the replacement where there is one. What was replaced by a folder has no
 * version any more, only one that was asked for.
 */
export function goModule(
  asked: GoModule,
  replacement: GoModule | undefined,
): Pick<FoundPackage, 'name' | 'version' | 'type' | 'requirement'> {
  const type = 'golang';
  if (replacement === undefined) return { name: asked.path, version: asked.version ?? '', type };
  const { path, version } = replacement;
  if (version !== undefined && !isLocal(replacement)) return { name: path, version, type };
  const requirement = asked.version === undefined ? {} : { requirement: asked.version };
  return { name: asked.path, version: '', type, ...requirement };
}

function read(file: FileReader): AnalyzerResult {
  const mod = parseGoMod(file.text());
  const { module, go, toolchain } = mod;
  const excluded = new Set(mod.excludes.map(({ path, version }) => `${path}@${version}`));
  const packages: FoundPackage[] = [];
  const used = mod.requires.filter(({ path, version }) => !excluded.has(`${path}@${version}`));
  for (const required of used) {
    packages.push({
      ...goModule(required, replacementOf(mod.replaces, required)),
      relationship: required.indirect ? 'indirect' : 'direct',
      lines: { startLine: required.line, endLine: required.line },
    });
  }
  if (module !== undefined) packages.push(root(module, used));
  append(packages, standardLibrary(mod));
  return {
    packages: mergeSame(packages),
    facts: { go: go?.version ?? '', toolchain: toolchain?.name ?? '' },
    ...faultsOf(mod.faults),
  };
}

function root(module: GoModule & { line: number }, used: GoMod['requires']): FoundPackage {
  const direct = used.filter(({ indirect }) => !indirect);
  return {
    name: module.path,
    version: '',
    type: 'golang',
    relationship: 'root',
    lines: { startLine: module.line, endLine: module.line },
    dependsOn: direct.map(({ path, version }) => `${path}@${version}`),
  };
}

/** A named toolchain builds the program unless a newer one is at hand; the `go` line only says the least that is needed. */
function standardLibrary({ go, toolchain }: GoMod): FoundPackage[] {
  const version = /^go([0-9][^\s-]*)/.exec(toolchain?.name ?? '')?.[1];
  const line = version === undefined ? go?.line : toolchain?.line;
  if (line === undefined) return [];
  return [
    {
      name: 'stdlib',
      type: 'golang',
      relationship: 'direct',
      lines: { startLine: line, endLine: line },
      ...(version === undefined
        ? { version: '', requirement: `>=${go?.version ?? ''}` }
        : { version }),
    },
  ];
}

/** Modules that a Go module needs; https://go.dev/ref/mod. */
export const goMod: FileAnalyzer = {
  id: 'go-mod',
  version: 1,
  type: 'golang',
  resultType: 'gomod',
  finds: 'lockfile',
  files: ['**/go.mod'],
  wants: (path) => hasBaseName(path, 'go.mod'),
  read,
};

/**
 * The checksums hold every version that was ever looked at, in order: the last of each module is
 * the one that minimal version selection can take. Only of use beside a go.mod before 1.17, which
 * lists no indirect modules (`goSums`).
 */
export const goSum: FileAnalyzer = {
  id: 'go-sum',
  version: 1,
  type: 'golang',
  resultType: 'gomod',
  finds: 'lockfile',
  files: ['**/go.sum'],
  wants: (path) => hasBaseName(path, 'go.sum'),
  read: (file) => {
    const { sums, faults } = parseGoSum(file.text());
    const last = new Map<string, FoundPackage>();
    for (const { path, version, line } of sums) {
      last.set(path, {
        name: path,
        version,
        type: 'golang',
        relationship: 'indirect',
        lines: { startLine: line, endLine: line },
      });
    }
    return { packages: [...last.values()], ...faultsOf(faults) };
  },
};

/** Go 1.17 and newer write every module that is built into go.mod; https://go.dev/ref/mod#graph-pruning. */
function listsAll(go: unknown): boolean {
  const [, major, minor] = /^([0-9]{1,3})\.([0-9]{1,4})/.exec(String(go)) ?? [];
  return Number(major) > 1 || Number(minor) >= 17;
}

function completed(results: FolderResults): FolderResults {
  const mod = results.get('go-mod');
  const sum = results.get('go-sum');
  if (mod === undefined || sum === undefined) return results;
  const merged = new Map(results).set('go-sum', { ...sum, packages: [] });
  // A go.mod without a go line is of Go 1.16, says the reference.
  if (listsAll(mod.facts?.['go'])) return merged;
  const listed = new Set((mod.packages ?? []).map(({ name }) => name));
  const extra = (sum.packages ?? [])
    .filter(({ name }) => !listed.has(name))
    .map(({ lines: _lines, ...one }) => one);
  return merged.set('go-mod', { ...mod, packages: [...(mod.packages ?? []), ...extra] });
}

const beside: Join = folderJoin('go-sums', ['go-mod', 'go-sum'], completed);

/**
 * go.sum adds to a go.mod of Go before 1.17 what that does not list; otherwise it says nothing new. Go
 * reads none without a go.mod beside it: among modules it is a leftover, or the user left the go.mod
 * out. Where there is no go.mod at all it is the only one that tells anything.
 */
export const goSums: Join = {
  ...beside,
  join: (files) => {
    const changed = new Map(beside.join(files));
    const modules = files.filter(({ analyzer }) => analyzer === 'go-mod');
    if (modules.length === 0) return changed;
    const folders = new Set(modules.map(({ path }) => folderOf(path)));
    for (const file of files) {
      if (!folders.has(folderOf(file.path))) changed.set(file, { ...file.result, packages: [] });
    }
    return changed;
  },
};

/** Modules whose packages were copied into a vendor folder; those without any packages are not built. */
export const goVendor: FileAnalyzer = {
  id: 'go-vendor',
  version: 1,
  type: 'golang',
  resultType: 'gomod',
  finds: 'lockfile',
  files: ['**/vendor/modules.txt'],
  wants: (path) => /(?:^|[/\\])vendor[/\\]modules\.txt$/.test(path),
  read: (file) => {
    const { modules, faults } = parseVendorModules(file.text());
    const used = modules.filter(({ packages }) => packages.length > 0);
    return {
      packages: mergeSame(
        used.map((one): FoundPackage => ({
          ...goModule(one, one.replacement),
          relationship: one.explicit ? 'direct' : 'indirect',
          lines: { startLine: one.line, endLine: one.line },
        })),
      ),
      ...faultsOf(faults),
    };
  },
};
