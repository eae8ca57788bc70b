import type { RenderOptions } from './contract.ts';

/** What an upgrade has to end: the versions that carry the fix, one for each maintained line. */
type Fixes = readonly string[];

type Compare = (a: string, b: string) => -1 | 0 | 1 | undefined;

/**
 * The lowest version that ends every one of `wanted`, or undefined when no version can be named
 * without guessing. A version ends a fault when it is one of its fixes, is not below the highest
 * of them, or continues the line of one of them (`3.2.26` after `3.2.25`, but not `4.0`).
 */
export function upgradeFor(
  type: string,
  wanted: readonly Fixes[],
  options: Pick<RenderOptions, 'compareVersions'>,
): string | undefined {
  const [first] = wanted;
  if (first === undefined || wanted.some((fixes) => fixes.length === 0)) return undefined;
  const candidates = [...new Set(wanted.flat())];
  if (candidates.length === 1) return candidates[0];
  const { compareVersions } = options;
  if (compareVersions === undefined) return undefined;
  const compare: Compare = (a, b) => compareVersions(type, a, b);
  const ending = candidates.filter((one) => wanted.every((fixes) => ends(one, fixes, compare)));
  return lowest(ending, compare);
}

/** The lowest of the fixes above `installed`, where they can be compared: what a person would go to. */
export function nearestFix(
  item: { readonly type: string; readonly version: string },
  fixes: Fixes,
  options: Pick<RenderOptions, 'compareVersions'>,
): Fixes {
  const { compareVersions } = options;
  if (fixes.length < 2 || compareVersions === undefined) return fixes;
  const compare: Compare = (a, b) => compareVersions(item.type, a, b);
  const above = fixes.filter((fix) => compare(fix, item.version) === 1);
  // The fixes of older lines are no upgrade. If nothing can be compared, all are shown.
  return above.length === 0 ? fixes : above;
}

function ends(version: string, fixes: Fixes, compare: Compare): boolean {
  if (fixes.includes(version)) return true;
  const reached = fixes.filter((fix) => (compare(version, fix) ?? -1) >= 0);
  return reached.length === fixes.length || reached.some((fix) => sameLine(version, fix));
}

/** True when all but the last of the dotted parts are equal. */
function sameLine(a: string, b: string): boolean {
  const left = a.split('.');
  const right = b.split('.');
  return (
    left.length === right.length &&
    left.length > 1 &&
    left.slice(0, -1).join('.') === right.slice(0, -1).join('.')
  );
}

function lowest(versions: readonly string[], compare: Compare): string | undefined {
  let least: string | undefined;
  for (const version of versions) {
    const order = least === undefined ? -1 : compare(version, least);
    if (order === undefined) return undefined;
    if (order < 0) least = version;
  }
  return least;
}
