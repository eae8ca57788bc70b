import { LimitError, limits } from '../../../model/index.ts';
import { paragraphs } from '../../../formats/deb822.ts';
import { textsOf } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, Join, ReadFile } from '../contract.ts';

const folder = 'var/lib/apt/lists/';
const ending = '_Packages';

/**
 * Lists of a distribution's own archive, at whichever mirror: `…_debian_dists_bookworm_main_binary-…`,
 * `…_ubuntu_dists_jammy-updates_universe_…`, snapshots with their date.
 */
const archive =
  /_(?:debian(?:-security)?|ubuntu(?:-ports)?|raspbian)(?:_\d{8}T\d{6}Z)?_dists_[a-z0-9.-]{1,60}(?:_updates)?_(?:main|contrib|non-free|non-free-firmware|restricted|universe|multiverse)_binary-/;
/** Others that publish under the same paths. */
const others = /^(?:ppa\.launchpad|archive\.raspberrypi\.)/;

/** True for the list of a repository that the distribution does not answer for. */
export function isForeignList(path: string): boolean {
  if (!path.startsWith(folder) || !path.endsWith(ending)) return false;
  const name = path.slice(folder.length);
  return !name.includes('/') && name.length < 1000 && (others.test(name) || !archive.test(name));
}

const fields: ReadonlySet<string> = new Set(['package', 'version', 'architecture']);

function key(name: string, version: string, arch: string): string {
  return `${name} ${version} ${arch}`;
}

/** What the repositories of others offer, by apt's lists: packages of theirs that are installed are not the distribution's. */
export const aptLists: FileAnalyzer = {
  id: 'apt-lists',
  version: 1,
  type: 'deb',
  finds: 'installed',
  files: [`${folder}*${ending}`],
  wants: (path) => isForeignList(path),
  read: (file) => {
    const offered: string[] = [];
    for (const { fields: field } of paragraphs(file.text(), fields)) {
      const [name, version, arch] = ['package', 'version', 'architecture'].map((one) =>
        field.get(one),
      );
      if (name === undefined || version === undefined) continue;
      offered.push(key(name, version, arch ?? ''));
      if (offered.length > limits.packages.value) throw new LimitError('packages', 'list of apt');
    }
    return { facts: { offered } };
  },
};

/** Marks installed packages that a repository of somebody else offers in this very version. */
export const aptOrigins: Join = {
  id: 'apt-origins',
  analyzers: ['dpkg', 'apt-lists'],
  join: (files) => {
    const offered = new Set(files.flatMap(({ result }) => textsOf(result.facts?.['offered'])));
    const changed = new Map<ReadFile, AnalyzerResult>();
    if (offered.size === 0) return changed;
    for (const file of files) {
      const { packages = [] } = file.result;
      const isOffered = ({ name, version, arch = '' }: (typeof packages)[number]): boolean =>
        offered.has(key(name, version, arch));
      if (!packages.some(isOffered)) continue;
      const marked = packages.map((one) => (isOffered(one) ? { ...one, thirdParty: true } : one));
      changed.set(file, { ...file.result, packages: marked });
    }
    return changed;
  },
};
