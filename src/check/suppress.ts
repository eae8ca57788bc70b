import type { Finding, Location, ReportNote } from '../model/index.ts';
import type { IgnoredPlace, InlineIgnore, JudgedFault } from './contract.ts';
import { findingOf } from './findings.ts';

/** Findings parted by the comments that stand beside them. */
export interface Ignored {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  /** Comments that match nothing, and those that have run out. */
  readonly notes: readonly ReportNote[];
}

/**
 * Sets aside what comments in the files ask to leave out. A comment that has expired works no more,
 * and one that matches nothing is told: it hides what is gone, or is misspelt. The rest become findings.
 */
export function applyInlineIgnores(
  faults: readonly JudgedFault[],
  ignores: readonly InlineIgnore[],
  now: Date,
): Ignored {
  const used = new Set<InlineIgnore>();
  const byPath = new Map<string, InlineIgnore[]>();
  for (const ignore of ignores) {
    for (const path of new Set(placesOf(ignore).map((place) => place.path))) {
      const known = byPath.get(path);
      if (known === undefined) byPath.set(path, [ignore]);
      else known.push(ignore);
    }
  }
  const kept: Finding[] = [];
  const suppressed: Finding[] = [];
  for (const fault of faults) {
    const finding = findingOf(fault);
    const ignore = candidates(byPath, finding).find((one) => covers(one, finding, fault));
    if (ignore !== undefined) used.add(ignore);
    if (ignore === undefined || expired(ignore, now)) kept.push(finding);
    else suppressed.push({ ...finding, suppressed: because(ignore) });
  }
  return { findings: kept, suppressed, notes: ignores.flatMap((one) => notesOf(one, used, now)) };
}

/** Comments of one file beyond these work no more: their findings count. */
const mostOfFile = 5000;

/** The comments of the files that a finding names, so that large trees cost no product of both. */
function candidates(
  byPath: ReadonlyMap<string, readonly InlineIgnore[]>,
  { locations }: Finding,
): readonly InlineIgnore[] {
  if (byPath.size === 0) return [];
  const paths = new Set(locations.map((location) => fileOf(location)?.path ?? ''));
  return [...paths].flatMap((path) => (byPath.get(path) ?? []).slice(0, mostOfFile));
}

function covers(ignore: InlineIgnore, finding: Finding, fault: JudgedFault): boolean {
  if (!ignore.ids.some((id) => names(id, finding, fault))) return false;
  return finding.locations.some((location) => {
    const at = fileOf(location);
    return at !== undefined && placesOf(ignore).some((place) => holds(place, at));
  });
}

function placesOf({ places, path, lines }: InlineIgnore): readonly IgnoredPlace[] {
  return places ?? [{ path, ...(lines === undefined ? {} : { lines }) }];
}

function holds({ path, lines }: IgnoredPlace, at: NonNullable<Location['file']>): boolean {
  if (at.path !== path) return false;
  if (lines === undefined) return true;
  const first = at.startLine ?? 1;
  return first <= lines.last && (at.endLine ?? first) >= lines.first;
}

/** `*` is every rule, `buildkit:*` every rule that this tool has too. */
function names(id: string, { rule, aliases }: Finding, fault: JudgedFault): boolean {
  if (id === '*') return true;
  if (id.endsWith(':*')) return Object.hasOwn(fault.rule.aliases, id.slice(0, -2));
  const wanted = id.toLowerCase();
  return rule.toLowerCase() === wanted || aliases.some((one) => one.toLowerCase() === wanted);
}

function fileOf(location: Location): Location['file'] {
  return location.file;
}

function expired({ expires }: InlineIgnore, now: Date): boolean {
  // A date that is none never lasts.
  return expires !== undefined && !(now.getTime() <= Date.parse(expires));
}

function because(ignore: InlineIgnore): NonNullable<Finding['suppressed']> {
  const reason = ignore.reason === '' ? `ignored by a comment (${ignore.origin})` : ignore.reason;
  const source = `${ignore.path}:${ignore.line}`;
  const { expires } = ignore;
  return { by: 'comment', reason, source, ...(expires === undefined ? {} : { expires }) };
}

function notesOf(
  ignore: InlineIgnore,
  used: ReadonlySet<InlineIgnore>,
  now: Date,
): readonly ReportNote[] {
  const place = `${ignore.path}:${ignore.line}`;
  const ids = ignore.ids.join(', ');
  if (!used.has(ignore)) {
    const text = `The comment at ${place} ignores ${ids}, and nothing of that kind was found there`;
    return [{ id: 'check.ignore-unused', params: { place, ids }, text }];
  }
  if (!expired(ignore, now)) return [];
  const date = ignore.expires ?? '';
  const text = `The comment at ${place} ignored ${ids} until ${date}; it counts again`;
  return [{ id: 'check.ignore-expired', params: { place, ids, date }, text }];
}
