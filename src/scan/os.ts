import { distroOf } from '../model/index.ts';
import type { OperatingSystem } from '../model/index.ts';

/** What one file says of the operating system, after all layers were merged. */
export interface OsStatement {
  /** Path inside the subject, without leading slash. */
  readonly path: string;
  readonly os: Partial<OperatingSystem>;
}

/**
 * Files that can name the distribution, the most telling first. Derived distributions keep the file
 * of their parent (Oracle Linux has a `redhat-release` that says Red Hat, Ubuntu a `debian_version`),
 * so a distribution's own file comes before its parent's.
 */
export const osFiles: readonly string[] = [
  'etc/os-release',
  'usr/lib/os-release',
  'etc/alpine-release',
  'etc/almalinux-release',
  'etc/rocky-release',
  'etc/oracle-release',
  'etc/fedora-release',
  'etc/centos-release',
  'etc/photon-release',
  'etc/SuSE-release',
  'etc/redhat-release',
  'etc/system-release',
  'etc/system-release-cpe',
  'etc/lsb-release',
  'etc/debian_version',
  'etc/apk/repositories',
  'var/lib/ubuntu-advantage/status.json',
  'bin/busybox',
  'usr/bin/busybox',
];

/** Where package managers keep what they installed. */
const packageFolders: readonly string[] = [
  'lib/apk/db',
  'usr/lib/apk/db',
  'var/lib/dpkg',
  'var/lib/rpm',
  'usr/lib/sysimage/rpm',
  'usr/share/rpm',
  'var/lib/rpmmanifest',
  'var/lib/pacman',
  'var/db/pkg',
  'usr/lib/opkg',
  'var/lib/chisel',
];

/** A folder with any of these below it is the root of a system, and no source tree. */
export const systemMarks: readonly string[] = [
  ...osFiles.filter((path) => !path.endsWith('/busybox')),
  'etc/cos-package-info.json',
  ...packageFolders,
];

const rank: ReadonlyMap<string, number> = new Map(osFiles.map((path, index) => [path, index]));

/**
 * Puts the statements of all files together: the first file that names a distribution decides, and
 * the files of that distribution fill in what it left open. Undefined when no file names one; then
 * nothing is known and every verdict about OS packages is `unknown`.
 */
export function identifyOs(found: readonly OsStatement[]): OperatingSystem | undefined {
  const ordered = found.toSorted((a, b) => rankOf(a.path) - rankOf(b.path));
  const main = ordered.find(({ os }) => os.id !== undefined && os.id !== '');
  if (main?.os.id === undefined) return undefined;
  const sets = [...new Set(found.flatMap(({ os: said }) => said.contentSets ?? []))].sort();
  const os: OperatingSystem = {
    ...main.os,
    id: main.os.id,
    version: main.os.version ?? '',
    ...(sets.length === 0 ? {} : { contentSets: sets }),
  };
  if (os.id === 'debian') return refineDebian(os, ordered);
  if (os.id === 'ubuntu')
    return withChannels(
      os,
      ordered.flatMap(({ os: said }) => said.channels ?? []),
    );
  return os.id === 'alpine' ? refineAlpine(os, ordered) : os;
}

function rankOf(path: string): number {
  return rank.get(path) ?? osFiles.length;
}

/**
 * os-release names the release (`12`), debian_version the point release (`12.5`) or, before a
 * release, `trixie/sid` for testing and unstable alike. Only apt's sources tell those two apart;
 * without them unstable is assumed, where every fix arrives first.
 */
function refineDebian(os: OperatingSystem, found: readonly OsStatement[]): OperatingSystem {
  const version = found.find(({ path }) => path === 'etc/debian_version')?.os;
  if (version?.version !== undefined && version.version !== '') {
    const fits = os.version === '' || version.version.split('.', 1)[0] === os.version;
    return fits ? { ...os, version: version.version, release: os.release ?? version.version } : os;
  }
  if (os.version !== '' || version === undefined) return os;
  const suites = found.find(
    ({ path, os: said }) => path.startsWith('etc/apt/sources') && said.channel !== undefined,
  );
  const codename = os.codename ?? version.codename;
  return {
    ...os,
    channel: suites?.os.channel ?? version.channel ?? 'sid',
    ...(codename === undefined ? {} : { codename }),
  };
}

/** The system with subscriptions that its files, or its packages, give away. */
export function withChannels(os: OperatingSystem, found: readonly string[]): OperatingSystem {
  const channels = [...new Set([...(os.channels ?? []), ...found])].sort();
  return channels.length === 0 ? os : { ...os, channels };
}

/** Pre-releases (`3.21_alpha20240807`) are edge; so is a system whose every repository is edge. */
function refineAlpine(os: OperatingSystem, found: readonly OsStatement[]): OperatingSystem {
  const file = found.find(({ path, os: said }) => path === 'etc/alpine-release' && said.version);
  const repositories = found.find(({ path }) => path === 'etc/apk/repositories')?.os;
  const version =
    os.version === '' ? (file?.os.version ?? repositories?.version ?? '') : os.version;
  const edge = version.includes('_') || repositories?.channel === 'edge';
  const refined = { ...os, version, ...(edge ? { channel: 'edge' } : {}) };
  const own = distroOf('alpine')?.advisories(refined)?.replace('Alpine:', '');
  const further = (repositories?.channels ?? []).filter((branch) => branch !== own);
  return withChannels(refined, further);
}
