import type { Affected, EventRange, ExpressionRange, RangeEvent } from '../../model/index.ts';
import type { VersionJudge } from './version-judge.ts';

/** Where a version stands against one `affected` entry of an advisory. */
export interface Scope {
  /** Undefined when the question cannot be answered; `reason` then says why. */
  readonly inside: boolean | undefined;
  /** Only when outside: a fix at or below the version is known, or the version was always outside. */
  readonly fixed: boolean;
  /** The vendor names this very version as unaffected. */
  readonly declaredUnaffected: boolean;
  /** The range that decided, in words: `>= 1.0, < 1.2`. */
  readonly range: string;
  /** Lowest fix of each line above the version. */
  readonly fixes: readonly string[];
  readonly reason?: string;
}

/** One stretch of affected versions; an absent bound is open. */
interface Window {
  readonly from?: string;
  readonly exclusive?: boolean;
  readonly fixed?: string;
  readonly last?: string;
}

/**
 * Places a version against the ranges, version list and exceptions of one entry.
 * https://ossf.github.io/osv-schema/#evaluation for events; an entry that names no versions at all
 * speaks of every version (a distribution's "open" has no range).
 */
export function placeVersion(affected: Affected, version: string, judge: VersionJudge): Scope {
  const listed = affected.versions ?? [];
  if (names(affected.unaffected ?? [], version, judge)) {
    return answer({ inside: false, declaredUnaffected: true, range: version });
  }
  if (affected.ranges.length === 0 && listed.length === 0) return answer({ inside: true });
  if (listed.includes(version)) {
    return answer({
      inside: true,
      range: `= ${version}`,
      fixes: fixesOf(affected, version, judge),
    });
  }
  const lost = affected.upperBoundUnknown === true;
  const places = affected.ranges.map((range) =>
    range.kind === 'events'
      ? placeInEvents(range, version, judge, lost)
      : placeInExpression(range, version, judge),
  );
  const hit = places.find((place) => place.inside === true);
  if (hit !== undefined) {
    return answer({ ...hit, fixes: fixesOf(affected, version, judge) });
  }
  // Spellings of one version (1.0 and 1.0.0) are one version; compared only when nothing else hit.
  const twin = listed.find((other) => judge.compare(other, version) === 0);
  if (twin !== undefined) {
    return answer({ inside: true, range: `= ${twin}`, fixes: fixesOf(affected, version, judge) });
  }
  const open = places.find((place) => place.inside === undefined);
  if (open !== undefined) return answer(open);
  if (listed.length > 0 && !judge.parses(version) && affected.ranges.length === 0) {
    // The list may hold the same version in a spelling that only a parser would recognise.
    return answer({ inside: undefined, reason: unparsed(version, judge) });
  }
  const past = places.find((place) => place.fixed === true) ?? places[0];
  return answer({ inside: false, fixed: past?.fixed ?? false, range: past?.range ?? '' });
}

type Place = Partial<Scope> & Pick<Scope, 'inside'>;

function answer(place: Place): Scope {
  return { fixed: false, declaredUnaffected: false, range: '', fixes: [], ...place };
}

function unparsed(version: string, judge: VersionJudge): string {
  return `version "${version}" is not a ${judge.scheme} version`;
}

/** Entries are versions or, as ruby-advisory-db has them, requirements. */
function names(list: readonly string[], version: string, judge: VersionJudge): boolean {
  return list.some((entry) =>
    /^[<>=!~^]|[,\s|]/.test(entry)
      ? judge.within(version, entry) === true
      : entry === version || judge.compare(entry, version) === 0,
  );
}

/** @param lost true when the source lost where open stretches end: being in one then tells nothing. */
function placeInEvents(
  range: EventRange,
  version: string,
  judge: VersionJudge,
  lost = false,
): Place {
  const { windows, unordered } = windowsOf(range.events, judge);
  if (unordered !== undefined) {
    return {
      inside: undefined,
      reason: `range bound "${unordered}" is not a ${judge.scheme} version`,
    };
  }
  const limited = range.events.some((event) => 'limit' in event);
  if (!limited && !lost && windows.some(isOpen)) return { inside: true, range: rangeText(windows) };
  if (!judge.parses(version)) return { inside: undefined, reason: unparsed(version, judge) };
  const hit = windows.find((window) => holds(window, version, judge));
  if (hit !== undefined) {
    if (lost && hit.fixed === undefined && hit.last === undefined) {
      return {
        inside: undefined,
        range: rangeText([hit]),
        reason: 'the source does not say where the range ends',
      };
    }
    return beyondLimits(range.events, version, judge)
      ? { inside: false, range: rangeText([hit]) }
      : { inside: true, range: rangeText([hit]) };
  }
  const fix = windows.findLast(
    (window) => window.fixed !== undefined && (judge.compare(window.fixed, version) ?? 1) <= 0,
  );
  return {
    inside: false,
    fixed: fix !== undefined,
    range: rangeText(fix === undefined ? windows : [fix]),
  };
}

function isOpen(window: Window): boolean {
  return window.from === undefined && window.fixed === undefined && window.last === undefined;
}

function holds(window: Window, version: string, judge: VersionJudge): boolean {
  if (window.from !== undefined) {
    const order = judge.compare(version, window.from) ?? -1;
    if (order < 0 || (order === 0 && window.exclusive === true)) return false;
  }
  if (window.fixed !== undefined) return (judge.compare(version, window.fixed) ?? 1) < 0;
  return window.last === undefined || (judge.compare(version, window.last) ?? 1) <= 0;
}

/** `limit` events bound the whole range: below any of them is inside. A limit of `*` bounds nothing. */
function beyondLimits(
  events: readonly RangeEvent[],
  version: string,
  judge: VersionJudge,
): boolean {
  const limits = events.flatMap((event) => ('limit' in event ? [event.limit] : []));
  if (limits.length === 0 || limits.includes('*')) return false;
  return limits.every((limit) => (judge.compare(version, limit) ?? -1) >= 0);
}

/** Stretches of a range, or the bound that no version scheme understands. */
interface Windows {
  readonly windows: readonly Window[];
  readonly unordered?: string;
}

/** Stretches made last of each list of events: a version is placed in them, its fixes are told from them. */
const made: WeakMap<readonly RangeEvent[], Windows & { readonly judge: VersionJudge }> =
  new WeakMap();

function windowsOf(events: readonly RangeEvent[], judge: VersionJudge): Windows {
  const known = made.get(events);
  if (known?.judge === judge) return known;
  const found = { ...makeWindows(events, judge), judge };
  made.set(events, found);
  return found;
}

/**
 * Turns events into stretches. They may arrive in any order; at equal versions the document's own
 * order stands, because writers list `fixed: 2, introduced: 2` for adjoining stretches.
 */
function makeWindows(events: readonly RangeEvent[], judge: VersionJudge): Windows {
  const bad = events
    .map(versionOf)
    .find((version) => version !== '0' && version !== '*' && !judge.parses(version));
  if (bad !== undefined) return { windows: [], unordered: bad };
  const ordered = events
    .filter((event) => !('limit' in event))
    .sort((a, b) => orderOf(a, b, judge));
  const windows: Window[] = [];
  let open: Window | undefined;
  for (const event of ordered) {
    if ('introduced' in event) {
      open ??= openAt(event.introduced, event.exclusive === true);
      continue;
    }
    // An end without a start (a writer's slip) counts from the first version, once.
    const start = open ?? (windows.length === 0 ? {} : undefined);
    open = undefined;
    if (start === undefined) continue;
    windows.push(
      'fixed' in event ? { ...start, fixed: event.fixed } : { ...start, last: versionOf(event) },
    );
  }
  if (open !== undefined) windows.push(open);
  return { windows };
}

function openAt(version: string, exclusive: boolean): Window {
  // OSV's "0" is before every version, whether or not the scheme can parse it.
  if (version === '0') return {};
  return exclusive ? { from: version, exclusive } : { from: version };
}

function versionOf(event: RangeEvent): string {
  if ('introduced' in event) return event.introduced;
  if ('fixed' in event) return event.fixed;
  return 'last_affected' in event ? event.last_affected : event.limit;
}

function orderOf(a: RangeEvent, b: RangeEvent, judge: VersionJudge): number {
  const first = 'introduced' in a && a.introduced === '0';
  const second = 'introduced' in b && b.introduced === '0';
  if (first || second) return Number(second) - Number(first);
  return judge.compare(versionOf(a), versionOf(b)) ?? 0;
}

function placeInExpression(range: ExpressionRange, version: string, judge: VersionJudge): Place {
  const place = placeInWords(range, version, judge);
  const { except = [] } = range;
  if (place.inside === false || except.length === 0) return place;
  // Short: this is shown to people, and some lists name every release line.
  const words = `${place.range ?? ''}, not ${except.slice(0, 4).join(' || ')}${except.length > 4 ? ' || …' : ''}`;
  const places = except.map((text) => judge.within(version, text));
  if (places.includes(true)) return { inside: false, fixed: true, range: words };
  const strange = places.indexOf(undefined);
  if (strange === -1) return { ...place, range: words };
  const reason = judge.parses(version)
    ? `range "${except[strange]}" is not a ${judge.scheme} range`
    : unparsed(version, judge);
  return { inside: undefined, reason };
}

function placeInWords(range: ExpressionRange, version: string, judge: VersionJudge): Place {
  const text = range.expression.trim();
  if (text === '' || text === '*') return { inside: true, range: '*' };
  const inside = judge.within(version, text);
  if (inside === undefined) {
    return {
      inside,
      reason: judge.parses(version)
        ? `range "${text}" is not a ${judge.scheme} range`
        : unparsed(version, judge),
    };
  }
  const past = (range.fixed ?? []).some((fix) => (judge.compare(fix, version) ?? 1) <= 0);
  return { inside, fixed: !inside && past, range: text };
}

/** Fixes above the version, lowest first, without those that another stretch of the same entry affects again. */
function fixesOf(affected: Affected, version: string, judge: VersionJudge): readonly string[] {
  const found: string[] = [];
  for (const range of affected.ranges) {
    const bounds =
      range.kind === 'events'
        ? windowsOf(range.events, judge).windows.flatMap((window) => window.fixed ?? [])
        : (range.fixed ?? []);
    for (const bound of bounds) {
      const above = judge.compare(bound, version);
      if ((above === undefined || above > 0) && !found.includes(bound)) found.push(bound);
    }
  }
  return found
    .filter((fix) => !affected.ranges.some((range) => covers(range, fix, judge)))
    .sort((a, b) => judge.compare(a, b) ?? 0);
}

function covers(
  range: EventRange | ExpressionRange,
  version: string,
  judge: VersionJudge,
): boolean {
  const place =
    range.kind === 'events'
      ? placeInEvents(range, version, judge)
      : placeInExpression(range, version, judge);
  return place.inside === true;
}

/** Stretches in words; long lists end in an ellipsis, for this is shown to people. */
function rangeText(windows: readonly Window[]): string {
  const shown = windows.slice(0, 4).map((window) => {
    const parts: string[] = [];
    if (window.from !== undefined)
      parts.push(`${window.exclusive === true ? '>' : '>='} ${window.from}`);
    if (window.fixed !== undefined) parts.push(`< ${window.fixed}`);
    if (window.last !== undefined) parts.push(`<= ${window.last}`);
    return parts.length === 0 ? '*' : parts.join(', ');
  });
  return windows.length > 4 ? `${shown.join(' || ')} || …` : shown.join(' || ');
}
