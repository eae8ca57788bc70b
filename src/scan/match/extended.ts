import { rule } from './decide.ts';
import type { Judged, Ruling } from './decide.ts';
import type { Target } from './targets.ts';

/**
 * Weighs the rows of one fault where some of them speak of a subscribers' channel (Ubuntu Pro).
 * The release's own word comes first: what it has fixed, or never had, the channel cannot reopen.
 * What the release leaves open, the channel may have fixed: for subscribers that is the fix, for
 * others only the knowledge that there is one. A fault of which the release says nothing, but the
 * channel does, is open in the release: its support, or that of the package, is the channel's.
 */
export function ruleExtended(judged: readonly Judged[], os: boolean): Ruling {
  const { extended } = judged[0]?.target ?? {};
  const channel = judged.filter(({ row }) => row.affected.ecosystem === extended?.ecosystem);
  if (extended === undefined || channel.length === 0) return rule(judged, os);
  const own = judged.filter((one) => !channel.includes(one));
  const base = own.length === 0 ? undefined : rule(own, os);
  const further = rule(channel, os);
  if (base !== undefined && isClosed(base)) return joined(base, further);
  if (further.verdict === 'fixed') return joined(further, base);
  if (further.verdict === 'not-affected') {
    return clears(base, extended) || base === undefined
      ? joined(further, base)
      : joined(base, further);
  }
  return openRuling(base, further, extended);
}

function isClosed({ verdict }: Ruling): boolean {
  return verdict === 'fixed' || verdict === 'not-affected';
}

/** A word of the channel counts for its subscribers, and where the release no longer decides anything. */
function clears(base: Ruling | undefined, { subscribed }: Extended): boolean {
  return subscribed || base?.primary.row.affected.state === 'end_of_life';
}

type Extended = NonNullable<Target['extended']>;

/** Neither the release nor the channel has closed the fault in this version. */
function openRuling(base: Ruling | undefined, further: Ruling, extended: Extended): Ruling {
  const fixes = further.primary.fixes.join(', ');
  if (extended.subscribed) {
    if (base === undefined || (further.verdict === 'affected' && fixes !== ''))
      return joined(further, base);
    return joined(base, further);
  }
  const remark =
    fixes === '' ? {} : { remark: `fixed in ${fixes} for subscribers of ${extended.title}` };
  if (base !== undefined) return { ...joined(base, further), ...remark };
  return { ...further, ...remark, primary: withoutFix(further.primary), judged: further.judged };
}

/** The channel's row as the word on a release that does not get its fix. */
function withoutFix(entry: Judged): Judged {
  return { ...entry, fixes: [] };
}

function joined(first: Ruling, second: Ruling | undefined): Ruling {
  return second === undefined ? first : { ...first, judged: [...first.judged, ...second.judged] };
}
