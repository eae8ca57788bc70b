import { scanMessages } from '../model/messages/scan.ts';
import { format } from '../model/messages/table.ts';
import { printable } from '../model/index.ts';
import type { Finding, ReportNote, Scanner, Suppression } from '../model/index.ts';
import type { IgnoreEntry, IgnoreFile } from './ignore-entry.ts';
import { wasLookedFor } from './unused.ts';

/** Findings parted by a rule, with remarks about the rule itself. */
export interface Parted {
  readonly findings: readonly Finding[];
  /** Set aside, each with who says so and why. */
  readonly suppressed: readonly Finding[];
  readonly notes: readonly ReportNote[];
}

/**
 * Sets aside the findings that ignore files name, by rule or any alias. Entries that have expired
 * hide nothing and are noted; so are entries that match nothing any more, where what they speak of
 * was looked for.
 */
export function applyIgnoreFiles(
  findings: readonly Finding[],
  files: readonly IgnoreFile[],
  { now, scanners }: { readonly now: Date; readonly scanners?: readonly Scanner[] | undefined },
): Parted {
  const notes: ReportNote[] = [];
  const rules = files.flatMap(({ path, entries }) =>
    entries.map((entry) => ({ entry, path, expired: hasExpired(entry, now), used: false })),
  );
  const kept: Finding[] = [];
  const suppressed: Finding[] = [];
  for (const finding of findings) {
    const ids = new Set([finding.rule, ...finding.aliases].map((id) => id.toUpperCase()));
    const hits = rules.filter(({ entry }) => speaksOf(entry, finding, ids));
    for (const hit of hits) hit.used = true;
    const hit = hits.find(({ expired }) => !expired);
    if (hit === undefined) kept.push(finding);
    else suppressed.push({ ...finding, suppressed: suppressionBy(hit.entry, hit.path) });
  }
  for (const { entry, path, expired, used } of rules) {
    const id = entry.id ?? '*';
    if (!used) {
      const unused = note('ignore.unused', { id, file: path, line: entry.line });
      if (wasLookedFor(entry, scanners)) notes.push(unused);
    } else if (expired) {
      const params = { id, file: path, line: entry.line, date: entry.expires ?? '' };
      notes.push(note('ignore.expired', params));
    }
  }
  return { findings: kept, suppressed, notes };
}

/** Like Trivy's: the day named is the first on which the entry no longer counts. */
function hasExpired(entry: IgnoreEntry, now: Date): boolean {
  return entry.expires !== undefined && Date.parse(entry.expires) < now.getTime();
}

function speaksOf(entry: IgnoreEntry, finding: Finding, ids: ReadonlySet<string>): boolean {
  const { id, others = [], subjects = [] } = entry;
  if (id !== undefined && ![id, ...others].some((one) => isAmong(one, ids))) return false;
  if (entry.kinds !== undefined && !entry.kinds.includes(finding.kind)) return false;
  const purls = purlsOf(finding);
  return (
    holds(entry.packages, (name) => isPackage(finding, name)) &&
    holds(entry.paths, (accepts) =>
      finding.locations.some(({ file }) => file !== undefined && accepts(file.path)),
    ) &&
    holds(entry.purls, (accepts) => purls.some(accepts)) &&
    holds(subjects, (accepts) => accepts(finding.misconfiguration?.subject ?? ''))
  );
}

function isAmong(id: string, ids: ReadonlySet<string>): boolean {
  if (!id.endsWith('.*')) return ids.has(id);
  const group = id.slice(0, -1);
  return [...ids].some((one) => one.startsWith(group));
}

/** A scope that is not given holds for everything. */
function holds<Scope>(scope: readonly Scope[], test: (one: Scope) => boolean): boolean {
  return scope.length === 0 || scope.some(test);
}

function purlsOf(finding: Finding): readonly string[] {
  const own = finding.package === undefined ? [] : [finding.package];
  return [...own, ...finding.locations.flatMap((location) => location.package?.purl ?? [])];
}

/** `openssl` or `openssl@3.0.1`, by the names that the finding's message and match give. */
function isPackage(finding: Finding, wanted: string): boolean {
  const { name, version } = finding.message.params;
  const names = new Set([name, finding.vulnerability?.match.name]);
  const at = wanted.indexOf('@', 1);
  if (at === -1) return names.has(wanted);
  return names.has(wanted.slice(0, at)) && wanted.slice(at + 1) === version;
}

function suppressionBy(entry: IgnoreEntry, path: string): Suppression {
  return {
    by: 'ignore-file',
    reason: printable(entry.reason ?? 'no reason given'),
    source: `${path}:${entry.line}`,
    ...(entry.expires !== undefined && { expires: entry.expires }),
  };
}

function note(id: string, params: Readonly<Record<string, string | number>>): ReportNote {
  return { id, params, text: printable(format(scanMessages[id]?.en ?? id, params)) };
}
