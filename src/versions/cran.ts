import { orderLists, toNumber } from './digits.ts';
import type { VersionNumber } from './digits.ts';
import { ordered } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, VersionScheme } from './scheme.ts';

type CranVersion = readonly VersionNumber[];

/** Numbers between dots and hyphens. */
function parse(text: string): CranVersion | undefined {
  if (text.length > maxVersionLength) return undefined;
  const trimmed = text.trim();
  if (!/^[0-9]+(?:[.-][0-9]+)*$/.test(trimmed)) return undefined;
  return trimmed.split(/[.-]/).map(toNumber);
}

/** Number by number; the longer of two that agree is the greater. */
function compare(a: CranVersion, b: CranVersion): Order {
  return orderLists(a, b, -1);
}

/** R packages of CRAN and Bioconductor. */
export const cran: VersionScheme<CranVersion> = {
  scheme: 'cran',
  reference: 'R, base::package_version; Writing R Extensions 1.1.1',
  parse,
  compare,
  ...ordered(parse, compare),
};
