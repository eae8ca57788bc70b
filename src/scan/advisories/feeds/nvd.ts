import { gunzipBytes } from '../../../formats/gunzip.ts';
import { jsonItems } from '../../../formats/json-members.ts';
import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { SeverityStatement } from '../../../model/index.ts';
import type { Feed, FeedDocument, FeedRecord } from '../contract.ts';
import { isCve } from '../ids.ts';
import { cpeEcosystem } from '../names.ts';
import { nvdConfigurations } from './nvd-record.ts';
import { cvssStatement } from './osv-severity.ts';

const id = 'nvd';
const firstYear = 2002;
/** NVD publishes a file for each year of CVE ids; the coming year's appears with its first id. */
const lastYear = 2026;
const years: readonly number[] = Array.from(
  { length: lastYear - firstYear + 1 },
  (_, index) => firstYear + index,
);
/** References kept of a record. */
const referencesKept = 5;
const metricKeys = ['cvssMetricV40', 'cvssMetricV31', 'cvssMetricV30', 'cvssMetricV2'] as const;

/**
 * NVD's yearly files (CVE API 2.0 schema): products by CPE name with version ranges, and scores.
 * Asked about programs that no package manager installed, and where a distribution is silent.
 */
export const nvd: Feed = {
  id,
  title: 'National Vulnerability Database (products by CPE)',
  url: 'https://nvd.nist.gov/feeds/json/cve/2.0/',
  licence: 'public domain',
  ecosystems: [cpeEcosystem],
  parts: () =>
    years.map((year) => {
      const name = `nvdcve-2.0-${year}.json.gz`;
      return { name, url: name, ecosystems: [cpeEcosystem] };
    }),
  mirror: ['nvd/nvdcve-2.0-*.json.gz', 'nvdcve-2.0-*.json.gz'],
  partOf: (path) => path.split('/').at(-1) ?? path,
  oneRecordPerId: true,
  secondaryTo: 'nvd-overrides',
  parse,
};

function* parse(document: FeedDocument): Generator<FeedRecord> {
  const where = document.name;
  const what = `"${where}"`;
  const bytes = where.endsWith('.gz')
    ? gunzipBytes(document.bytes, what, 'http_body_bytes')
    : document.bytes;
  for (const item of jsonItems(bytes, 'vulnerabilities', what))
    yield* recordsOf(objectOf(objectOf(item)['cve']), where);
}

function* recordsOf(record: JsonObject, where: string): Generator<FeedRecord> {
  const cve = textOf(record['id']);
  if (cve === undefined || !isCve(cve)) {
    yield { kind: 'problem', where, text: 'a record without CVE id' };
    return;
  }
  const { affected, problems } = nvdConfigurations(record['configurations']);
  for (const text of problems) yield { kind: 'problem', where: `${where}: ${cve}`, text };
  const published = textOf(record['published']);
  const modified = textOf(record['lastModified']);
  const rejected = record['vulnStatus'] === 'Rejected';
  const description = english(record['descriptions']);
  yield {
    kind: 'advisory',
    advisory: {
      id: cve,
      aliases: [],
      source: id,
      kind: 'vulnerability',
      affected,
      severities: [],
      ...(description === undefined ? {} : { description }),
      references: listOf(record['references'])
        .flatMap((item) => textOf(objectOf(item)['url']) ?? [])
        .slice(0, referencesKept),
      cwes: weaknesses(record),
      ...(published === undefined ? {} : { published }),
      ...(modified === undefined ? {} : { modified }),
      ...(rejected ? { withdrawn: modified ?? 'rejected' } : {}),
    },
  };
  if (rejected) return;
  for (const statement of scores(objectOf(record['metrics'])))
    yield { kind: 'severity', cve, statement, ...(modified === undefined ? {} : { modified }) };
}

function english(descriptions: unknown): string | undefined {
  const texts = listOf(descriptions).map(objectOf);
  return textOf((texts.find(({ lang }) => lang === 'en') ?? texts[0])?.['value']);
}

function weaknesses(record: JsonObject): string[] {
  const found = listOf(record['weaknesses'])
    .flatMap((item) => listOf(objectOf(item)['description']))
    .flatMap((item) => textOf(objectOf(item)['value']) ?? [])
    .filter((text) => /^CWE-\d{1,6}$/.test(text));
  return [...new Set(found)];
}

/** NVD's own scores, and those of others that it repeats under their names. */
function scores(metrics: JsonObject): SeverityStatement[] {
  return metricKeys.flatMap((key) =>
    listOf(metrics[key]).flatMap((item) => {
      const metric = objectOf(item);
      const vector = textOf(objectOf(metric['cvssData'])['vectorString']);
      const by = textOf(metric['source']) ?? 'unknown';
      const source = by === 'nvd@nist.gov' ? id : `cna:${by}`;
      return (vector === undefined ? undefined : cvssStatement(source, vector)) ?? [];
    }),
  );
}
