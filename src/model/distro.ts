import type { OperatingSystem } from './subject.ts';

/** Facts about one distribution: the only place that knows its names and where its advisories are. */
export interface Distro {
  /** `OperatingSystem.id`; the `ID` of os-release. */
  readonly id: string;
  /** Other `ID`s that are the same distribution to us. */
  readonly alsoKnownAs?: readonly string[];
  readonly title: string;
  /** Package type of its package manager. */
  readonly packageType: 'deb' | 'apk' | 'rpm' | 'alpm' | 'ebuild';
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
  /** Ecosystem of the distribution that it rebuilds, whose disclosures hold where its own advisories are silent. */
  readonly disclosures?: (os: OperatingSystem) => string | undefined;
  /** Where fixes are that only subscribers of a longer support get. */
  readonly extended?: ExtendedSupport;
  /** Name that its advisories use for a source package, where the installed packages name another one. */
  readonly sourceAlias?: (source: string) => string;
  /** Product name at endoflife.date. */
  readonly endOfLifeProduct?: string;
  /** True when its feed also lists what is not fixed, so that silence means "not affected". */
  readonly comprehensive: boolean;
  /** Words in front of package names that upgrade only those; without it none are printed. */
  readonly upgradeCommand?: string;
}

/** A subscription that brings fixes for releases, or parts of them, that get none otherwise. */
export interface ExtendedSupport {
  /** Word in `OperatingSystem.channels` that tells of a subscription. */
  readonly channel: string;
  /** What people know it as. */
  readonly title: string;
  /** Ecosystem of its advisories, `Ubuntu:Pro:16.04:LTS`; undefined for releases without it. */
  readonly advisories: (os: OperatingSystem) => string | undefined;
}

/** `12.5` -> `12`, `2 (Karoo)` -> `2`. */
export function major(version: string): string {
  return /^[^.\s]*/.exec(version)?.[0] ?? '';
}

/** `3.18.4` -> `3.18`. */
export function minor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

/** `Rocky Linux:9` from `9.4`; for families whose advisories speak of major releases. */
export function byMajor(name: string): Distro['advisories'] {
  return ({ version }) => (/^\d/.test(version) ? `${name}:${major(version)}` : undefined);
}

/** `Photon OS:5.0`; for families whose releases have two numbers. */
export function byMinor(name: string): Distro['advisories'] {
  return ({ version }) => (/^\d+\.\d/.test(version) ? `${name}:${minor(version)}` : undefined);
}
