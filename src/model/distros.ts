import type { OperatingSystem } from './subject.ts';

/** Facts about one distribution: the only place that knows its names and where its advisories are. */
export interface Distro {
  /** `OperatingSystem.id`; the `ID` of os-release. */
  readonly id: string;
  /** Other `ID`s that are the same distribution to us. */
  readonly alsoKnownAs?: readonly string[];
  readonly title: string;
  /** Package type of its package manager. */
  readonly packageType: 'deb' | 'apk' | 'rpm';
  /** Name Trivy's readers expect in `Metadata.OS.Family` and `Results[].Type`. */
  readonly family: string;
  /** purl namespace of its packages. */
  readonly purlNamespace: string;
  /** Ecosystem of its advisories for a version (`Debian:12`), undefined when the version names no release. */
  readonly advisories: (os: OperatingSystem) => string | undefined;
  /** Names that its advisories go by: those of installed packages, or both; of source packages when absent. */
  readonly advisoryNames?: 'binary' | 'either';
  /** What the `Vendor` of its own RPMs begins with; a package of another vendor is not its to answer for. */
  readonly vendors?: readonly string[];
  /** Product name at endoflife.date. */
  readonly endOfLifeProduct?: string;
  /** True when its feed also lists what is not fixed, so that silence means "not affected". */
  readonly comprehensive: boolean;
  /** Words in front of package names that upgrade only those; without it none are printed. */
  readonly upgradeCommand?: string;
}

/** `12.5` -> `12`, `2 (Karoo)` -> `2`. */
function major(version: string): string {
  return /^[^.\s]*/.exec(version)?.[0] ?? '';
}

/** `3.18.4` -> `3.18`. */
function minor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

function debian(os: OperatingSystem): string | undefined {
  if (os.channel !== undefined) return `Debian:${os.channel}`;
  return os.version === '' ? undefined : `Debian:${major(os.version)}`;
}

function alpine(os: OperatingSystem): string | undefined {
  if (os.channel !== undefined) return `Alpine:${os.channel}`;
  return /^\d+\.\d+/.test(os.version) ? `Alpine:v${minor(os.version)}` : undefined;
}

/** `Rocky Linux:9` from `9.4`; for families whose advisories speak of major releases. */
function byMajor(name: string): Distro['advisories'] {
  return ({ version }) => (/^\d/.test(version) ? `${name}:${major(version)}` : undefined);
}

/** `Photon OS:5.0`; for families whose releases have two numbers. */
function byMinor(name: string): Distro['advisories'] {
  return ({ version }) => (/^\d+\.\d/.test(version) ? `${name}:${minor(version)}` : undefined);
}

/** The first Amazon Linux numbers its releases by month (`2018.03`), its successors by `2`, `2023`. */
function amazon({ version }: OperatingSystem): string | undefined {
  if (!/^\d/.test(version)) return undefined;
  return `Amazon Linux:${/^20(?:1[0-9])\./.test(version) ? '1' : major(version)}`;
}

/** `15.4` is service pack 4 of 15; SUSE names it `15 SP4`. */
function suse(product: string): Distro['advisories'] {
  return ({ version }) => {
    const [, release, pack] = /^(\d+)(?:\.(\d+))?/.exec(version) ?? [];
    if (release === undefined) return undefined;
    return `SUSE:Linux Enterprise ${product} ${release}${pack === undefined || pack === '0' ? '' : ` SP${pack}`}`;
  };
}

/** Micro has releases of its own numbering, and lost a word of its name with the sixth. */
function suseMicro({ version }: OperatingSystem): string | undefined {
  if (!/^\d/.test(version)) return undefined;
  const name = Number(major(version)) < 6 ? 'Linux Enterprise Micro' : 'Linux Micro';
  return `SUSE:${name} ${minor(version)}`;
}

/** Every distribution Plimsoll answers for. A new distribution is a new row. */
export const distros: readonly Distro[] = [
  {
    id: 'debian',
    title: 'Debian',
    packageType: 'deb',
    family: 'debian',
    purlNamespace: 'debian',
    advisories: debian,
    endOfLifeProduct: 'debian',
    comprehensive: true,
    upgradeCommand: 'apt-get install --only-upgrade',
  },
  {
    id: 'alpine',
    title: 'Alpine Linux',
    packageType: 'apk',
    family: 'alpine',
    purlNamespace: 'alpine',
    advisories: alpine,
    endOfLifeProduct: 'alpine-linux',
    comprehensive: false,
    upgradeCommand: 'apk add --upgrade',
  },
  {
    id: 'rhel',
    title: 'Red Hat Enterprise Linux',
    packageType: 'rpm',
    family: 'redhat',
    purlNamespace: 'redhat',
    advisories: byMajor('Red Hat:enterprise_linux'),
    advisoryNames: 'either',
    vendors: ['Red Hat'],
    endOfLifeProduct: 'rhel',
    comprehensive: true,
  },
  {
    id: 'centos',
    title: 'CentOS Linux',
    packageType: 'rpm',
    family: 'centos',
    purlNamespace: 'centos',
    advisories: byMajor('CentOS'),
    advisoryNames: 'either',
    vendors: ['CentOS'],
    endOfLifeProduct: 'centos',
    comprehensive: false,
  },
  {
    id: 'centos-stream',
    title: 'CentOS Stream',
    packageType: 'rpm',
    family: 'centos',
    purlNamespace: 'centos',
    advisories: byMajor('CentOS Stream'),
    advisoryNames: 'either',
    vendors: ['CentOS'],
    endOfLifeProduct: 'centos-stream',
    comprehensive: false,
  },
  {
    id: 'almalinux',
    title: 'AlmaLinux',
    packageType: 'rpm',
    family: 'alma',
    purlNamespace: 'almalinux',
    advisories: byMajor('AlmaLinux'),
    advisoryNames: 'binary',
    vendors: ['AlmaLinux'],
    endOfLifeProduct: 'almalinux',
    comprehensive: false,
  },
  {
    id: 'rocky',
    title: 'Rocky Linux',
    packageType: 'rpm',
    family: 'rocky',
    purlNamespace: 'rocky-linux',
    advisories: byMajor('Rocky Linux'),
    advisoryNames: 'either',
    vendors: ['Rocky'],
    endOfLifeProduct: 'rocky-linux',
    comprehensive: false,
  },
  {
    id: 'ol',
    title: 'Oracle Linux',
    packageType: 'rpm',
    family: 'oracle',
    purlNamespace: 'oracle',
    advisories: byMajor('Oracle Linux'),
    advisoryNames: 'binary',
    vendors: ['Oracle'],
    endOfLifeProduct: 'oracle-linux',
    comprehensive: false,
  },
  {
    id: 'fedora',
    title: 'Fedora Linux',
    packageType: 'rpm',
    family: 'fedora',
    purlNamespace: 'fedora',
    advisories: byMajor('Fedora'),
    advisoryNames: 'binary',
    vendors: ['Fedora'],
    endOfLifeProduct: 'fedora',
    comprehensive: false,
  },
  {
    id: 'amzn',
    title: 'Amazon Linux',
    packageType: 'rpm',
    family: 'amazon',
    purlNamespace: 'amazon',
    advisories: amazon,
    advisoryNames: 'binary',
    vendors: ['Amazon'],
    endOfLifeProduct: 'amazon-linux',
    comprehensive: false,
  },
  {
    id: 'sles',
    alsoKnownAs: ['sled', 'sles_sap', 'sle_hpc'],
    title: 'SUSE Linux Enterprise Server',
    packageType: 'rpm',
    family: 'sles',
    purlNamespace: 'suse',
    advisories: suse('Server'),
    advisoryNames: 'either',
    vendors: ['SUSE', 'openSUSE'],
    endOfLifeProduct: 'sles',
    comprehensive: false,
  },
  {
    id: 'sl-micro',
    alsoKnownAs: ['sle-micro', 'suse-microos'],
    title: 'SUSE Linux Enterprise Micro',
    packageType: 'rpm',
    family: 'slem',
    purlNamespace: 'suse',
    advisories: suseMicro,
    advisoryNames: 'either',
    vendors: ['SUSE', 'openSUSE'],
    endOfLifeProduct: 'suse-linux-micro',
    comprehensive: false,
  },
  {
    id: 'opensuse-leap',
    title: 'openSUSE Leap',
    packageType: 'rpm',
    family: 'opensuse-leap',
    purlNamespace: 'opensuse',
    advisories: ({ version }) => (version === '' ? undefined : `openSUSE:Leap ${minor(version)}`),
    advisoryNames: 'either',
    vendors: ['openSUSE', 'SUSE'],
    endOfLifeProduct: 'opensuse',
    comprehensive: false,
  },
  {
    id: 'opensuse-tumbleweed',
    title: 'openSUSE Tumbleweed',
    packageType: 'rpm',
    family: 'opensuse-tumbleweed',
    purlNamespace: 'opensuse',
    advisories: () => 'openSUSE:Tumbleweed',
    advisoryNames: 'either',
    vendors: ['openSUSE', 'SUSE'],
    comprehensive: false,
  },
  {
    id: 'photon',
    title: 'Photon OS',
    packageType: 'rpm',
    family: 'photon',
    purlNamespace: 'photon',
    advisories: byMinor('Photon OS'),
    vendors: ['VMware', 'Broadcom'],
    endOfLifeProduct: 'photon',
    comprehensive: false,
  },
  {
    id: 'azurelinux',
    title: 'Azure Linux',
    packageType: 'rpm',
    family: 'azurelinux',
    purlNamespace: 'azurelinux',
    advisories: byMajor('Azure Linux'),
    vendors: ['Microsoft'],
    comprehensive: true,
  },
  {
    id: 'mariner',
    title: 'CBL-Mariner',
    packageType: 'rpm',
    family: 'cbl-mariner',
    purlNamespace: 'mariner',
    advisories: byMajor('Azure Linux'),
    vendors: ['Microsoft'],
    comprehensive: true,
  },
];

const byId: ReadonlyMap<string, Distro> = new Map(
  distros.flatMap((row) => [row.id, ...(row.alsoKnownAs ?? [])].map((id) => [id, row] as const)),
);

/** Row of a distribution id, or undefined when the table has none (its verdicts are then unknown). */
export function distroOf(id: string): Distro | undefined {
  return byId.get(id);
}

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
