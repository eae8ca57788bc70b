import { minor } from './distro.ts';
import type { Distro } from './distro.ts';
import type { OperatingSystem } from './subject.ts';

function alpine(os: OperatingSystem): string | undefined {
  if (os.channel !== undefined) return `Alpine:${os.channel}`;
  return /^\d+\.\d+/.test(os.version) ? `Alpine:v${minor(os.version)}` : undefined;
}

/** Alpine's branch below each postmarketOS release; https://wiki.postmarketos.org/wiki/Releases. */
const postmarketBase: ReadonlyMap<string, string> = new Map([
  ['20.05', '3.12'],
  ['21.03', '3.13'],
  ['21.06', '3.14'],
  ['21.12', '3.15'],
  ['22.06', '3.16'],
  ['22.12', '3.17'],
  ['23.06', '3.18'],
  ['23.12', '3.19'],
  ['24.06', '3.20'],
  ['24.12', '3.21'],
  ['25.06', '3.22'],
  ['25.12', '3.23'],
]);

/** `v24.06` is Alpine 3.20 with packages on top; `edge` is Alpine's. */
function postmarket({ version, channel }: OperatingSystem): string | undefined {
  if (version === 'edge' || channel === 'edge') return 'Alpine:edge';
  const base = postmarketBase.get(minor(version.replace(/^v/, '')));
  return base === undefined ? undefined : `Alpine:v${base}`;
}

/** `Alpaquita:23`; the rolling one calls itself `stream`. */
function alpaquita({ version }: OperatingSystem): string | undefined {
  return /^(?:\d{2}|stream)(?:-|$)/.test(version)
    ? `Alpaquita:${version.split('-', 1)[0]}`
    : undefined;
}

/** Distributions of Alpine's package format. */
export const apkDistros: readonly Distro[] = [
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
    id: 'postmarketos',
    title: 'postmarketOS',
    packageType: 'apk',
    family: 'postmarketos',
    purlNamespace: 'postmarketos',
    advisories: postmarket,
    comprehensive: false,
    upgradeCommand: 'apk add --upgrade',
  },
  {
    id: 'wolfi',
    title: 'Wolfi',
    packageType: 'apk',
    family: 'wolfi',
    purlNamespace: 'wolfi',
    advisories: () => 'Wolfi',
    comprehensive: false,
    upgradeCommand: 'apk add --upgrade',
  },
  {
    id: 'chainguard',
    title: 'Chainguard',
    packageType: 'apk',
    family: 'chainguard',
    purlNamespace: 'chainguard',
    advisories: () => 'Chainguard',
    comprehensive: false,
    upgradeCommand: 'apk add --upgrade',
  },
  {
    id: 'minimos',
    title: 'MinimOS',
    packageType: 'apk',
    family: 'minimos',
    purlNamespace: 'minimos',
    advisories: () => 'MinimOS',
    comprehensive: false,
    upgradeCommand: 'apk add --upgrade',
  },
  {
    id: 'alpaquita',
    title: 'Alpaquita Linux',
    packageType: 'apk',
    family: 'alpaquita',
    purlNamespace: 'alpaquita',
    advisories: alpaquita,
    endOfLifeProduct: 'alpaquita',
    comprehensive: false,
    upgradeCommand: 'apk add --upgrade',
  },
];
