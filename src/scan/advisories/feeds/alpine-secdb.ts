import { textOf } from '../../../formats/json-values.ts';
import type { Feed, FeedPart } from '../contract.ts';
import { parseSecdb } from './secdb.ts';
import { wantsEcosystem } from './wanted.ts';

const id = 'alpine-secdb';

/** Branches fetched by default; the mirror form takes every branch it finds. */
const branches = [
  'edge',
  ...Array.from({ length: 18 }, (_, index) => `v3.${24 - index}`), // v3.24 … v3.7
];

/**
 * Alpine's security database, `v3.N/{main,community}.json` (YAML before 2020); it is generated from
 * the `# secfixes:` comments of package recipes and lists only what has a fix.
 * https://secdb.alpinelinux.org
 */
export const alpineSecdb: Feed = {
  id,
  title: 'Alpine security database',
  url: 'https://secdb.alpinelinux.org/',
  licence: 'none stated',
  ecosystems: ['Alpine'],
  parts: (wanted) =>
    branches
      .filter((branch) => wantsEcosystem(wanted, `Alpine:${branch}`))
      .flatMap((branch) =>
        ['main', 'community'].map((repository): FeedPart => ({
          name: `${branch}/${repository}`,
          url: `${branch}/${repository}.json`,
          ecosystems: [`Alpine:${branch}`],
        })),
      ),
  // The published files carry fixes of after the release day, the recompiled ones do not.
  mirror: [
    'alpine/{v*,edge}/{main,community}.{json,yaml}',
    'alpine/alpine-secdb-*.tar.zst!*/{main,community}.{json,yaml}',
    'alpine/secdb-*.tar.zst!*/{main,community}.{json,yaml}',
    '{v*,edge}/{main,community}.{json,yaml}',
  ],
  partOf: (path) =>
    path
      .split('/')
      .slice(-2)
      .join('/')
      .replace(/\.(?:json|yaml)$/, ''),
  parse: (document) =>
    parseSecdb(document, {
      source: id,
      ecosystemOf: (secdb) => {
        const branch = textOf(secdb['distroversion']) ?? document.name.split('/').at(-2) ?? '';
        return /^(?:v\d{1,3}\.\d{1,3}|edge)$/.test(branch) ? `Alpine:${branch}` : undefined;
      },
    }),
};
