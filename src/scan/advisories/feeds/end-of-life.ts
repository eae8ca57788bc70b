import { parseJsonBytes } from '../../../formats/json-members.ts';
import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Feed, FeedDocument, FeedPart, FeedRecord } from '../contract.ts';

/** Products fetched: distributions, and what images are built to run. A mirror may hold more. */
const products =
  'debian alpine-linux ubuntu rhel almalinux rocky-linux oracle-linux centos centos-stream fedora ' +
  'amazon-linux opensuse sles photon nodejs python ruby php go dotnet eclipse-temurin nginx ' +
  'apache-http-server postgresql mysql mariadb redis mongodb tomcat kubernetes docker-engine';

/** endoflife.date, API version 0: one file for each product, a list of its release lines. */
export const endOfLife: Feed = {
  id: 'end-of-life',
  title: 'endoflife.date',
  url: 'https://endoflife.date/api/',
  licence: 'MIT',
  ecosystems: [],
  parts: () =>
    products.split(' ').map((product): FeedPart => ({
      name: `${product}.json`,
      url: `${product}.json`,
      ecosystems: [],
    })),
  mirror: ['eol/api/*.json', 'eol/endoflife.date-api-*.tar.zst!api/*.json', 'api/*.json'],
  partOf: (path) => path.split('/').at(-1) ?? path,
  parse,
};

function* parse(document: FeedDocument): Generator<FeedRecord> {
  const product = (document.name.split('/').at(-1) ?? '').replace(/\.json$/, '');
  // The list of all product names lies beside the products.
  if (product === 'all') return;
  const lines = parseJsonBytes(document.bytes, `"${document.name}"`);
  if (!Array.isArray(lines) || product === '') {
    yield { kind: 'problem', where: document.name, text: 'it is no list of release lines' };
    return;
  }
  for (const item of listOf(lines)) {
    const line = objectOf(item);
    const cycle = textOf(line['cycle']);
    if (cycle === undefined) {
      yield { kind: 'problem', where: document.name, text: 'a release line without name' };
      continue;
    }
    const codename = textOf(line['codename'])?.toLowerCase();
    const eol = dateOrFlag(line, 'eol');
    const extended = dateOrFlag(line, 'eoes');
    yield {
      kind: 'end-of-life',
      product,
      cycle,
      ...(codename === undefined ? {} : { codename }),
      ...(eol === undefined ? {} : { eol }),
      ...(extended === undefined ? {} : { extended }),
    };
  }
}

function dateOrFlag(line: JsonObject, key: 'eol' | 'eoes'): string | boolean | undefined {
  const value = line[key];
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined;
}
