import { jsonList } from '../../../formats/json-members.ts';
import { numberOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Affected } from '../../../model/index.ts';
import type { Feed, FeedDocument, FeedPart, FeedRecord } from '../contract.ts';
import { isCve } from '../ids.ts';
import { longestName } from '../names.ts';
import { wantsEcosystem } from './wanted.ts';
import { severityOfScore } from '../../../formats/cvss.ts';

const id = 'photon-cve';
const releases = ['1.0', '2.0', '3.0', '4.0', '5.0'];

/** Photon OS: one JSON list for each release, an entry for each CVE and package. */
export const photonCve: Feed = {
  id,
  title: 'Photon OS CVE metadata',
  url: 'https://packages.vmware.com/photon/photon_cve_metadata/',
  licence: 'none stated',
  ecosystems: ['Photon OS'],
  parts: (wanted) =>
    releases
      .filter((release) => wantsEcosystem(wanted, `Photon OS:${release}`))
      .map((release): FeedPart => ({
        name: `cve_data_photon${release}.json`,
        url: `cve_data_photon${release}.json`,
        ecosystems: [`Photon OS:${release}`],
      })),
  mirror: ['{photon,photon/cve}/cve_data_photon*.json', 'cve_data_photon*.json'],
  partOf: (path) => path.split('/').at(-1) ?? path,
  parse,
};

function* parse(document: FeedDocument): Generator<FeedRecord> {
  const where = document.name;
  const release = /photon(\d{1,2}\.\d)\.json$/.exec(where)?.[1];
  if (release === undefined) {
    yield { kind: 'problem', where, text: 'its name tells no release' };
    return;
  }
  for (const item of jsonList(document.bytes, `"${where}"`)) {
    const entry = objectOf(item);
    const cve = textOf(entry['cve_id']) ?? '';
    const name = textOf(entry['pkg']) ?? '';
    const affected = affectedOf(entry, `Photon OS:${release}`, name);
    const usable = isCve(cve) || /^BDSA-\d{4}-\d{1,8}$/.test(cve);
    if (!usable || name === '' || name.length > longestName || affected === undefined) {
      const text = `an entry that names no fault, package or state: ${JSON.stringify(item).slice(0, 120)}`;
      yield { kind: 'problem', where, text };
      continue;
    }
    // A base score without its vector.
    const score = numberOf(entry['cve_score']) ?? 0;
    const severity = severityOfScore({ version: '3.1', score });
    yield {
      kind: 'advisory',
      advisory: {
        id: cve,
        aliases: [],
        source: id,
        kind: 'vulnerability',
        affected: [affected],
        severities: score > 0 && score <= 10 ? [{ source: id, severity }] : [],
      },
    };
  }
}

/** `status` with `res_ver`, the first version that is fixed, or `NA`. */
function affectedOf(entry: JsonObject, ecosystem: string, name: string): Affected | undefined {
  const status = textOf(entry['status']);
  const fixed = textOf(entry['res_ver']) ?? 'NA';
  if (status === 'Not Affected')
    return { ecosystem, name, state: 'not_affected', vendorState: status, ranges: [] };
  if (status === undefined || (status === 'Fixed' && fixed === 'NA')) return undefined;
  const isFixed = fixed !== 'NA';
  const events = [{ introduced: '0' }, ...(isFixed ? [{ fixed }] : [])];
  const state = isFixed ? 'fixed' : 'affected';
  return { ecosystem, name, state, vendorState: status, ranges: [{ kind: 'events', events }] };
}
