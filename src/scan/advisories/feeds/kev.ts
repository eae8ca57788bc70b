import { parseJsonBytes } from '../../../formats/json-members.ts';
import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { Feed, FeedDocument, FeedRecord } from '../contract.ts';

const name = 'known_exploited_vulnerabilities.json';

/** CISA's catalogue of vulnerabilities that are known to be exploited. */
export const kev: Feed = {
  id: 'kev',
  title: 'CISA known exploited vulnerabilities',
  url: 'https://www.cisa.gov/sites/default/files/feeds/',
  licence: 'CC0-1.0',
  ecosystems: [],
  parts: () => [{ name, url: name, ecosystems: [] }],
  mirror: [`kev/${name}`, name],
  partOf: () => name,
  parse,
};

function* parse(document: FeedDocument): Generator<FeedRecord> {
  const where = document.name;
  const catalogue = objectOf(parseJsonBytes(document.bytes, `"${where}"`));
  if (!Array.isArray(catalogue['vulnerabilities'])) {
    yield { kind: 'problem', where, text: 'it is no catalogue: no list of vulnerabilities' };
    return;
  }
  const released = textOf(catalogue['dateReleased']);
  if (released !== undefined) yield { kind: 'dated', time: released };
  for (const item of listOf(catalogue['vulnerabilities'])) {
    const entry = objectOf(item);
    const cve = textOf(entry['cveID']);
    const added = textOf(entry['dateAdded']);
    if (cve === undefined || added === undefined) {
      yield { kind: 'problem', where, text: 'an entry without CVE id or date' };
      continue;
    }
    const due = textOf(entry['dueDate']);
    const title = textOf(entry['vulnerabilityName']);
    yield {
      kind: 'kev',
      cve,
      added,
      ...(due === undefined ? {} : { due }),
      ransomware: entry['knownRansomwareCampaignUse'] === 'Known',
      ...(title === undefined ? {} : { name: title }),
    };
  }
}
