import { LimitError, limits } from '../../../model/index.ts';
import { nameAndVersion, paragraphs, relationNames } from '../../../formats/deb822.ts';
import type { Paragraph } from '../../../formats/deb822.ts';
import { FormatError } from '../../../formats/errors.ts';
import type { AnalyzerResult, FileAnalyzer, FoundPackage } from '../contract.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';

const fields: ReadonlySet<string> = new Set([
  'package',
  'version',
  'status',
  'architecture',
  'source',
  'maintainer',
  'depends',
  'pre-depends',
  'provides',
]);

/**
 * Third word of `Status` (dpkg(1), package states): what is really there, whatever is wanted (first
 * word) and flagged (second). Triggers only delay finishing touches of a configured package.
 */
const installed: ReadonlySet<string> = new Set([
  'installed',
  'half-configured',
  'triggers-awaited',
  'triggers-pending',
]);
/** Some or all files may be there, but dpkg does not vouch for which. */
const interrupted: ReadonlySet<string> = new Set(['unpacked', 'half-installed']);

/** One package paragraph with what is needed to resolve its dependencies. */
interface Entry {
  readonly found: FoundPackage;
  readonly provides: readonly string[];
  readonly needs: readonly (readonly string[])[];
}

/**
 * Reads a dpkg status file. `statusNeeded` is false for distroless `status.d` files, which hold
 * one package without a `Status`.
 */
export function readStatus(
  text: string,
  type: 'deb' | 'opkg',
  statusNeeded: boolean,
): AnalyzerResult {
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  let recognised = false;
  for (const paragraph of paragraphs(text, fields)) {
    recognised ||= paragraph.fields.size > 0;
    const entry = readPackage(paragraph, type, statusNeeded);
    if (entry !== undefined && 'found' in entry) entries.push(entry);
    else if (entry !== undefined) problems.push(entry);
    if (paragraph.malformed !== undefined) problems.push(malformed(paragraph.malformed));
    if (entries.length > limits.packages.value) throw new LimitError('packages', 'dpkg status');
  }
  const [problem] = problems;
  if (!recognised && problem?.line !== undefined) {
    throw new FormatError('DEB822_INVALID', problem.text, { line: problem.line });
  }
  return { packages: resolve(entries), ...problemsOf(problems) };
}

function malformed(line: number): Problem {
  const text = `Cannot read line ${line} of the package status: found no field name with a colon, wanted "Field: value"`;
  return { code: 'DEB822_INVALID', text, line };
}

/** The package of a paragraph, a problem with it, or undefined when it is not installed. */
function readPackage(
  { fields: field, startLine, endLine }: Paragraph,
  type: 'deb' | 'opkg',
  statusNeeded: boolean,
): Entry | Problem | undefined {
  const name = field.get('package') ?? '';
  const status = field.get('status');
  const state =
    status?.split(/\s+/)[2] ?? (statusNeeded || status !== undefined ? '' : 'installed');
  if (interrupted.has(state)) {
    const text = `Cannot tell which files of "${name}" are there: its installation was interrupted (state ${state})`;
    return { code: 'DPKG_INTERRUPTED', text, line: startLine };
  }
  if (!installed.has(state)) return undefined;
  const version = field.get('version') ?? '';
  if (name === '' || version === '') {
    const text = `Cannot list the installed package "${name}": found no ${name === '' ? 'Package' : 'Version'} field`;
    return { code: 'DPKG_INCOMPLETE', text, line: startLine };
  }
  const source = nameAndVersion(field.get('source') ?? '');
  const arch = field.get('architecture');
  const maintainer = field.get('maintainer');
  const found: FoundPackage = {
    name,
    version,
    type,
    source: {
      name: source.name === '' ? name : source.name,
      version: source.version ?? version,
    },
    ...(arch === undefined ? {} : { arch }),
    ...(maintainer === undefined ? {} : { maintainer }),
    lines: { startLine, endLine },
  };
  const needs = ['pre-depends', 'depends'].flatMap((key) => relationNames(field.get(key) ?? ''));
  return { found, needs, provides: relationNames(field.get('provides') ?? '').flat() };
}

/** Turns names of dependencies into the packages of this file that satisfy them. */
function resolve(entries: readonly Entry[]): readonly FoundPackage[] {
  const byName = new Map<string, string>();
  for (const { found, provides } of entries) {
    const id = `${found.name}@${found.version}`;
    for (const name of provides) if (!byName.has(name)) byName.set(name, id);
  }
  // A real package beats one that only provides the name.
  for (const { found } of entries) byName.set(found.name, `${found.name}@${found.version}`);
  return entries.map(({ found, needs }) => {
    const dependsOn = new Set<string>();
    for (const alternatives of needs) {
      const met = alternatives.find((name) => byName.has(name));
      const id = met === undefined ? undefined : byName.get(met);
      if (id !== undefined) dependsOn.add(id);
    }
    return dependsOn.size === 0 ? found : { ...found, dependsOn: [...dependsOn] };
  });
}

const statusFolder = 'var/lib/dpkg/status.d/';

/** dpkg's database, and the one-file-a-package form of distroless images. */
export const dpkg: FileAnalyzer = {
  id: 'dpkg',
  version: 2,
  type: 'deb',
  finds: 'installed',
  files: ['var/lib/dpkg/status', `${statusFolder}*`],
  wants: (path) =>
    path === 'var/lib/dpkg/status' ||
    (path.startsWith(statusFolder) &&
      path.length > statusFolder.length &&
      !path.endsWith('.md5sums') &&
      !path.includes('/', statusFolder.length)),
  read: (file) => readStatus(file.text(), 'deb', !file.path.startsWith(statusFolder)),
};

/** OpenWrt's package manager keeps dpkg's format in other places. */
export const opkg: FileAnalyzer = {
  id: 'opkg',
  version: 1,
  type: 'opkg',
  finds: 'installed',
  files: ['usr/lib/opkg/status', 'var/lib/opkg/status'],
  wants: (path) => path === 'usr/lib/opkg/status' || path === 'var/lib/opkg/status',
  read: (file) => readStatus(file.text(), 'opkg', true),
};
