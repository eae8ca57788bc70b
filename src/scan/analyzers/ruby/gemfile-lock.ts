import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';

/** RubyGems stops at far less; longer texts would be repeated for each of their users. */
const longest = 256;

/** Sections that list gems, by where these come from. */
const sources: ReadonlySet<string> = new Set(['GEM', 'GIT', 'PATH', 'PLUGIN SOURCE']);
const others: ReadonlySet<string> = new Set([
  'PLATFORMS',
  'DEPENDENCIES',
  'RUBY VERSION',
  'BUNDLED WITH',
  'CHECKSUMS',
]);

/** A gem of a lockfile with the names it asks for. */
interface LockedGem {
  readonly name: string;
  readonly version: string;
  readonly line: number;
  readonly section: string;
  readonly needs: string[];
}

/** What a lockfile says, before its parts are joined. */
interface Lockfile {
  readonly gems: LockedGem[];
  /** Names that the Gemfile has. */
  readonly direct: Set<string>;
  readonly faults: number[];
}

/**
 * The sections by their indentation, which is all the structure there is: no space before a
 * section, two before its fields, four before a gem, six before what that gem asks for.
 */
function sectionsOf(text: string): Lockfile {
  const lockfile: Lockfile = { gems: [], direct: new Set(), faults: [] };
  let section = '';
  for (const { number, text: line } of lines(text)) {
    if (line.trim() === '') continue;
    if (!line.startsWith(' ')) {
      section = line;
      if (!sources.has(line) && !others.has(line)) lockfile.faults.push(number);
    } else if (section === 'DEPENDENCIES') {
      const name = /^ {2}([^\s!(]+)/.exec(line)?.[1];
      if (name !== undefined) lockfile.direct.add(name);
    } else if (sources.has(section) && !readGem(line, { lockfile, section, number })) {
      lockfile.faults.push(number);
    }
  }
  return lockfile;
}

interface Place {
  readonly lockfile: Lockfile;
  readonly section: string;
  readonly number: number;
}

/** One line of a section of gems; false when it should be one and is not. */
function readGem(line: string, { lockfile, section, number }: Place): boolean {
  const [, indent = '', name = '', version] =
    /^( {2,6})([^\s(!]+)(?: \(([^)]*)\))?!?$/.exec(line) ?? [];
  if (indent.length === 6) {
    if (name.length <= longest) lockfile.gems.at(-1)?.needs.push(name);
    return true;
  }
  if (indent.length !== 4) return /^ {2}[a-z_]+:/.test(line);
  if (version === undefined || name.length > longest || version.length > longest) return false;
  // `1.13.3-x86_64-linux`: versions have no hyphen, so what follows one is the platform.
  const [number1 = ''] = version.split('-', 1);
  lockfile.gems.push({ name, version: number1, line: number, section, needs: [] });
  return true;
}

function read(file: FileReader): AnalyzerResult {
  const { gems, direct, faults } = sectionsOf(file.text());
  // One version of a gem in a lockfile; of several platforms it is the same.
  const ids = new Map(gems.map(({ name, version }) => [name, `${name}@${version}`]));
  const packages = gems.map(({ name, version, line, section, needs }): FoundPackage => {
    const dependsOn = new Set(needs.flatMap((one) => ids.get(one) ?? []));
    const away = direct.has(name) ? 'direct' : 'indirect';
    return {
      name,
      version,
      type: 'gem',
      relationship: section === 'PATH' ? 'workspace' : away,
      ...(dependsOn.size === 0 ? {} : { dependsOn: [...dependsOn] }),
      lines: { startLine: line, endLine: line },
    };
  });
  const problems = faults.map((line): Problem => {
    const text = `Cannot read line ${line} of "${file.path}": found nothing that Bundler writes`;
    return { code: 'LOCKFILE_INVALID', text, line };
  });
  return { packages: mergeSame(packages), ...problemsOf(problems) };
}

/** Bundler's lockfile; its reader is `Bundler::LockfileParser`. */
export const gemfileLock: FileAnalyzer = {
  id: 'gemfile-lock',
  version: 1,
  type: 'gem',
  resultType: 'bundler',
  finds: 'lockfile',
  files: ['**/Gemfile.lock', '**/gems.locked'],
  wants: (path) => hasBaseName(path, 'Gemfile.lock') || hasBaseName(path, 'gems.locked'),
  read,
};
