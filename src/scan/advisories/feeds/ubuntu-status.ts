import type { Affected } from '../../../model/index.ts';

/** What a status of Ubuntu's CVE tracker says of a package, besides its name. */
export type UbuntuStatus = Pick<Affected, 'state' | 'vendorState' | 'ranges' | 'upperBoundUnknown'>;

const open = { kind: 'events' as const, events: [{ introduced: '0' }] };
const endOfLife =
  /end[- ]of[- ](?:life|(?:standard )?support)|out of (?:standard )?support|\beol\b/i;
/** Vendors' reasons are shown, not stored at length. */
const longestReason = 60;

/**
 * Ubuntu's words in ours; `detail` is what stands in brackets behind the word. A fix that is pending
 * has a version but is in no archive yet, so it bounds the range without being offered as a fix.
 * @returns undefined for a word that is none of the tracker's.
 */
export function ubuntuStatus(word: string, detail: string): UbuntuStatus | undefined {
  switch (word) {
    case 'released':
      return released(detail);
    case 'not-affected':
      return { state: 'not_affected', ranges: [] };
    case 'needed':
    case 'active':
    case 'in-progress':
      return { state: 'affected', vendorState: word, ranges: [open] };
    case 'needs-triage':
      return { state: 'under_investigation', vendorState: word, ranges: [open] };
    case 'deferred':
      return { state: 'fix_deferred', vendorState: word, ranges: [open] };
    case 'pending':
      return pending(detail);
    case 'ignored':
      return ignored(detail);
    default:
      return undefined;
  }
}

function released(detail: string): UbuntuStatus {
  const version = versionOf(detail);
  // Fixed somewhere: without the version nothing tells whether this one is.
  if (version === undefined) return { state: 'fixed', ranges: [open], upperBoundUnknown: true };
  return {
    state: 'fixed',
    ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: version }] }],
  };
}

function pending(detail: string): UbuntuStatus {
  const version = versionOf(detail);
  const limit = version === undefined ? [] : [{ limit: version }];
  const range = { kind: 'events' as const, events: [{ introduced: '0' }, ...limit] };
  return { state: 'fix_deferred', vendorState: 'pending', ranges: [range] };
}

function ignored(detail: string): UbuntuStatus {
  const reason = detail.slice(0, longestReason).trim();
  return {
    state: endOfLife.test(detail) ? 'end_of_life' : 'will_not_fix',
    vendorState: reason === '' ? 'ignored' : `ignored (${reason})`,
    ranges: [open],
  };
}

/** A Debian version has a digit in front (policy §5.6.12); anything else in brackets is a remark. */
function versionOf(detail: string): string | undefined {
  return /^\d[A-Za-z0-9.+:~-]{0,200}$/.exec(detail.trim())?.[0];
}
