import { debianCodenames } from '../../../model/index.ts';
import type { Affected } from '../../../model/index.ts';
import type { Feed, FeedDocument, FeedPart, FeedRecord } from '../contract.ts';
import { isCve } from '../ids.ts';
import { append } from '../../../model/append.ts';

const id = 'debian-advisories';
const kinds = ['DSA', 'DLA', 'DTSA'] as const;

/**
 * Debian's own advisories from the tracker's repository, `data/{DSA,DLA,DTSA}/list`: which source
 * version in which release fixed what. The tracker's JSON knows more about the same CVEs and
 * takes only the advisory ids from here.
 */
export const debianLists: Feed = {
  id,
  title: 'Debian security, LTS and testing advisories',
  url: 'https://salsa.debian.org/security-tracker-team/security-tracker/-/raw/master/data/',
  licence: 'MIT',
  ecosystems: ['Debian'],
  parts: () =>
    kinds.map((kind): FeedPart => ({
      name: `${kind}/list`,
      url: `${kind}/list`,
      ecosystems: ['Debian'],
    })),
  mirror: [
    'debian/security-tracker-*.tar.zst!data/{DSA,DLA,DTSA}/list',
    '{DSA,DLA,DTSA}/list',
    'data/{DSA,DLA,DTSA}/list',
  ],
  partOf: (path) => path.split('/').slice(-2).join('/'),
  secondaryTo: 'debian-tracker',
  parse,
};

interface Notice {
  readonly id: string;
  readonly title: string;
  readonly date: string | undefined;
  readonly line: number;
  readonly cves: string[];
  readonly affected: Affected[];
}

const header = /^\[([^\]]{1,40})\] (D[STL]{1,2}A-[0-9][0-9-]{0,20}) (.{1,1000})$/;
const fix = /^\[([a-z]{1,40})\] - (\S{1,200})\s+(\S{1,200})/;
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** One notice is a dated line, then indented lines: `{CVE …}`, `[release] - source version`, remarks. */
function* parse(document: FeedDocument): Generator<FeedRecord> {
  const text = new TextDecoder().decode(document.bytes);
  let notice: Notice | undefined;
  let number = 0;
  for (const line of text.split('\n')) {
    number += 1;
    const found = header.exec(line.trimEnd());
    if (found !== null) {
      if (notice !== undefined) yield* advisories(notice);
      notice = {
        id: found[2] ?? '',
        title: (found[3] ?? '').trim(),
        date: isoDate(found[1] ?? ''),
        line: number,
        cves: [],
        affected: [],
      };
    } else if (line.trim() !== '' && !(notice !== undefined && readLine(notice, line))) {
      yield {
        kind: 'problem',
        where: `${document.name}:${number}`,
        text: `Cannot read line "${line.trim().slice(0, 120)}": it is neither the head of a notice nor part of one`,
      };
    }
  }
  if (notice !== undefined) yield* advisories(notice);
}

/** Takes one indented line; false when it has none of the forms of the file. */
function readLine(notice: Notice, line: string): boolean {
  if (!/^\s/.test(line)) return false;
  const body = line.trim();
  if (/^(?:NOTE|TODO|RESERVED|REJECTED|NOT-FOR-US|HELP)\b/.test(body)) return true;
  if (body.startsWith('{')) {
    const ids = body.replaceAll(/[{}]/g, ' ').split(/\s+/);
    append(
      notice.cves,
      ids.filter((item) => item !== ''),
    );
    return body.endsWith('}');
  }
  const found = fix.exec(body);
  if (found === null) return false;
  const release = debianCodenames.get(found[1] ?? '');
  if (release === undefined) return knownOld.has(found[1] ?? '');
  notice.affected.push(state(notice, `Debian:${release}`, found[2] ?? '', found[3] ?? ''));
  return true;
}

/** Releases before sarge (2005), which nothing that can be scanned still runs. */
const knownOld: ReadonlySet<string> = new Set(['woody', 'potato', 'slink', 'hamm']);

function state(notice: Notice, ecosystem: string, name: string, version: string): Affected {
  const base = { ecosystem, name, vendorIds: [notice.id] };
  const open = [{ kind: 'events' as const, events: [{ introduced: '0' }] }];
  if (version === '<not-affected>')
    return { ...base, state: 'not_affected', vendorState: 'not-affected', ranges: [] };
  if (version === '<end-of-life>')
    return { ...base, state: 'end_of_life', vendorState: 'end-of-life', ranges: open };
  if (version.startsWith('<'))
    return { ...base, state: 'affected', vendorState: version.slice(1, -1), ranges: open };
  return {
    ...base,
    state: 'fixed',
    ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: version }] }],
    ...(notice.date === undefined ? {} : { fixDate: notice.date.slice(0, 10) }),
  };
}

/** A notice as one advisory for each CVE, because people and other feeds know faults by those; as itself when it names none. */
function* advisories(notice: Notice): Generator<FeedRecord> {
  if (notice.affected.length === 0) return;
  const cves = notice.cves.filter(isCve);
  for (const cve of cves.length === 0 ? [notice.id] : new Set(cves)) {
    yield {
      kind: 'advisory',
      advisory: {
        id: cve,
        aliases: [],
        source: id,
        kind: 'vulnerability',
        affected: notice.affected,
        severities: [],
        title: `${notice.id} ${notice.title}`,
        ...(notice.date === undefined ? {} : { modified: notice.date }),
      },
    };
  }
}

/** `29 Mar 2023` or `August 26th, 2005` as `2023-03-29T00:00:00Z`; undefined for anything else. */
function isoDate(text: string): string | undefined {
  const dayFirst = /^(\d{1,2}) ([A-Za-z]{3})[a-z]* (\d{4})$/.exec(text);
  const monthFirst = /^([A-Za-z]{3})[a-z]* (\d{1,2})[a-z]{0,2}, (\d{4})$/.exec(text);
  const [day, month, year] =
    dayFirst === null
      ? [monthFirst?.[2], monthFirst?.[1], monthFirst?.[3]]
      : [dayFirst[1], dayFirst[2], dayFirst[3]];
  const index = months.indexOf((month ?? '').toLowerCase());
  if (day === undefined || year === undefined || index === -1) return undefined;
  return `${year}-${String(index + 1).padStart(2, '0')}-${day.padStart(2, '0')}T00:00:00Z`;
}
