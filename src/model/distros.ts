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
  /** Product name at endoflife.date. */
  readonly endOfLifeProduct?: string;
  /** True when its feed also lists what is not fixed, so that silence means "not affected". */
  readonly comprehensive: boolean;
  /** Words in front of package names that upgrade only those; without it none are printed. */
  readonly upgradeCommand?: string;
}

/** `12.5` -> `12`. */
function major(version: string): string {
  return version.split('.', 1)[0] ?? '';
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
