import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { longest } from './nuget-names.ts';

interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly line: number;
  /** Names, resolved within one group: each has versions of its own. */
  readonly needs: string[];
  readonly group: string;
}

const sections: ReadonlySet<string> = new Set(['NUGET', 'GITHUB', 'GIT', 'GIST', 'HTTP']);

/** Packages by indentation: four spaces before one, six before what it needs. */
function lockedPackages(text: string): { locked: LockedPackage[]; faults: number[] } {
  const locked: LockedPackage[] = [];
  const faults: number[] = [];
  let section = '';
  let group = '';
  for (const { number, text: line } of lines(text)) {
    if (line.trim() === '') continue;
    if (!line.startsWith(' ')) {
      group = /^GROUP (.+)$/.exec(line)?.[1] ?? group;
      section = line;
      // Options of the resolver stand as `STRATEGY: MIN`.
      if (!sections.has(line) && !/^(?:GROUP .+|[A-Z][A-Z-]*: .*)$/.test(line)) faults.push(number);
      continue;
    }
    if (section !== 'NUGET') continue;
    const [, indent = '', name = '', version] = /^( {4,6})(\S+)(?: \(([^)]*)\))?/.exec(line) ?? [];
    if (name.length > longest || (version ?? '').length > longest) faults.push(number);
    else if (indent.length === 6) locked.at(-1)?.needs.push(name);
    else if (indent.length === 4 && version !== undefined)
      locked.push({ name, version, line: number, needs: [], group });
    else if (!/^ {2}[a-z]+:/.test(line)) faults.push(number);
  }
  return { locked, faults };
}

function readLock(file: FileReader): AnalyzerResult {
  const { locked, faults } = lockedPackages(file.text());
  const key = (group: string, name: string): string => JSON.stringify([group, name.toLowerCase()]);
  const ids = new Map(
    locked.map(({ name, version, group }) => [key(group, name), `${name}@${version}`]),
  );
  const packages = locked.map(({ name, version, line, needs, group }): FoundPackage => {
    const dependsOn = new Set(needs.flatMap((one) => ids.get(key(group, one)) ?? []));
    return {
      name,
      version,
      type: 'nuget',
      ...(dependsOn.size === 0 ? {} : { dependsOn: [...dependsOn] }),
      lines: { startLine: line, endLine: line },
    };
  });
  return { packages: mergeSame(packages), facts: { locked: true }, ...faultsOf(file, faults) };
}

function faultsOf(file: FileReader, faults: readonly number[]): Pick<AnalyzerResult, 'problems'> {
  return problemsOf(
    faults.map((line): Problem => {
      const text = `Cannot read line ${line} of "${file.path}": found nothing that Paket writes`;
      return { code: 'LOCKFILE_INVALID', text, line };
    }),
  );
}

/** Words that may begin a line; most only set options. */
const keywords =
  /^(?:source|nuget|github|gist|git|http|group|cache|clitool|version|storage|framework|frameworks|restriction|references|redirects|content|copy_local|copy_content_to_output_dir|import_targets|strategy|lowest_matching|license_download|generate_load_scripts|external_lock|condition|specific_version|download_license)\b/i;

function readDependencies(file: FileReader): AnalyzerResult {
  const packages: FoundPackage[] = [];
  const faults: number[] = [];
  for (const { number, text } of lines(file.text())) {
    // `//` and `#` begin a comment; `//` inside an address follows a colon.
    const line = text.replace(/(?<!:)\/\/.*$|(?:^|\s)#.*$/s, '').trim();
    if (line === '') continue;
    const found = dependencyOf(line);
    if (found !== undefined)
      packages.push({ ...found, lines: { startLine: number, endLine: number } });
    else if (!keywords.test(line)) faults.push(number);
  }
  const requires = packages.map(({ name }) => name.toLowerCase());
  return { packages: mergeSame(packages), facts: { requires }, ...faultsOf(file, faults) };
}

function dependencyOf(line: string): FoundPackage | undefined {
  const [, name = '', rest = ''] = /^nuget\s+(\S+)(?!\S)(.*)$/i.exec(line) ?? [];
  if (name !== '' && name.length <= longest)
    return { name, ...nugetVersion(rest), ...asked('nuget') };
  const [, repository = '', reference = ''] =
    /^github\s+([\w.-]+\/[\w.-]+)(?::(\S+))?/i.exec(line) ?? [];
  if (repository === '' || line.length > longest) return undefined;
  // A commit is no version: it says nothing about order.
  const commit = /^[0-9a-f]{20,40}$/.test(reference);
  return {
    name: repository,
    version: commit ? '' : reference,
    ...(commit ? { requirement: reference } : {}),
    ...asked('github'),
  };
}

function asked(type: string): Pick<FoundPackage, 'type' | 'relationship'> {
  return { type, relationship: 'direct' };
}

/** `== 1.2` and `= 1.2` are exact, anything else is a requirement; options (`framework: net45`) follow. */
function nugetVersion(rest: string): Pick<FoundPackage, 'version' | 'requirement'> {
  const bounds = rest.replace(/\s[a-z_]+:.*$/s, '').trim();
  const exact = /^={1,2}\s*(\d\S*)$/.exec(bounds)?.[1] ?? /^(\d\S*)$/.exec(bounds)?.[1];
  if (exact !== undefined && exact.length <= longest) return { version: exact };
  return bounds === '' || bounds.length > longest
    ? { version: '' }
    : { version: '', requirement: bounds };
}

/** Paket's lockfile; https://fsprojects.github.io/Paket/lock-file.html. */
export const paketLock: FileAnalyzer = {
  id: 'paket-lock',
  version: 1,
  type: 'nuget',
  resultType: 'nuget',
  finds: 'lockfile',
  files: ['**/paket.lock'],
  wants: (path) => hasBaseName(path, 'paket.lock'),
  read: readLock,
};

/** What a project asks Paket for; https://fsprojects.github.io/Paket/dependencies-file.html. */
export const paketDependencies: FileAnalyzer = {
  id: 'paket-dependencies',
  version: 1,
  type: 'nuget',
  resultType: 'nuget',
  finds: 'lockfile',
  files: ['**/paket.dependencies'],
  wants: (path) => hasBaseName(path, 'paket.dependencies'),
  read: readDependencies,
};
