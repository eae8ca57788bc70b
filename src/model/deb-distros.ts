import { major } from './distro.ts';
import type { Distro } from './distro.ts';
import type { OperatingSystem } from './subject.ts';

/** Debian's code names with the release that advisories go by; https://www.debian.org/releases/. */
export const debianCodenames: ReadonlyMap<string, string> = new Map([
  ['sarge', '3.1'],
  ['etch', '4'],
  ['lenny', '5'],
  ['squeeze', '6'],
  ['wheezy', '7'],
  ['jessie', '8'],
  ['stretch', '9'],
  ['buster', '10'],
  ['bullseye', '11'],
  ['bookworm', '12'],
  ['trixie', '13'],
  ['forky', '14'],
  ['duke', '15'],
  ['sid', 'sid'],
]);

/** Ubuntu's code names with the release; https://wiki.ubuntu.com/Releases. Older ones are in no image format that is still read. */
export const ubuntuCodenames: ReadonlyMap<string, string> = new Map([
  ['dapper', '6.06'],
  ['edgy', '6.10'],
  ['feisty', '7.04'],
  ['gutsy', '7.10'],
  ['hardy', '8.04'],
  ['intrepid', '8.10'],
  ['jaunty', '9.04'],
  ['karmic', '9.10'],
  ['lucid', '10.04'],
  ['maverick', '10.10'],
  ['natty', '11.04'],
  ['oneiric', '11.10'],
  ['precise', '12.04'],
  ['quantal', '12.10'],
  ['raring', '13.04'],
  ['saucy', '13.10'],
  ['trusty', '14.04'],
  ['utopic', '14.10'],
  ['vivid', '15.04'],
  ['wily', '15.10'],
  ['xenial', '16.04'],
  ['yakkety', '16.10'],
  ['zesty', '17.04'],
  ['artful', '17.10'],
  ['bionic', '18.04'],
  ['cosmic', '18.10'],
  ['disco', '19.04'],
  ['eoan', '19.10'],
  ['focal', '20.04'],
  ['groovy', '20.10'],
  ['hirsute', '21.04'],
  ['impish', '21.10'],
  ['jammy', '22.04'],
  ['kinetic', '22.10'],
  ['lunar', '23.04'],
  ['mantic', '23.10'],
  ['noble', '24.04'],
  ['oracular', '24.10'],
  ['plucky', '25.04'],
  ['questing', '25.10'],
  ['resolute', '26.04'],
]);

function debian(os: OperatingSystem): string | undefined {
  if (os.channel !== undefined) return `Debian:${os.channel}`;
  return os.version === '' ? undefined : `Debian:${major(os.version)}`;
}

/** April releases of even years have long-term support (the first one was two months late). */
function isLongTerm(release: string): boolean {
  return release === '6.06' || /^\d*[02468]\.04$/.test(release);
}

/** Ecosystem of an Ubuntu release, `Ubuntu:22.04:LTS` or `Ubuntu:23.10`; for subscribers `Ubuntu:Pro:22.04:LTS`. */
export function ubuntuEcosystem(release: string, pro = false): string {
  return `Ubuntu:${pro ? 'Pro:' : ''}${release}${isLongTerm(release) ? ':LTS' : ''}`;
}

/** `22.04` from `22.04.3`. */
function ubuntuRelease({ version }: OperatingSystem): string | undefined {
  return /^\d{1,2}\.\d{2}(?![0-9])/.exec(version)?.[0];
}

function ubuntu(os: OperatingSystem): string | undefined {
  const release = ubuntuRelease(os);
  return release === undefined ? undefined : ubuntuEcosystem(release);
}

function ubuntuPro(os: OperatingSystem): string | undefined {
  const release = ubuntuRelease(os);
  return release !== undefined && isLongTerm(release) ? ubuntuEcosystem(release, true) : undefined;
}

/**
 * Kernel images are signed in a source package of their own; the code, and the advisories, are those
 * of the kernel that was signed: `linux-signed-aws-5.15` holds `linux-aws-5.15`.
 */
function unsignedKernel(source: string): string {
  return source.startsWith('linux-signed') ? source.replace('linux-signed', 'linux') : source;
}

/** Debian signs one kernel for each architecture: `linux-signed-amd64`, all of them `linux`. */
function debianSource(source: string): string {
  return /^linux-signed-(?:amd64|arm64|i386)$/.test(source) ? 'linux' : source;
}

/** Distributions of Debian packages. */
export const debDistros: readonly Distro[] = [
  {
    id: 'debian',
    title: 'Debian',
    packageType: 'deb',
    family: 'debian',
    purlNamespace: 'debian',
    advisories: debian,
    sourceAlias: debianSource,
    endOfLifeProduct: 'debian',
    comprehensive: true,
    upgradeCommand: 'apt-get install --only-upgrade',
  },
  {
    id: 'ubuntu',
    title: 'Ubuntu',
    packageType: 'deb',
    family: 'ubuntu',
    purlNamespace: 'ubuntu',
    advisories: ubuntu,
    extended: { channel: 'esm', title: 'Ubuntu Pro', advisories: ubuntuPro },
    sourceAlias: unsignedKernel,
    endOfLifeProduct: 'ubuntu',
    comprehensive: true,
    upgradeCommand: 'apt-get install --only-upgrade',
  },
  {
    // Debian rebuilt for an older processor; it has no advisories of its own, and packages Debian lacks.
    id: 'raspbian',
    title: 'Raspbian',
    packageType: 'deb',
    family: 'raspbian',
    purlNamespace: 'raspbian',
    advisories: debian,
    sourceAlias: debianSource,
    endOfLifeProduct: 'debian',
    comprehensive: false,
    upgradeCommand: 'apt-get install --only-upgrade',
  },
  {
    id: 'echo',
    title: 'Echo',
    packageType: 'deb',
    family: 'echo',
    purlNamespace: 'echo',
    advisories: () => 'Echo',
    comprehensive: false,
    upgradeCommand: 'apt-get install --only-upgrade',
  },
];
