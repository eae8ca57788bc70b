import { anyOf } from './range.ts';
import { maxRangeLength } from './scheme.ts';
import type { Order, RangeTest } from './scheme.ts';

const interval = /\s*([[(])([^,[\]()]*)(?:(,)([^,[\]()]*))?([\])])\s*(?:,|$)/y;

/** True when a range is written with brackets, `[1.0,2.0),(3.0,]`. */
export function isBracketRange(text: string): boolean {
  return /^\s*[[(]/.test(text);
}

/**
 * Reads intervals as Maven and NuGet write them: `[` includes its bound, `(` does not, an empty bound
 * is open, `[1.0]` is one version, commas between intervals mean OR. Undefined when a bound does not parse.
 */
export function readBracketRange<Parsed>(
  text: string,
  parse: (text: string) => Parsed | undefined,
  compare: (a: Parsed, b: Parsed) => Order,
): RangeTest<Parsed> | undefined {
  if (text.length > maxRangeLength) return undefined;
  const tests: RangeTest<Parsed>[] = [];
  for (let at = 0; at < text.length || tests.length === 0;) {
    interval.lastIndex = at;
    const match = interval.exec(text);
    if (match === null) return undefined;
    const [whole, open = '', first = '', comma = '', second = '', close = ''] = match;
    const low = boundOf(first, parse);
    const high = comma === '' ? low : boundOf(second, parse);
    if (low === undefined || high === undefined) return undefined;
    if (comma === '' && low === 'open') return undefined;
    const least = open === '[' ? 0 : 1;
    const most = close === ']' ? 0 : -1;
    tests.push(
      (version) =>
        (low === 'open' || compare(version, low.bound) >= least) &&
        (high === 'open' || compare(version, high.bound) <= most),
    );
    at += whole.length;
  }
  return anyOf(tests);
}

function boundOf<Parsed>(
  text: string,
  parse: (text: string) => Parsed | undefined,
): 'open' | { readonly bound: Parsed } | undefined {
  if (text.trim() === '') return 'open';
  const bound = parse(text.trim());
  return bound === undefined ? undefined : { bound };
}
