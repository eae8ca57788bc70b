/** Half-open `[from, to)` over whole numbers; both ends of one kind. */
export interface Interval<N extends number | bigint> {
  readonly from: N;
  readonly to: N;
}

/**
 * A set of whole numbers as sorted intervals that neither overlap nor touch, so that equal sets
 * have equal lists. Half-open bounds need no arithmetic: ports (numbers) and addresses (bigints)
 * share this code.
 */
export type Intervals<N extends number | bigint> = readonly Interval<N>[];

/** The set of all numbers of the given intervals, which may be empty, overlap and be unsorted. */
export function intervalsOf<N extends number | bigint>(
  parts: readonly Interval<N>[],
): Intervals<N> {
  const sorted = parts
    .filter((part) => part.from < part.to)
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const joined: { from: N; to: N }[] = [];
  for (const part of sorted) {
    const last = joined.at(-1);
    if (last === undefined || last.to < part.from) joined.push({ from: part.from, to: part.to });
    else if (last.to < part.to) last.to = part.to;
  }
  return joined;
}

/** Numbers of either set. */
export function unionOf<N extends number | bigint>(a: Intervals<N>, b: Intervals<N>): Intervals<N> {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return intervalsOf([...a, ...b]);
}

/** Numbers of both sets. */
export function intersectionOf<N extends number | bigint>(
  a: Intervals<N>,
  b: Intervals<N>,
): Intervals<N> {
  const both: Interval<N>[] = [];
  let i = 0;
  let j = 0;
  for (let x = a[i], y = b[j]; x !== undefined && y !== undefined; x = a[i], y = b[j]) {
    const from = x.from < y.from ? y.from : x.from;
    const to = x.to < y.to ? x.to : y.to;
    if (from < to) both.push({ from, to });
    if (x.to < y.to) i += 1;
    else j += 1;
  }
  return both;
}

/** Numbers of the first set that are not in the second. */
export function differenceOf<N extends number | bigint>(
  a: Intervals<N>,
  b: Intervals<N>,
): Intervals<N> {
  const left: Interval<N>[] = [];
  let j = 0;
  for (const part of a) {
    let from = part.from;
    for (let cut = b[j]; cut !== undefined && cut.from < part.to; cut = b[++j]) {
      if (cut.to <= from) continue;
      if (from < cut.from) left.push({ from, to: cut.from });
      from = cut.to;
      if (from >= part.to) break;
    }
    if (from < part.to) left.push({ from, to: part.to });
  }
  return left;
}

/** Whether both sets hold the same numbers. */
export function sameIntervals<N extends number | bigint>(
  a: Intervals<N>,
  b: Intervals<N>,
): boolean {
  return (
    a.length === b.length &&
    a.every((part, index) => part.from === b[index]?.from && part.to === b[index]?.to)
  );
}
