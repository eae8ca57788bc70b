import { apkDistros } from './apk-distros.ts';
import { debDistros } from './deb-distros.ts';
import { otherDistros } from './other-distros.ts';
import { byMajor, byMinor, major, minor } from './distro.ts';
import type { Distro } from './distro.ts';
import type { OperatingSystem } from './subject.ts';

/** Ecosystem of the longer support that a system's repositories name, else of that of its minor release. */
function redhatExtended({ version, products }: OperatingSystem): string | undefined {
  const form = /^Red Hat:(?:rhel_(?:eus|aus|e4s|tus|els)|enterprise_linux_eus):/;
  const named = products?.find((name) => form.test(name));
  if (named !== undefined) return named;
  if (/^[67](?:\.|$)/.test(version)) return `Red Hat:rhel_els:${major(version)}`;
  if (/^[89]\.\d/.test(version)) return `Red Hat:rhel_eus:${minor(version)}`;
  return /^\d\d\.\d/.test(version) ? `Red Hat:enterprise_linux_eus:${minor(version)}` : undefined;
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

/** `22.03 (LTS-SP3)` in words is `22.03-LTS-SP3` in advisories. */
function openEuler({ version, release }: OperatingSystem): string | undefined {
  if (!/^\d+\.\d+/.test(version)) return undefined;
  const stage = /\(([A-Z0-9-]{1,20})\)/.exec(release ?? '')?.[1];
  return `openEuler:${minor(version)}${stage === undefined ? '' : `-${stage}`}`;
}

/** Every distribution Plimsoll answers for. A new distribution is a new row. */
export const distros: readonly Distro[] = [
  ...debDistros,
  ...apkDistros,
  ...otherDistros,
  {
    id: 'rhel',
    title: 'Red Hat Enterprise Linux',
    packageType: 'rpm',
    family: 'redhat',
    purlNamespace: 'redhat',
    advisories: byMajor('Red Hat:enterprise_linux'),
    advisoryNames: 'either',
    vendors: ['Red Hat'],
    extended: {
      channel: 'eus',
      title: 'Red Hat extended support',
      advisories: redhatExtended,
    },
    endOfLifeProduct: 'rhel',
    comprehensive: true,
  },
  {
    id: 'centos',
    title: 'CentOS Linux',
    packageType: 'rpm',
    family: 'centos',
    purlNamespace: 'centos',
    // A rebuild with Red Hat's own versions, which never published machine-readable notices of its own.
    advisories: byMajor('Red Hat:enterprise_linux'),
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
    disclosures: byMajor('Red Hat:enterprise_linux'),
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
    alsoKnownAs: ['oraclelinux'],
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
    advisoryNames: 'either',
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
  {
    id: 'hummingbird',
    title: 'Red Hat Hardened Images',
    packageType: 'rpm',
    family: 'hummingbird',
    purlNamespace: 'redhat',
    advisories: byMajor('Red Hat:hummingbird'),
    advisoryNames: 'binary',
    comprehensive: false,
  },
  {
    id: 'openeuler',
    title: 'openEuler',
    packageType: 'rpm',
    family: 'openeuler',
    purlNamespace: 'openeuler',
    advisories: openEuler,
    advisoryNames: 'either',
    vendors: ['http://openeuler.org', 'openEuler'],
    comprehensive: false,
  },
];

const byId: ReadonlyMap<string, Distro> = new Map(
  distros.flatMap((row) => [row.id, ...(row.alsoKnownAs ?? [])].map((id) => [id, row] as const)),
);

/** Row of a distribution id, or undefined when the table has none (its verdicts are then unknown). */
export function distroOf(id: string): Distro | undefined {
  return byId.get(id);
}
