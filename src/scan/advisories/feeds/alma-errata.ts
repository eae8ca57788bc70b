import { jsonItems } from '../../../formats/json-members.ts';
import { listOf, numberOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { evrOf } from '../../../formats/updateinfo.ts';
import type { UpdatePackage } from '../../../formats/updateinfo.ts';
import type { Feed, FeedDocument, FeedPart, FeedRecord } from '../contract.ts';
import { isCve } from '../ids.ts';
import { erratumRecord } from './errata.ts';
import { wantsEcosystem } from './wanted.ts';

const id = 'almalinux-errata';
const releases = ['8', '9', '10'];

/** AlmaLinux errata in the form with the most detail: each package names its module stream. */
export const almaErrata: Feed = {
  id,
  title: 'AlmaLinux errata',
  url: 'https://errata.almalinux.org/',
  licence: 'MIT',
  ecosystems: ['AlmaLinux'],
  parts: (wanted) =>
    releases
      .filter((release) => wantsEcosystem(wanted, `AlmaLinux:${release}`))
      .map((release): FeedPart => ({
        name: `${release}/errata.full.json`,
        url: `${release}/errata.full.json`,
        ecosystems: [`AlmaLinux:${release}`],
      })),
  mirror: ['{alma/errata/,almalinux/,}{8,9,10}/errata.full.json'],
  partOf: (path) => path.split('/').slice(-2).join('/'),
  parse,
};

function* parse(document: FeedDocument): Generator<FeedRecord> {
  const where = document.name;
  const release = /(?:^|\/)(\d{1,2})\/errata\.full\.json$/.exec(where)?.[1];
  if (release === undefined) {
    yield { kind: 'problem', where, text: 'its folder tells no release' };
    return;
  }
  let items = 0;
  for (const item of jsonItems(document.bytes, 'data', `"${where}"`)) {
    items += 1;
    const entry = objectOf(item);
    if (entry['type'] === 'security') yield recordOf(entry, `AlmaLinux:${release}`);
  }
  if (items === 0) yield { kind: 'problem', where, text: 'it has no list "data" of errata' };
}

function recordOf(entry: JsonObject, ecosystem: string): FeedRecord {
  const references = listOf(entry['references']).map(objectOf);
  const title = textOf(entry['title']);
  const description = textOf(entry['description']);
  const severity = textOf(entry['severity']);
  const issued = timeOf(entry['issued_date']);
  const updated = timeOf(entry['updated_date']);
  return erratumRecord(
    {
      id: textOf(entry['id']) ?? '',
      ecosystem,
      cves: references.flatMap((item) => textOf(item['id']) ?? []).filter(isCve),
      urls: references.flatMap((item) => textOf(item['href']) ?? []),
      packages: listOf(entry['packages']).map(packageOf),
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      ...(severity === undefined ? {} : { severity }),
      ...(issued === undefined ? {} : { issued }),
      ...(updated === undefined ? {} : { updated }),
    },
    id,
  );
}

function packageOf(value: unknown): UpdatePackage {
  const item = objectOf(value);
  const text = (key: string): string => textOf(item[key]) ?? '';
  // `mariadb:10.3:8050020220427075058:c5368500:x86_64`
  const module = /^[^:\s]{1,64}:[^:\s]{1,64}/.exec(text('module'))?.[0];
  return {
    name: text('name'),
    evr: text('version') === '' ? '' : evrOf(text('epoch'), text('version'), text('release')),
    arch: text('arch'),
    ...(module === undefined ? {} : { module }),
  };
}

function timeOf(value: unknown): string | undefined {
  const seconds = numberOf(value);
  if (seconds === undefined || seconds <= 0 || seconds > 4e9) return undefined;
  return `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}Z`;
}
