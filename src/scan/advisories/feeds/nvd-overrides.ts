import { bytesSource } from '../../../formats/byte-source.ts';
import { parseJsonBytes } from '../../../formats/json-members.ts';
import { objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import { zipEntries } from '../../../formats/zip.ts';
import { errorText } from '../../../model/index.ts';
import type { Feed, FeedDocument, FeedRecord } from '../contract.ts';
import { isCve } from '../ids.ts';
import { cpeEcosystem } from '../names.ts';
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
  parse,
};

function* parse(document: FeedDocument): Generator<FeedRecord> {
  if (document.name.endsWith('.json')) {
    yield* record(() => document.bytes, document.name);
    return;
  }
  const source = document.pieces ?? bytesSource(document.bytes);
  for (const entry of zipEntries(source, { what: `"${document.name}"` }))
    if (/(?:^|\/)CVE-[^/]*\.json$/.test(entry.name)) yield* record(() => entry.read(), entry.name);
}

function* record(read: () => Uint8Array, where: string): Generator<FeedRecord> {
  let found: ReturnType<typeof objectOf>;
  try {
    found = objectOf(parseJsonBytes(read(), `"${where}"`));
  } catch (error) {
    yield { kind: 'problem', where, text: errorText(error) };
    return;
  }
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
