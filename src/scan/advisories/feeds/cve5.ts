import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { SeverityStatement } from '../../../model/index.ts';
import type { Feed, FeedRecord } from '../contract.ts';
import { isCve } from '../ids.ts';
import { cveFiles } from './cve-files.ts';
import { cvssStatement } from './osv-severity.ts';

const id = 'cve5';
const archive = 'vulnrichment.zip';
/** Distributions whose own feeds have no scores, so that an image of theirs needs this feed. */
const unscored: ReadonlySet<string> = new Set([
  'Debian',
  'Alpine',
  'Wolfi',
  'Chainguard',
  'MinimOS',
]);
/** References kept of a record; some carry hundreds of copies of one announcement. */
const referencesKept = 10;
const metricKeys = ['cvssV4_0', 'cvssV3_1', 'cvssV3_0', 'cvssV2_0'] as const;

/**
 * CVE records (JSON 5) with the scores of their authority and of CISA, from CISA's vulnrichment
 * repository: severities and texts for feeds that have none. It tells nothing about packages.
 */
export const cve5: Feed = {
  id,
  title: 'CVE records with CISA enrichment (vulnrichment)',
  url: 'https://codeload.github.com/cisagov/vulnrichment/zip/refs/heads/',
  licence: 'CC0-1.0',
  ecosystems: [],
  parts: (wanted) =>
    wanted === undefined || wanted.some((name) => unscored.has(name.split(':', 1)[0] ?? ''))
      ? [{ name: archive, url: 'develop', ecosystems: [] }]
      : [],
  mirror: [
    `cve/${archive}`,
    'cve/vulnrichment-*.tar.zst!**/CVE-*.json',
    archive,
    'cves/**/CVE-*.json',
  ],
  partOf: (path) => path.split('/').at(-1) ?? path,
  parse: (document) => cveFiles(document, record),
};

function* record(found: JsonObject, where: string): Generator<FeedRecord> {
  const metadata = objectOf(found['cveMetadata']);
  const cve = textOf(metadata['cveId']);
  if (cve === undefined || !isCve(cve)) {
    yield { kind: 'problem', where, text: 'it is no CVE record: no id' };
    return;
  }
  const containers = objectOf(found['containers']);
  const cna = objectOf(containers['cna']);
  const modified = textOf(metadata['dateUpdated']);
  yield { kind: 'advisory', advisory: textAdvisory(cve, cna, metadata) };
  if (metadata['state'] === 'REJECTED') return;
  const authority = `cna:${textOf(metadata['assignerShortName']) ?? 'unknown'}`;
  const statements = [
    ...scores(cna, authority),
    ...listOf(containers['adp']).flatMap((adp) => scores(objectOf(adp), 'cisa-adp')),
  ];
  for (const statement of statements)
    yield { kind: 'severity', cve, statement, ...(modified === undefined ? {} : { modified }) };
}

/** The record as an advisory about no package: its text is read when a finding of the CVE is shown. */
function textAdvisory(
  cve: string,
  cna: JsonObject,
  metadata: JsonObject,
): Extract<FeedRecord, { kind: 'advisory' }>['advisory'] {
  const title = textOf(cna['title']);
  const descriptions = listOf(cna['descriptions']).map(objectOf);
  const english = descriptions.find((item) => (textOf(item['lang']) ?? '').startsWith('en'));
  const description = textOf((english ?? descriptions[0])?.['value']);
  const published = textOf(metadata['datePublished']);
  const modified = textOf(metadata['dateUpdated']);
  const rejected = metadata['state'] === 'REJECTED';
  return {
    id: cve,
    aliases: [],
    source: id,
    kind: 'vulnerability',
    affected: [],
    severities: [],
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    references: listOf(cna['references'])
      .flatMap((item) => textOf(objectOf(item)['url']) ?? [])
      .slice(0, referencesKept),
    cwes: weaknesses(cna),
    ...(published === undefined ? {} : { published }),
    ...(modified === undefined ? {} : { modified }),
    ...(rejected ? { withdrawn: textOf(metadata['dateRejected']) ?? modified ?? 'rejected' } : {}),
  };
}

function weaknesses(cna: JsonObject): string[] {
  const found = listOf(cna['problemTypes'])
    .flatMap((item) => listOf(objectOf(item)['descriptions']))
    .flatMap((item) => textOf(objectOf(item)['cweId']) ?? []);
  return [...new Set(found)];
}

function scores(container: JsonObject, source: string): SeverityStatement[] {
  return listOf(container['metrics']).flatMap((item) => {
    const metric = objectOf(item);
    return metricKeys.flatMap((key) => {
      const vector = textOf(objectOf(metric[key])['vectorString']);
      return (vector === undefined ? undefined : cvssStatement(source, vector)) ?? [];
    });
  });
}
