import { ubuntuCodenames, ubuntuEcosystem } from '../../../model/index.ts';
import type { Affected, SeverityStatement } from '../../../model/index.ts';
import type { Feed, FeedDocument, FeedRecord } from '../contract.ts';
import { isCve } from '../ids.ts';
import { longestName } from '../names.ts';
import { cvssStatement, severityOfWord } from './osv-severity.ts';
import { ubuntuStatus } from './ubuntu-status.ts';

const id = 'ubuntu-tracker';
const members = '{active,retired,ignored}/CVE-*';
/** References kept of a record. */
const referencesKept = 10;
/** Releases before the first official images (12.04), which nothing that can be scanned still runs. */
const oldest = 12;

/**
 * Ubuntu's CVE tracker: a text file for each CVE with the state of every source package in every
 * release, Ubuntu Pro's included. It knows why something is not fixed, and what is not affected.
 * https://git.launchpad.net/ubuntu-cve-tracker/tree/README
 */
export const ubuntuTracker: Feed = {
  id,
  title: 'Ubuntu CVE tracker',
  url: 'https://git.launchpad.net/ubuntu-cve-tracker/snapshot/',
  licence: 'none stated',
  ecosystems: ['Ubuntu'],
  optional: true,
  parts: () => [
    {
      name: 'ubuntu-cve-tracker-master.tar.gz',
      url: 'ubuntu-cve-tracker-master.tar.gz',
      ecosystems: ['Ubuntu'],
      members: `*/${members}`,
    },
  ],
  mirror: [
    `ubuntu/ubuntu-cve-tracker-*.tar.zst!${members}`,
    `ubuntu-cve-tracker-*.tar.gz!*/${members}`,
    `ubuntu-cve-tracker/${members}`,
    members,
  ],
  partOf: (path) => path.split('/').at(-1) ?? path,
  parse,
};

/** What one file says, as far as it is read. */
interface Tracked {
  candidate: string;
  published: string | undefined;
  priority: string;
  readonly description: string[];
  readonly references: string[];
  readonly vectors: string[];
  /** Priorities of single packages, by `source` or `source_release`. */
  readonly priorities: Map<string, string>;
  readonly statuses: Status[];
  readonly problems: string[];
}

/** One line `release_source: word (detail)`. */
interface Status {
  readonly release: string;
  readonly ecosystem: string;
  readonly name: string;
  readonly word: string;
  readonly detail: string;
}

function* parse(document: FeedDocument): Generator<FeedRecord> {
  const where = document.name;
  const tracked = readFile(new TextDecoder().decode(document.bytes));
  for (const text of tracked.problems) yield { kind: 'problem', where, text };
  const { candidate, published } = tracked;
  if (!isCve(candidate)) {
    // Faults that were never given an id go by a placeholder (`CVE-2009-NNN3`).
    const text = `Cannot read "${candidate.slice(0, 40)}": it is no CVE id`;
    yield { kind: 'problem', where, text };
    return;
  }
  for (const vector of tracked.vectors) {
    const statement = cvssStatement('nvd', vector);
    if (statement !== undefined) yield { kind: 'severity', cve: candidate, statement };
  }
  yield {
    kind: 'advisory',
    advisory: {
      id: candidate,
      aliases: [],
      source: id,
      kind: 'vulnerability',
      affected: tracked.statuses.flatMap((status) => affectedOf(status, tracked)),
      severities: severitiesOf(tracked.priority),
      ...(tracked.description.length === 0 ? {} : { description: tracked.description.join(' ') }),
      references: tracked.references.slice(0, referencesKept),
      ...(published === undefined ? {} : { published }),
    },
  };
}

/** Fields with text in the lines below them that are kept. */
const sections: ReadonlySet<string> = new Set(['References', 'Description', 'CVSS']);
const field = /^([A-Z][A-Za-z-]{1,40}(?:_[A-Za-z0-9.+_/-]{1,250})?): ?(.*)$/;
const status =
  /^([a-z0-9-]{1,40}(?:\/[a-z0-9-]{1,40})?)_([A-Za-z0-9][A-Za-z0-9.+-]{0,200}):[ \t]*(?![ \t])(\S*)(?!\S)[ \t]*(?![ \t])(.*)$/;

function readFile(text: string): Tracked {
  const tracked: Tracked = {
    candidate: '',
    published: undefined,
    priority: '',
    description: [],
    references: [],
    vectors: [],
    priorities: new Map(),
    statuses: [],
    problems: [],
  };
  let section = '';
  for (const line of text.split('\n')) {
    if (/^[ \t]/.test(line)) readContinuation(tracked, section, line.trim());
    else if (line === '' || line.startsWith('#')) continue;
    else {
      const [, name = '', value = ''] = field.exec(line) ?? [];
      section = name;
      if (name === '') readStatus(tracked, line);
      else readField(tracked, name, value.trim());
    }
  }
  return tracked;
}

function readContinuation(tracked: Tracked, section: string, text: string): void {
  if (!sections.has(section) || text === '') return;
  if (section === 'Description') tracked.description.push(text);
  else if (section === 'References' && /^https?:\/\//.test(text)) {
    tracked.references.push(text.split(/\s/, 1)[0] ?? '');
  } else if (section === 'CVSS') {
    const vector = /\bCVSS:[0-9.]{3}\/[A-Za-z:/]{1,200}/.exec(text)?.[0];
    if (vector !== undefined) tracked.vectors.push(vector);
  }
}

function readField(tracked: Tracked, name: string, value: string): void {
  if (name === 'Candidate') tracked.candidate = value;
  else if (name === 'PublicDate') tracked.published = timeOf(value) ?? tracked.published;
  else if (name === 'Priority') tracked.priority = firstWord(value);
  else if (name.startsWith('Priority_'))
    tracked.priorities.set(name.slice('Priority_'.length), firstWord(value));
}

function firstWord(text: string): string {
  return /^[a-z]{1,20}/.exec(text)?.[0] ?? '';
}

/** `2019-07-17 14:15:00 UTC`, or the day alone. */
function timeOf(text: string): string | undefined {
  const [, day, time = '00:00:00'] = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d))?/.exec(text) ?? [];
  return day === undefined ? undefined : `${day}T${time}Z`;
}

/** Takes a status of a release that counts; others (`upstream`, `devel`, snaps, phones) are of no image. */
function readStatus(tracked: Tracked, line: string): void {
  const [, place = '', name = '', word = '', rest = ''] = status.exec(line) ?? [];
  const ecosystem = ecosystemOf(place);
  if (ecosystem === undefined || word === 'DNE' || name.length > longestName) return;
  const detail = /^[([](.*?)[)\]]?$/.exec(rest.trimEnd())?.[1] ?? '';
  if (ubuntuStatus(word, detail) === undefined) {
    tracked.problems.push(
      `Cannot read the status "${word.slice(0, 40)}" of ${name} in ${place}: it is none of the tracker's words`,
    );
    return;
  }
  tracked.statuses.push({ release: place, ecosystem, name, word, detail });
}

const places = new Map<string, string | undefined>();

/**
 * Ecosystem of `xenial`; `trusty/esm`, `esm-infra/xenial` and `esm-apps/xenial` are Ubuntu Pro's.
 * The same few words come a million times.
 */
function ecosystemOf(place: string): string | undefined {
  const known = places.get(place);
  if (known !== undefined) return known;
  const [first = '', second] = place.split('/');
  const pro = second === 'esm' ? first : /^esm-(?:infra|apps)/.test(first) ? second : undefined;
  const codename = second === undefined ? first : (pro ?? '');
  const release = ubuntuCodenames.get(codename);
  if (release === undefined || Number.parseInt(release, 10) < oldest) return undefined;
  const ecosystem = ubuntuEcosystem(release, pro !== undefined);
  places.set(place, ecosystem);
  return ecosystem;
}

function affectedOf(one: Status, { priorities }: Tracked): Affected[] {
  const found = ubuntuStatus(one.word, one.detail);
  if (found === undefined) return [];
  const { name, ecosystem } = one;
  const priority = priorities.get(`${name}_${one.release}`) ?? priorities.get(name);
  const [severity] = priority === undefined ? [] : severitiesOf(priority);
  return [{ ecosystem, name, ...found, ...(severity === undefined ? {} : { severity }) }];
}

/** Ubuntu's priority is its own rating; `untriaged` is none. */
function severitiesOf(priority: string): SeverityStatement[] {
  const severity = severityOfWord(priority);
  if (severity === 'unknown') return [];
  return [{ source: id, severity, ...(severity === priority ? {} : { word: priority }) }];
}
