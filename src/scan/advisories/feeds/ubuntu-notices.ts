import { jsonMembers } from '../../../formats/json-members.ts';
import { objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { ubuntuCodenames, ubuntuEcosystem } from '../../../model/index.ts';
import type { Affected } from '../../../model/index.ts';
import type { Feed, FeedDocument, FeedRecord } from '../contract.ts';
import { isCve } from '../ids.ts';
import { longestName } from '../names.ts';

const id = 'ubuntu-notices';

/**
 * Ubuntu's security notices (USN), one file of all: which source version in which release, or for
 * subscribers of Ubuntu Pro, fixed what. The tracker knows more about the same CVEs and takes only
 * the notices' ids from here. https://ubuntu.com/security/notices
 */
export const ubuntuNotices: Feed = {
  id,
  title: 'Ubuntu security notices',
  url: 'https://usn.ubuntu.com/usn-db/',
  licence: 'none stated',
  ecosystems: ['Ubuntu'],
  optional: true,
  parts: () => [{ name: 'database.json', url: 'database.json', ecosystems: ['Ubuntu'] }],
  mirror: ['ubuntu/database.json', 'usn-db/database.json'],
  partOf: () => 'database.json',
  secondaryTo: 'ubuntu-tracker',
  parse,
};

/** `{"4011-1": {title, timestamp, cves, releases: {codename: {sources, allbinaries}}}}`, one notice at a time. */
function* parse(document: FeedDocument): Generator<FeedRecord> {
  for (const [number, value] of jsonMembers(document.bytes, `"${document.name}"`)) {
    const notice = objectOf(value);
    const releases = Object.entries(objectOf(notice['releases']));
    if (!/^\d{1,6}-\d{1,4}$/.test(number) || releases.length === 0) {
      const text = `Cannot read notice "${number.slice(0, 40)}": it has no number or no releases`;
      yield { kind: 'problem', where: document.name, text };
      continue;
    }
    const name = `USN-${number}`;
    const time = timeOf(notice['timestamp']);
    const affected = releases.flatMap(([codename, release]) =>
      fixesOf(codename, objectOf(release), { name, ...(time && { day: time.slice(0, 10) }) }),
    );
    const cves = textsOf(notice['cves']).filter(isCve);
    for (const main of cves.length === 0 ? [name] : new Set(cves)) {
      yield {
        kind: 'advisory',
        advisory: {
          id: main,
          aliases: [],
          source: id,
          kind: 'vulnerability',
          affected,
          severities: [],
          title: `${name} ${textOf(notice['title']) ?? ''}`.trim(),
          ...(time && { modified: time }),
        },
      };
    }
  }
}

function fixesOf(
  codename: string,
  release: JsonObject,
  notice: { readonly name: string; readonly day?: string },
): Affected[] {
  const number = ubuntuCodenames.get(codename);
  if (number === undefined) return [];
  const ecosystem = ubuntuEcosystem(number, isForSubscribers(release));
  return Object.entries(objectOf(release['sources'])).flatMap(([name, source]): Affected[] => {
    const fixed = textOf(objectOf(source)['version']);
    if (fixed === undefined || name === '' || name.length > longestName) return [];
    return [
      {
        ecosystem,
        name,
        state: 'fixed',
        ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed }] }],
        vendorIds: [notice.name],
        ...(notice.day === undefined ? {} : { fixDate: notice.day }),
      },
    ];
  });
}

/** The pocket of the binaries tells: `security`, or `esm-infra` and `esm-apps` of Ubuntu Pro. */
function isForSubscribers(release: JsonObject): boolean {
  const pockets = Object.values(objectOf(release['allbinaries'])).flatMap(
    (binary) => textOf(objectOf(binary)['pocket']) ?? [],
  );
  return pockets.length > 0 && pockets.every((pocket) => pocket.startsWith('esm'));
}

/** Seconds since 1970, with fractions. */
function timeOf(value: unknown): string | undefined {
  if (typeof value !== 'number' || !(value > 0 && value < 1e11)) return undefined;
  return `${new Date(value * 1000).toISOString().slice(0, 19)}Z`;
}
