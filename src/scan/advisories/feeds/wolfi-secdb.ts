import type { Feed } from '../contract.ts';
import { parseSecdb } from './secdb.ts';

/** A distribution that publishes one security database in Alpine's form, and where. */
interface Publisher {
  readonly id: string;
  readonly title: string;
  readonly ecosystem: string;
  readonly url: string;
  readonly mirror: readonly string[];
  /** Feed that says the same and more. */
  readonly secondaryTo?: string;
}

/**
 * `security.json` of the distributions that Chainguard builds. Besides fixes it says, under version
 * `0`, which faults do not concern a package; CVE and GHSA ids of one fault stand beside each other
 * unconnected.
 */
const publishers: readonly Publisher[] = [
  {
    id: 'wolfi-secdb',
    title: 'Wolfi security database',
    ecosystem: 'Wolfi',
    url: 'https://packages.wolfi.dev/os/',
    mirror: ['wolfi/os-security.json.zst', 'wolfi/security.json'],
    secondaryTo: 'wolfi-advisories',
  },
  {
    id: 'chainguard-secdb',
    title: 'Chainguard security database',
    ecosystem: 'Chainguard',
    url: 'https://packages.cgr.dev/chainguard/',
    mirror: ['chainguard/security.json'],
  },
];

export const wolfiSecdbs: readonly Feed[] = publishers.map(
  ({ id, title, ecosystem, url, mirror, secondaryTo }) => ({
    id,
    title,
    url,
    licence: 'none stated',
    ecosystems: [ecosystem],
    parts: () => [{ name: 'security.json', url: 'security.json', ecosystems: [ecosystem] }],
    mirror,
    partOf: () => 'security.json',
    ...(secondaryTo === undefined ? {} : { secondaryTo }),
    // The host tells whose it is; the file itself names only its repository (`os`, `chainguard`).
    parse: (document) => parseSecdb(document, { source: id, ecosystemOf: () => ecosystem }),
  }),
);
