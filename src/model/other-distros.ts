import type { Distro } from './distro.ts';

/** Distributions whose packages are neither deb, apk nor rpm. */
export const otherDistros: readonly Distro[] = [
  {
    id: 'arch',
    alsoKnownAs: ['archarm'],
    title: 'Arch Linux',
    packageType: 'alpm',
    family: 'arch',
    purlNamespace: 'arch',
    // It has no releases: there is one state, the current one.
    advisories: () => 'Arch Linux',
    advisoryNames: 'binary',
    // No words for an upgrade: Arch supports none of single packages.
    comprehensive: true,
  },
  {
    id: 'gentoo',
    title: 'Gentoo',
    packageType: 'ebuild',
    family: 'gentoo',
    purlNamespace: 'gentoo',
    advisories: () => 'Gentoo',
    advisoryNames: 'binary',
    comprehensive: false,
  },
];
