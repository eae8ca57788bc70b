import { schemeOf } from '../../versions/index.ts';
import type { Order, RangeTest, VersionScheme } from '../../versions/scheme.ts';

/** Versions of one scheme, each parsed once however many advisories ask. Lives as long as one run. */
export interface VersionJudge {
  readonly scheme: string;
  /** False when the text is no version of the scheme: what depends on it is unknown. */
  readonly parses: (version: string) => boolean;
  /** Undefined when either side does not parse. */
  readonly compare: (a: string, b: string) => Order | undefined;
  /** Whether a range of an advisory holds the version, pre-releases included; undefined when either does not parse. */
  readonly within: (version: string, range: string) => boolean | undefined;
}

/** Hands out the judge of a scheme, or undefined when the product has no such scheme. */
export type VersionJudges = (scheme: string) => VersionJudge | undefined;

/** Judges for one run. `lookup` is the registry; tests may pass their own. */
export function versionJudges(
  lookup: (scheme: string) => VersionScheme | undefined = schemeOf,
): VersionJudges {
  const judges = new Map<string, VersionJudge | undefined>();
  return (name) => {
    if (judges.has(name)) return judges.get(name);
    const scheme = lookup(name);
    const judge = scheme === undefined ? undefined : judgeOf(scheme);
    judges.set(name, judge);
    return judge;
  };
}

function judgeOf(scheme: VersionScheme): VersionJudge {
  const keys = new Map<string, unknown>();
  const ranges = new Map<string, RangeTest<unknown> | undefined>();
  const key = (text: string): unknown => {
    if (keys.has(text)) return keys.get(text);
    const parsed = scheme.parse(text);
    keys.set(text, parsed);
    return parsed;
  };
  return {
    scheme: scheme.scheme,
    parses: (version) => key(version) !== undefined,
    compare: (a, b) => {
      const left = key(a);
      const right = key(b);
      return left === undefined || right === undefined ? undefined : scheme.compare(left, right);
    },
    within: (version, range) => {
      if (!ranges.has(range)) ranges.set(range, scheme.range(range));
      const holds = ranges.get(range);
      const parsed = key(version);
      return holds === undefined || parsed === undefined ? undefined : holds(parsed);
    },
  };
}

/**
 * A judge for versions of source RPMs, whose file names leave out the epoch: one that is missing on
 * either side is taken to be the other's. Taking it for 0, as for an installed package, would call
 * everything built from a source with an epoch older than its fix.
 */
export function withoutMissingEpochs(judge: VersionJudge): VersionJudge {
  return {
    ...judge,
    compare: (a, b) =>
      hasEpoch(a) === hasEpoch(b)
        ? judge.compare(a, b)
        : judge.compare(withoutEpoch(a), withoutEpoch(b)),
  };
}

const epoch = /^[0-9]+:/;

function hasEpoch(version: string): boolean {
  return epoch.test(version);
}

function withoutEpoch(version: string): string {
  return version.replace(epoch, '');
}
