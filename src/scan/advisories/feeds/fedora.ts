import type { Feed, FeedPart } from '../contract.ts';
import { parseUpdateinfo, throughRepomd } from './errata.ts';
import { wantsEcosystem } from './wanted.ts';

const id = 'fedora-updateinfo';
const releases = ['41', '42', '43', '44'];

/**
 * Fedora's security updates, from the `updateinfo.xml` of its update repositories, which Bodhi
 * (https://bodhi.fedoraproject.org) writes. What a release was published with is not in there.
 */
export const fedoraUpdateinfo: Feed = {
  id,
  title: 'Fedora security updates',
  url: 'https://dl.fedoraproject.org/pub/fedora/linux/updates/',
  licence: 'none stated',
  ecosystems: ['Fedora'],
  parts: (wanted) =>
    releases
      .filter((release) => wantsEcosystem(wanted, `Fedora:${release}`))
      .map((release): FeedPart => ({
        name: `fedora-${release}/updateinfo.xml`,
        url: `${release}/Everything/x86_64/repodata/repomd.xml`,
        through: [throughRepomd],
        ecosystems: [`Fedora:${release}`],
      })),
  mirror: [
    '{fedora/,}fedora-*/updateinfo.xml*',
    'fedora/linux/updates/*/*/x86_64/repodata/*updateinfo.xml*',
    'linux/updates/*/*/x86_64/repodata/*updateinfo.xml*',
  ],
  partOf: (path) => `fedora-${releaseOf(path) ?? '?'}/${path.split('/').at(-1) ?? ''}`,
  parse: (document) => {
    const release = releaseOf(document.name);
    return parseUpdateinfo(document, id, release === undefined ? undefined : `Fedora:${release}`);
  },
};

function releaseOf(path: string): string | undefined {
  return /(?:^|\/)(?:fedora-|linux\/updates\/)(\d{1,3})\//.exec(path)?.[1];
}
