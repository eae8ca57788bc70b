import { jsonMembers } from '../../../formats/json-members.ts';
import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { debianCodenames } from '../../../model/index.ts';
import type { Affected, AdvisoryState, Severity } from '../../../model/index.ts';
import type { Feed, FeedDocument, FeedRecord } from '../contract.ts';
import { longestName } from '../names.ts';

const id = 'debian-tracker';

/** The Debian security tracker's whole state; https://security-tracker.debian.org/tracker/data/json. */
export const debianTracker: Feed = {
  id,
  title: 'Debian security tracker',
  url: 'https://security-tracker.debian.org/tracker/data/',
  licence: 'MIT',
  ecosystems: ['Debian'],
  parts: () => [{ name: 'debian-tracker.json', url: 'json', ecosystems: ['Debian'] }],
  mirror: [
    'debian/debian-tracker.json',
    'debian/derived-tracker-json-*.tar.zst!*.json',
    'debian-tracker.json',
    'tracker/data/json',
  ],
  partOf: () => 'debian-tracker.json',
  parse,
};

/** `{source: {CVE: {description, releases: {codename: {…}}}}}`, one source package at a time. */
function* parse(document: FeedDocument): Generator<FeedRecord> {
  const strange = new Set<string>();
  for (const [name, cves] of jsonMembers(document.bytes, `"${document.name}"`)) {
    if (name === '' || name.length > longestName) {
      yield { kind: 'problem', where: document.name, text: 'a source package without usable name' };
      continue;
    }
    for (const [cve, value] of Object.entries(objectOf(cves))) {
      const entry = objectOf(value);
      const affected: Affected[] = [];
      for (const [codename, release] of Object.entries(objectOf(entry['releases']))) {
        const version = debianCodenames.get(codename);
        if (version === undefined) strange.add(codename);
        else affected.push(releaseState(`Debian:${version}`, name, objectOf(release)));
      }
      if (affected.length === 0) continue;
      const description = textOf(entry['description']);
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
        },
      };
    }
  }
  for (const codename of strange) {
    const text = `release "${codename}" is not in the table of code names, its rows are left out`;
    yield { kind: 'problem', where: document.name, text };
  }
}

/** What the tracker says about one source package in one release, in the words of scan.md's status table. */
function releaseState(ecosystem: string, name: string, release: JsonObject): Affected {
  const fixed = textOf(release['fixed_version']);
  const urgency = (textOf(release['urgency']) ?? '').replace(/(?<!\*)\*+$/, '');
  const resolved = release['status'] === 'resolved' && fixed !== undefined;
  const { state, word } = stateOf(release, urgency, resolved);
  const severity = urgencies.get(urgency);
  return {
    ecosystem,
    name,
    // "0" is the tracker's way to say that no version in this release was ever affected.
    state: resolved && fixed === '0' ? 'not_affected' : state,
    ...(word === undefined ? {} : { vendorState: word }),
    ranges:
      resolved && fixed === '0'
        ? []
        : [{ kind: 'events', events: [{ introduced: '0' }, ...(resolved ? [{ fixed }] : [])] }],
    ...(severity === undefined
      ? {}
      : { severity: { source: id, severity, ...(urgency === severity ? {} : { word: urgency }) } }),
  };
}

const urgencies: ReadonlyMap<string, Severity> = new Map([
  ['high', 'high'],
  ['medium', 'medium'],
  ['low', 'low'],
  ['unimportant', 'low'],
]);

const reasons: ReadonlyMap<string, { state: AdvisoryState; word: string }> = new Map([
  ['postponed', { state: 'fix_deferred', word: 'postponed' }],
  ['ignored', { state: 'will_not_fix', word: 'ignored' }],
]);

function stateOf(
  release: JsonObject,
  urgency: string,
  resolved: boolean,
): { state: AdvisoryState; word?: string } {
  if (urgency === 'end-of-life') return { state: 'end_of_life', word: urgency };
  if (urgency === 'unimportant') return { state: 'unimportant', word: urgency };
  if (resolved) return { state: 'fixed', word: 'resolved' };
  if (release['status'] === 'undetermined')
    return { state: 'under_investigation', word: 'undetermined' };
  const reason = reasons.get(textOf(release['nodsa_reason']) ?? '');
  if (reason !== undefined) return reason;
  if (release['nodsa'] !== undefined) return { state: 'will_not_fix', word: 'no-dsa' };
  return { state: 'affected', word: 'open' };
}
