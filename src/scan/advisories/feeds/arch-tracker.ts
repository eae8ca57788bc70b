import { parseJsonBytes } from '../../../formats/json-members.ts';
import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Advisory, AdvisoryState, Affected, Severity } from '../../../model/index.ts';
import type { Feed, FeedDocument, FeedRecord } from '../contract.ts';
import { isCve } from '../ids.ts';
import { longestName } from '../names.ts';

const id = 'arch-tracker';
const name = 'all.json';
const url = 'https://security.archlinux.org/';

/**
 * Arch Linux's security tracker: groups (AVG) of issues that one version of some packages has, with
 * the version that fixes them. Each CVE becomes an advisory; a group without issues goes by its own
 * name. https://security.archlinux.org
 */
export const archTracker: Feed = {
  id,
  title: 'Arch Linux security tracker',
  url,
  licence: 'none stated',
  ecosystems: ['Arch Linux'],
  parts: (wanted) =>
    wanted === undefined || wanted.includes('Arch Linux')
      ? [{ name, url: name, ecosystems: ['Arch Linux'] }]
      : [],
  mirror: ['arch/all.json', 'arch-tracker/all.json'],
  partOf: () => name,
  parse,
};

/** The tracker's states; `Testing` has a fix that is not yet in the repositories everyone uses. */
const states: ReadonlyMap<string, AdvisoryState> = new Map([
  ['Vulnerable', 'affected'],
  ['Testing', 'affected'],
  ['Fixed', 'fixed'],
  ['Not affected', 'not_affected'],
  ['Unknown', 'under_investigation'],
]);

const severities: ReadonlyMap<string, Severity> = new Map([
  ['Critical', 'critical'],
  ['High', 'high'],
  ['Medium', 'medium'],
  ['Low', 'low'],
]);

function* parse(document: FeedDocument): Generator<FeedRecord> {
  const where = document.name;
  const groups = parseJsonBytes(document.bytes, `"${where}"`);
  if (!Array.isArray(groups)) {
    yield { kind: 'problem', where, text: 'it is no list of groups' };
    return;
  }
  for (const value of listOf(groups)) {
    const group = objectOf(value);
    const avg = textOf(group['name']) ?? '';
    const status = textOf(group['status']) ?? '';
    const state = states.get(status);
    const packages = textsOf(group['packages']).filter((one) => one.length <= longestName);
    if (!/^AVG-[0-9]{1,9}$/.test(avg) || state === undefined || packages.length === 0) {
      const shown = (avg || 'a group').slice(0, 40);
      yield { kind: 'problem', where, text: `${shown} without name, known status or packages` };
      continue;
    }
    const affected = packages.map((one) => affectedBy(group, one, { state, status, avg }));
    yield* advisories(group, avg, affected);
  }
}

interface Statement {
  readonly state: AdvisoryState;
  readonly status: string;
  readonly avg: string;
}

/** The tracker names one version that has the issues; all older ones count as having them too. */
function affectedBy(group: JsonObject, one: string, { state, status, avg }: Statement): Affected {
  const fixed = state === 'fixed' || status === 'Testing' ? textOf(group['fixed']) : undefined;
  const end = fixed === undefined ? [] : [{ fixed }];
  return {
    ecosystem: 'Arch Linux',
    name: one,
    // A group without the version of its fix cannot be judged as fixed.
    state: state === 'fixed' && fixed === undefined ? 'affected' : state,
    vendorState: status,
    ranges: [{ kind: 'events', events: [{ introduced: '0' }, ...end] }],
    vendorIds: [...textsOf(group['advisories']), avg],
  };
}

function* advisories(
  group: JsonObject,
  avg: string,
  affected: readonly Affected[],
): Generator<FeedRecord> {
  const word = textOf(group['severity']) ?? 'Unknown';
  const severity = severities.get(word) ?? 'unknown';
  const type = textOf(group['type']);
  const shared = {
    source: id,
    kind: 'vulnerability',
    affected,
    severities: [{ source: id, severity, word }],
    references: [`${url}${avg}`],
    ...(type === undefined || type === 'unknown' ? {} : { title: type }),
  } satisfies Partial<Advisory>;
  const issues = [...new Set(textsOf(group['issues']).filter((issue) => isCve(issue)))];
  for (const issue of issues.length === 0 ? [avg] : issues) {
    yield { kind: 'advisory', advisory: { id: issue, aliases: [], ...shared } };
  }
}
