import { listOf, objectOf, textOf, textsOf } from '../formats/json-values.ts';
import { severities } from '../model/index.ts';
import type {
  CheckResult,
  Coverage,
  DatabaseInfo,
  FeedState,
  Report,
  ReportNote,
  Scanner,
  Upgrade,
} from '../model/index.ts';
import {
  anyText,
  chainOf,
  chainsOf,
  countOf,
  memberOf,
  paramsOf,
  present,
  wordOf,
} from './read-values.ts';

/** The readers of the lists that `plimsollReport` writes; whoever wrote them chose every value. */
export function errorsOf(value: unknown): Report['errors'] {
  return listOf(value).map((one) => {
    const { Code, Text, Location: place } = objectOf(one);
    return present<Report['errors'][number]>({
      code: anyText(Code),
      text: anyText(Text),
      location: place === undefined ? undefined : chainOf(place),
    });
  });
}

/** What was looked for; words that we do not know are left out. */
export function scannersOf(value: unknown): readonly Scanner[] {
  const words: readonly Scanner[] = ['vuln', 'misconfig', 'secret'];
  return words.filter((word) => listOf(value).includes(word));
}

/** Coverage; a state that we do not know is one that does not answer. */
export function coverageOf(value: unknown): readonly Coverage[] {
  const states = [
    'covered',
    'starter-set',
    'no-database',
    'no-feed',
    'stale',
    'unsupported',
    'third-party',
  ] as const;
  return listOf(value).map((one) => {
    const row = objectOf(one);
    return present<Coverage>({
      ecosystem: anyText(row['Ecosystem']),
      packages: countOf(row['Packages']) ?? 0,
      state: wordOf(row['State'], states, 'unsupported'),
      reason: textOf(row['Reason']),
      message: messageOf(row['Message']),
      feeds: textsOf(row['Feeds']),
    });
  });
}

function messageOf(value: unknown): Coverage['message'] {
  const message = memberOf(value);
  if (message === undefined) return undefined;
  return {
    id: anyText(message['ID']),
    params: paramsOf(message['Params']),
    text: anyText(message['Text']),
  };
}

/** The database; its path is not in a report. */
export function databaseOf(value: unknown): DatabaseInfo | undefined {
  const database = memberOf(value);
  if (database === undefined) return undefined;
  return {
    path: '',
    schema: countOf(database['Schema']) ?? 0,
    built: anyText(database['Built']),
    checksum: anyText(database['Checksum']),
    starter: database['Starter'] === true,
    feeds: listOf(database['Feeds']).map(feedOf),
  };
}

function feedOf(value: unknown): FeedState {
  const feed = objectOf(value);
  const failure = memberOf(feed['Failure']);
  return present<FeedState>({
    id: anyText(feed['ID']),
    title: textOf(feed['Title']),
    url: textOf(feed['URL']),
    ecosystems: textsOf(feed['Ecosystems']),
    records: countOf(feed['Records']) ?? 0,
    newest: textOf(feed['Newest']),
    fetched: anyText(feed['Fetched']),
    licence: anyText(feed['Licence']),
    failure: failure && {
      time: anyText(failure['Time']),
      code: anyText(failure['Code']),
      text: anyText(failure['Text']),
    },
  });
}

/** Answers of rules; one that we do not know could not be read. */
export function checksOf(value: unknown): readonly CheckResult[] {
  const results = [
    'pass',
    'fail',
    'not-applicable',
    'needs-human',
    'could-not-read',
    'waived',
    'baseline',
  ] as const;
  return listOf(value).map((one) => {
    const check = objectOf(one);
    return {
      rule: anyText(check['Rule']),
      result: wordOf(check['Result'], results, 'could-not-read'),
      subject: anyText(check['Subject']),
      evidence: textsOf(check['Evidence']),
    };
  });
}

/** Remarks for people. */
export function notesOf(value: unknown): readonly ReportNote[] {
  return listOf(value).map((one) => {
    const note = objectOf(one);
    return {
      id: anyText(note['ID']),
      params: paramsOf(note['Params']),
      text: anyText(note['Text']),
    };
  });
}

/** Planned upgrades; undefined when the report has none planned. */
export function upgradesOf(value: unknown): readonly Upgrade[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return listOf(value).map((one) => {
    const upgrade = objectOf(one);
    const ends = objectOf(upgrade['Ends']);
    const near = memberOf(upgrade['SameLine']);
    return present<Upgrade>({
      name: anyText(upgrade['Name']),
      type: anyText(upgrade['Type']),
      from: anyText(upgrade['From']),
      to: anyText(upgrade['To']),
      packages: textsOf(upgrade['Packages']),
      ends: Object.fromEntries(
        severities.flatMap((severity) =>
          Array.isArray(ends[severity]) ? [[severity, textsOf(ends[severity])] as const] : [],
        ),
      ),
      leaves: textsOf(upgrade['Leaves']),
      sameLine: near && { to: anyText(near['To']), leaves: textsOf(near['Leaves']) },
      instruction: textOf(upgrade['Instruction']),
      locations: chainsOf(upgrade['Locations']) ?? [],
    });
  });
}
