import type { Package, Verdict } from '../../model/index.ts';
import type { MatchRow } from '../advisories/database.ts';
import { isCve } from '../advisories/ids.ts';
import { flavourOf, minorOf } from './rpm-builds.ts';
import { placeVersion } from './scope.ts';
import type { Target } from './targets.ts';
import type { VersionJudge } from './version-judge.ts';
import { byText } from '../../model/order.ts';
import { qualifierValues } from './qualifier-values.ts';

/** One database row with its answer for one package. */
export interface Judged {
  readonly row: MatchRow;
  readonly target: Target;
  readonly verdict: Verdict;
  /** The vendor says "not affected" in so many words (state, exception list); such a word wins. */
  readonly declared: boolean;
  readonly range: string;
  readonly fixes: readonly string[];
  /** Present when the verdict is `unknown`. */
  readonly reason?: string;
}

/** What all sources together say of one fault in one package. */
export interface Ruling {
  readonly verdict: Verdict;
  /** The row whose word decided: its feed, range, state and fix are shown. */
  readonly primary: Judged;
  /** All rows, the primary first, each advisory once. */
  readonly judged: readonly Judged[];
  /** What else there is to know, in words. */
  readonly remark?: string;
}

/** Judges one row; a scheme that the product lacks makes the answer unknown, never safe. */
export function judgeRow(row: MatchRow, target: Target, judge: VersionJudge | undefined): Judged {
  const { affected } = row;
  if (judge === undefined) {
    const reason = `versions of scheme "${target.scheme}" cannot be compared`;
    return { row, target, verdict: 'unknown', declared: false, range: '', fixes: [], reason };
  }
  const scope = placeVersion(affected, target.version, judge);
  const base = { row, target, range: scope.range, fixes: scope.fixes };
  if (affected.state === 'not_affected') {
    // Inside the scope of the statement: cleared. Outside or unanswerable: it says nothing here.
    return { ...base, verdict: 'not-affected', declared: scope.inside === true };
  }
  if (scope.declaredUnaffected) return { ...base, verdict: 'not-affected', declared: true };
  if (scope.inside === undefined) {
    const reason = scope.reason ?? 'the range could not be read';
    return { ...base, verdict: 'unknown', declared: false, reason };
  }
  if (!scope.inside) {
    // A supplier knows its own rebuilds: where it says fixed, upstream's ranges are no evidence.
    const declared = scope.fixed && isSupplied(row, target);
    return { ...base, verdict: scope.fixed ? 'fixed' : 'not-affected', declared };
  }
  if (affected.state === 'under_investigation') {
    return { ...base, verdict: 'unknown', declared: false, reason: 'the vendor has not decided' };
  }
  return { ...base, verdict: 'affected', declared: false };
}

/** True for a row of the supplier who patched the package, not of the distribution. */
function isSupplied(row: MatchRow, target: Target): boolean {
  return row.affected.ecosystem === target.supplier?.ecosystem;
}

/**
 * False for a "not affected" that holds other versions than this one: it says nothing here, neither
 * that the package is clear nor that the vendor was silent on the fault.
 */
export function speaks({ row, declared }: Judged): boolean {
  return declared || row.affected.state !== 'not_affected';
}

/** Which package is asked about, and by which of its names. */
export interface Asked {
  readonly pkg: Package;
  readonly by: Target['by'];
}

/**
 * False when the row names another architecture, module stream or kind of build than the package
 * has, or goes by names of binary packages and the question is by that of the source.
 */
export function concerns(row: MatchRow, { pkg, by }: Asked): boolean {
  if (pkg.type === 'rpm' && isOtherFlavour(row, pkg.version)) return false;
  const wanted = row.affected.qualifiers;
  if (wanted === undefined) return true;
  if (by === 'indirect' && wanted['names'] === 'binary') return false;
  const arches = qualifierValues(wanted['arch']);
  if (arches.length > 0 && pkg.arch !== undefined && !arches.includes(pkg.arch)) return false;
  const module = qualifierValues(wanted['modularity'])[0];
  const own = qualifierValues(pkg.qualifiers?.['modularity'])[0];
  // A package without a label may come from the stream: older databases do not record it.
  return module === undefined || own === undefined || stream(module) === stream(own);
}

function isOtherFlavour(row: MatchRow, version: string): boolean {
  const [fix] = fixesNamed(row);
  return fix !== undefined && flavourOf(fix) !== flavourOf(version);
}

/** Versions that a row calls fixed. */
function fixesNamed({ affected }: MatchRow): readonly string[] {
  return affected.ranges.flatMap((range) =>
    range.kind === 'events'
      ? range.events.flatMap((event) => ('fixed' in event ? [event.fixed] : []))
      : [],
  );
}

/** `nodejs:18:8060020:abc` -> `nodejs:18`. */
function stream(label: string): string {
  return label.split(':', 2).join(':');
}

/**
 * Weighs the rows of one fault. Within one advisory the entries are alternatives, so one hit is
 * enough. Between advisories of a language ecosystem one hit is enough too, unless a vendor clears
 * the version in so many words. A distribution's word on the CVE itself outranks the bulletins
 * (DSA, DLA) that mention it, and among bulletins the first one that fixed it did fix it: later
 * ones for the same release repair regressions.
 */
export function rule(judged: readonly Judged[], os: boolean): Ruling {
  const advisories = withDisclosures(mergeAdvisories(judged));
  const statements = os ? advisories.filter((entry) => !isBulletin(entry)) : advisories;
  const onlyBulletins = statements.length === 0;
  const deciding = onlyBulletins ? reachable(advisories) : statements;
  const order: readonly Verdict[] = onlyBulletins
    ? ['fixed', 'affected', 'unknown', 'not-affected']
    : ['affected', 'unknown', 'fixed', 'not-affected'];
  const primary =
    deciding.find((entry) => entry.declared) ??
    order
      .map((verdict) => deciding.filter((entry) => entry.verdict === verdict).sort(byWord)[0])
      .find((entry) => entry !== undefined);
  if (primary === undefined) throw new TypeError('Cannot weigh a fault: it has no advisory');
  const rest = advisories.filter((entry) => entry !== primary).sort(byStanding);
  return { verdict: primary.verdict, primary, judged: [primary, ...rest] };
}

/**
 * Bulletins without those whose fix was made for another minor release, where the package is older
 * than the fix of its own line: the 9.3 build -26.el9 has not what -23.el9_2.4 brought to 9.2.
 */
function reachable(bulletins: readonly Judged[]): readonly Judged[] {
  if (!bulletins.some(({ verdict }) => verdict === 'affected')) return bulletins;
  return bulletins.filter(
    ({ verdict, row, target }) =>
      verdict !== 'fixed' ||
      target.scheme !== 'rpm' ||
      fixesNamed(row).some((fix) => minorOf(fix) === minorOf(target.version)),
  );
}

/**
 * A supplier's notice tells which of its builds has the fix, not where the fault began: its ranges
 * start at the first version. Where upstream discloses the fault, upstream's ranges say whether a
 * version has it at all; where nobody else does, the notice stands.
 */
function withDisclosures(advisories: readonly Judged[]): readonly Judged[] {
  const notice = ({ row, target, verdict }: Judged): boolean =>
    verdict === 'affected' && isSupplied(row, target);
  const rest = advisories.filter((entry) => !notice(entry));
  return rest.some(speaks) ? rest : advisories;
}

/** A notice that brought a fix (DSA, DLA), as opposed to the vendor's running record of one CVE. */
function isBulletin({ row }: Judged): boolean {
  const record = isCve(row.id) || /-CVE-\d{4}-\d{4,19}$/.test(row.id);
  return !record || (row.affected.vendorIds ?? []).length > 0;
}

/** One entry for each advisory: its strongest answer over all `affected` entries, with all their fixes. */
function mergeAdvisories(judged: readonly Judged[]): readonly Judged[] {
  if (judged.length < 2) return judged;
  const merged = new Map<string, Judged>();
  for (const entry of judged) {
    const { source, id, affected } = entry.row;
    const key = JSON.stringify([source, id, affected.vendorIds ?? []]);
    const known = merged.get(key);
    merged.set(key, known === undefined ? entry : stronger(known, entry));
  }
  return [...merged.values()];
}

const strength: Readonly<Record<Verdict, number>> = {
  affected: 3,
  unknown: 2,
  fixed: 1,
  'not-affected': 0,
};

function stronger(a: Judged, b: Judged): Judged {
  if (a.declared !== b.declared) return a.declared ? a : b;
  const winner = strength[b.verdict] > strength[a.verdict] ? b : a;
  if (a.verdict !== b.verdict || a.verdict !== 'affected') return winner;
  return { ...winner, fixes: [...new Set([...a.fixes, ...b.fixes])] };
}

/** Reviewed sources first, then by name, so that the same rows always give the same report. */
function byStanding(a: Judged, b: Judged): number {
  return (
    Number(isSupplied(a.row, a.target)) - Number(isSupplied(b.row, b.target)) ||
    Number(!a.row.id.startsWith('GHSA-')) - Number(!b.row.id.startsWith('GHSA-')) ||
    byText(a.row.source, b.row.source) ||
    byText(a.row.id, b.row.id)
  );
}

/** Rows that say something of this version before those that do not. */
function byWord(a: Judged, b: Judged): number {
  return Number(speaks(b)) - Number(speaks(a)) || byStanding(a, b);
}
