import { objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Feed, FeedRecord } from '../contract.ts';
import { isCve } from '../ids.ts';
import { cpeEcosystem } from '../names.ts';
import { cveFiles } from './cve-files.ts';
import { nvdConfigurations } from './nvd-record.ts';

const id = 'nvd-overrides';
const archive = 'nvd-data-overrides.zip';
/** References kept of a record. */
const referencesKept = 5;

/**
 * Product ranges by CPE of CVEs that NVD has not analysed, or analysed wrongly, in NVD's shape; one
 * JSON file for each CVE. It completes NVD and does not replace it, so that it alone answers nothing.
 */
export const nvdOverrides: Feed = {
  id,
  title: 'Product ranges that complete NVD (nvd-data-overrides)',
  url: 'https://codeload.github.com/anchore/nvd-data-overrides/zip/refs/heads/',
  licence: 'CC0-1.0',
  ecosystems: [cpeEcosystem],
  parts: () => [{ name: archive, url: 'main', ecosystems: [cpeEcosystem] }],
  mirror: [
    `cve/${archive}`,
    'cve/anchore-nvd-data-overrides*.tar.zst!**/CVE-*.json',
    archive,
    'data/*/CVE-*.json',
  ],
  partOf: (path) => path.split('/').at(-1) ?? path,
  supplement: true,
  parse: (document) => cveFiles(document, record),
};

function* record(found: JsonObject, where: string): Generator<FeedRecord> {
  const about = objectOf(found['_annotation']);
  const cve = textOf(about['cve_id']);
  if (cve === undefined || !isCve(cve)) {
    yield { kind: 'problem', where, text: 'it is no override: no CVE id' };
    return;
  }
  const { affected, problems } = nvdConfigurations(objectOf(found['cve'])['configurations']);
  for (const text of problems) yield { kind: 'problem', where, text };
  const description = textOf(about['description']);
  const published = textOf(about['published']);
  const modified = textOf(about['modified']);
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
      references: textsOf(about['references']).slice(0, referencesKept),
      ...(published === undefined ? {} : { published }),
      ...(modified === undefined ? {} : { modified }),
    },
  };
}
