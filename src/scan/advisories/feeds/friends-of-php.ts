import { objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Advisory, ExpressionRange } from '../../../model/index.ts';
import type { Feed } from '../contract.ts';
import { isCve } from '../ids.ts';
import { longestName, packageName } from '../names.ts';
import { yamlRecord } from './yaml-record.ts';

const id = 'friends-of-php';

/** Records in the archive of a repository, whose topmost folder is not the repository's own. */
const members = '*/*/*/*.yaml';

/** Advisories of PHP packages, `vendor/package/ID.yaml`; https://github.com/FriendsOfPHP/security-advisories. */
export const friendsOfPhp: Feed = {
  id,
  title: 'FriendsOfPHP security advisories',
  url: 'https://codeload.github.com/FriendsOfPHP/security-advisories/',
  licence: 'Unlicense',
  ecosystems: ['Packagist'],
  parts: () => [
    {
      name: 'friends-of-php.tar.gz',
      url: 'tar.gz/refs/heads/master',
      ecosystems: ['Packagist'],
      members,
    },
  ],
  mirror: [
    `{php/,}friends-of-php.tar.gz!${members}`,
    'php/friendsofphp-security-advisories*.tar.zst!*/*/*.yaml',
    'php/security-advisories/*/*/*.yaml',
  ],
  // A vendor, a package and a record; the folders above depend on where the copy came from.
  partOf: (path) => path.split('/').slice(-3).join('/'),
  parse: (document) => (isRecord(document.name) ? yamlRecord(document, advisoryOf) : []),
};

/** `vendor/package/ID.yaml`; `.github/workflows/*.yaml` is none. */
function isRecord(path: string): boolean {
  return /^[^./][^/]*\/[^/]+\/[^/]+\.yaml$/.test(path);
}

/** One file: bounds of a branch must all hold, any branch will do. A string is the reason why it is no advisory. */
function advisoryOf(record: JsonObject, path: string): Advisory | string {
  const name = /^composer:\/\/(.+)$/.exec(textOf(record['reference']) ?? '')?.[1];
  if (name === undefined || name.length > longestName) return 'no reference to a Composer package';
  const branches = Object.values(objectOf(record['branches'])).map(objectOf);
  const ranges = branches.flatMap(rangeOf);
  if (ranges.length === 0 || ranges.length < branches.length) return 'a branch without versions';
  const file = path.replace(/\.yaml$/, '');
  const stem = file.slice(file.lastIndexOf('/') + 1);
  const cve = [textOf(record['cve']), stem].find((one) => one !== undefined && isCve(one));
  const times = branches.flatMap(({ time }) => dateOf(time) ?? []).sort();
  const [first] = times;
  const title = textOf(record['title']);
  const link = textOf(record['link']);
  return {
    // File names repeat from package to package: only the whole path is one record's.
    id: file,
    aliases: [cve, advisoryOfLink(link)].filter((one) => one !== undefined),
    source: id,
    kind: 'vulnerability',
    affected: [
      {
        ecosystem: 'Packagist',
        name: packageName('Packagist', name),
        state: ranges.some(({ fixed }) => fixed !== undefined) ? 'fixed' : 'affected',
        ranges,
        // Other scanners call a record without CVE by the name of its file.
        ...(cve === undefined ? { vendorIds: [stem] } : {}),
        ...(first === undefined ? {} : { fixDate: first }),
      },
    ],
    severities: [],
    ...(title === undefined ? {} : { title }),
    ...(link === undefined ? {} : { references: [link] }),
    ...(first === undefined ? {} : { published: `${first}T00:00:00Z` }),
  };
}

/** Records link to GitHub's page of the same fault, whose address ends in its id there. */
function advisoryOfLink(link: string | undefined): string | undefined {
  return /^https:\/\/github\.com\/[^?#]*\/(GHSA(?:-[0-9a-z]{4}){3})$/.exec(link ?? '')?.[1];
}

/** The upper bound of a branch is its fix, unless the branch has none (`time: ~`): then it is only where the branch ends. */
function rangeOf({ versions, time }: JsonObject): ExpressionRange[] {
  const bounds = textsOf(versions);
  if (bounds.length === 0) return [];
  const fixed = bounds.flatMap((bound) => /^\s*<\s*([^=\s].*)$/.exec(bound)?.[1]?.trim() ?? []);
  return [
    {
      kind: 'expression',
      expression: bounds.join(', '),
      ...(fixed.length === 0 || time === null || time === undefined ? {} : { fixed }),
    },
  ];
}

/** `2018-03-06 15:40:00`, and what people write instead of it (a date alone, a fraction, a zone). */
function dateOf(time: unknown): string | undefined {
  return typeof time === 'string' ? /^\d{4}-[01]\d-[0-3]\d/.exec(time)?.[0] : undefined;
}
