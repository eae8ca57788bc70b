import { severityOfScore } from '../../../formats/cvss.ts';
import { numberOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Advisory, SeverityStatement } from '../../../model/index.ts';
import type { Feed } from '../contract.ts';
import { cvesFirst } from '../ids.ts';
import { longestName } from '../names.ts';
import { yamlRecord } from './yaml-record.ts';

const id = 'ruby-advisory-db';

/** Records inside the repository. */
const records = '{gems,rubies}/*/*.yml';

/** Engines are programs, not gems, though their versions are ordered as those of gems are. */
const engineEcosystem = 'RubyEngine';

/** Advisories of gems and of Ruby engines; https://github.com/rubysec/ruby-advisory-db. */
export const rubyAdvisoryDb: Feed = {
  id,
  title: 'Ruby Advisory Database',
  url: 'https://codeload.github.com/rubysec/ruby-advisory-db/',
  licence: 'public domain, parts by the Open Source Vulnerability Database',
  ecosystems: ['RubyGems', engineEcosystem],
  parts: () => [
    {
      name: 'ruby-advisory-db.tar.gz',
      url: 'tar.gz/refs/heads/master',
      ecosystems: ['RubyGems', engineEcosystem],
      // The topmost folder of the archive is not the repository's own.
      members: `*/${records}`,
    },
  ],
  mirror: [
    `{ruby/,}ruby-advisory-db.tar.gz!*/${records}`,
    `ruby/ruby-advisory-db*.tar.zst!${records}`,
    `ruby/ruby-advisory-db/${records}`,
  ],
  partOf: (path) => path.split('/').slice(-3).join('/'),
  parse: (document) => yamlRecord(document, advisoryOf),
};

/** One file, or the reason why it is no advisory. */
function advisoryOf(record: JsonObject, path: string): Advisory | string {
  const gem = textOf(record['gem']);
  const name = gem ?? textOf(record['engine']);
  if (name === undefined || name.length > longestName) return 'it names neither gem nor engine';
  const patched = textsOf(record['patched_versions']);
  const unaffected = textsOf(record['unaffected_versions']);
  const date = textOf(record['date']);
  const links = [record['url'], ...textsOf(objectOf(record['related'])['url'])];
  return {
    // Several gems share a CVE, each with a text of its own: only the path is one record's.
    id: path.replace(/\.yml$/, ''),
    aliases: aliasesOf(record),
    source: id,
    kind: 'vulnerability',
    affected: [
      {
        ecosystem: gem === undefined ? engineEcosystem : 'RubyGems',
        name,
        state: patched.length > 0 ? 'fixed' : 'affected',
        // Affected is what satisfies none of the requirements.
        ranges: [
          {
            kind: 'expression',
            expression: '',
            ...(patched.length === 0 ? {} : { except: patched, fixed: patched.flatMap(lowest) }),
          },
        ],
        ...(unaffected.length === 0 ? {} : { unaffected }),
      },
    ],
    severities: severitiesOf(record),
    ...text('title', record['title']),
    ...text('description', record['description']),
    references: [...new Set(links.flatMap((link) => textOf(link) ?? []))],
    ...(date === undefined || !/^\d{4}-\d\d-\d\d$/.test(date)
      ? {}
      : { published: `${date}T00:00:00Z` }),
  };
}

/** Ids stand without their prefix; `osvdb` is a number. Related ids are other faults. */
function aliasesOf(record: JsonObject): string[] {
  const cve = textOf(record['cve']);
  const ghsa = textOf(record['ghsa']);
  const osvdb = numberOf(record['osvdb']);
  return cvesFirst(
    [
      ...(cve === undefined ? [] : [`CVE-${cve}`]),
      ...(ghsa === undefined ? [] : [`GHSA-${ghsa}`]),
      ...(osvdb === undefined ? [] : [`OSVDB-${osvdb}`]),
    ],
    '',
  );
}

/** The version that a requirement starts from: `~> 2.0.9, >= 2.0.9.1` is fixed in 2.0.9.1. */
function lowest(requirement: string): string[] {
  const clauses = requirement.split(',').flatMap((clause) => {
    const [, operator = '', version = ''] =
      /^(?:(~>|>=|=)\s*)?([0-9A-Za-z.-]+)$/.exec(clause.trim()) ?? [];
    return version === '' ? [] : [{ operator, version }];
  });
  const bound = clauses.find(({ operator }) => operator !== '~>') ?? clauses[0];
  return bound === undefined ? [] : [bound.version];
}

/** Scores without their vectors: the newest version of CVSS speaks. */
function severitiesOf(record: JsonObject): SeverityStatement[] {
  for (const [member, version] of scores) {
    const score = numberOf(record[member]);
    if (score !== undefined && score >= 0 && score <= 10)
      return [{ source: id, severity: severityOfScore({ score, version }) }];
  }
  return [];
}

const scores = [
  ['cvss_v4', '4.0'],
  ['cvss_v3', '3.1'],
  ['cvss_v2', '2.0'],
] as const;

function text<Key extends string>(key: Key, value: unknown): Partial<Record<Key, string>> {
  const found = textOf(value);
  return (found === undefined ? {} : { [key]: found }) as Partial<Record<Key, string>>;
}
