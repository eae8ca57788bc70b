import type { Feed, FeedPart } from '../contract.ts';
import { parseUpdateinfo, throughMirrorList, throughRepomd } from './errata.ts';
import { wantsEcosystem } from './wanted.ts';

const id = 'amazon-updateinfo';

/**
 * The core repository of each release, and of Amazon Linux 2023 the ones whose packages have names
 * of their own. The first Amazon Linux, out of support, was never served from here: a copy only.
 */
const repositories: readonly { readonly name: string; readonly list?: string }[] = [
  { name: '1' },
  { name: '2', list: '2/core/latest/x86_64/mirror.list' },
  { name: '2023', list: 'al2023/core/mirrors/latest/x86_64/mirror.list' },
  {
    name: '2023_kernel-livepatch',
    list: 'al2023/kernel-livepatch/mirrors/latest/x86_64/mirror.list',
  },
];

function partName(repository: string): string {
  return `updateinfo_${repository}.xml.gz`;
}

/**
 * Amazon Linux security notices (ALAS): mirror list, repository index, `updateinfo.xml.gz`;
 * https://alas.aws.amazon.com. Extra topics of Amazon Linux 2 give new versions of packages of the
 * core under the same names (a kernel 5.15 beside 4.14), which the package database cannot tell
 * apart; their notices are left out.
 */
export const amazonUpdateinfo: Feed = {
  id,
  title: 'Amazon Linux security notices',
  url: 'https://cdn.amazonlinux.com/',
  licence: 'none stated',
  ecosystems: ['Amazon Linux'],
  parts: (wanted) =>
    repositories.flatMap(({ name, list }): FeedPart[] => {
      const ecosystem = ecosystemOf(partName(name)) ?? '';
      if (list === undefined || !wantsEcosystem(wanted, ecosystem)) return [];
      const through = [throughMirrorList, throughRepomd];
      return [{ name: partName(name), url: list, through, ecosystems: [ecosystem] }];
    }),
  mirror: repositories.flatMap(({ name }) => [`amazon/${partName(name)}`, partName(name)]),
  partOf: (path) => path.split('/').at(-1) ?? path,
  parse: (document) => parseUpdateinfo(document, id, ecosystemOf(document.name)),
};

function ecosystemOf(name: string): string | undefined {
  const release = /updateinfo_(1|2|2022|2023)(?:_kernel-livepatch)?\.xml/.exec(name)?.[1];
  return release === undefined ? undefined : `Amazon Linux:${release}`;
}
