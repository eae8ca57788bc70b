import type { FileAnalyzer } from '../contract.ts';

/** Lists that a package manager fetched, by the file that stands for the rest of them. */
const caches: readonly { readonly manager: string; readonly pattern: RegExp }[] = [
  { manager: 'apt', pattern: /^var\/lib\/apt\/lists\/[^/]{1,400}_(?:In)?Release$/ },
  { manager: 'apk', pattern: /^var\/cache\/apk\/APKINDEX\.[^/]{1,100}\.tar\.gz$/ },
  { manager: 'dnf', pattern: /^var\/cache\/(?:lib)?dnf5?\/[^/]{1,400}\/repodata\/repomd\.xml$/ },
  { manager: 'yum', pattern: /^var\/cache\/yum\/(?:[^/]{1,100}\/){1,5}repomd\.xml$/ },
];

function managerOf(path: string): string | undefined {
  return caches.find(({ pattern }) => pattern.test(path))?.manager;
}

/** Lists of packages that a build left behind. */
export const packageCaches: FileAnalyzer = {
  id: 'package-caches',
  version: 1,
  type: 'os',
  finds: 'content',
  files: [
    'var/lib/apt/lists/*_Release',
    'var/lib/apt/lists/*_InRelease',
    'var/cache/apk/APKINDEX.*.tar.gz',
    'var/cache/dnf/*/repodata/repomd.xml',
    'var/cache/yum/**/repomd.xml',
  ],
  wants: (path) => path.startsWith('var/') && managerOf(path) !== undefined,
  wantsHead: () => true,
  read: ({ path }) => {
    const manager = managerOf(path);
    return manager === undefined ? {} : { marks: [{ kind: 'package-cache', what: manager }] };
  },
};
