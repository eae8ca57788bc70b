import { ruleExtended } from './extended.ts';
import type { Judged, Ruling } from './decide.ts';

/**
 * Weighs the rows of one fault where some are those of another product: of the distribution that
 * this one rebuilds (AlmaLinux discloses what Red Hat discloses, and only lists what it fixed
 * itself), or of a further product whose repositories the system uses. Where the distribution
 * speaks of the fault itself, its word decides alone.
 */
export function ruleInherited(judged: readonly Judged[], os: boolean): Ruling {
  const others = new Set(judged[0]?.target.inherited?.ecosystems);
  const own = judged.filter(({ row }) => !others.has(row.affected.ecosystem));
  if (own.length === 0 || own.length === judged.length) return ruleExtended(judged, os);
  const ruling = ruleExtended(own, os);
  return { ...ruling, judged: [...ruling.judged, ...judged.filter((one) => !own.includes(one))] };
}
