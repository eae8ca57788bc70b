import type { MatchRow } from '../advisories/database.ts';
import { cveOfRecord, isCve } from '../advisories/ids.ts';
import { byText } from '../../model/order.ts';

/** Rows that speak of one and the same fault, and the id it is shown under. */
export interface Fault<Row> {
  readonly rule: string;
  /** Every other id of it, CVE first, then sorted. */
  readonly aliases: readonly string[];
  readonly rows: readonly Row[];
}

/** All ids of an advisory, the CVE inside a distribution's record id included. */
export function idsOf(row: Pick<MatchRow, 'id' | 'aliases'>): readonly string[] {
  const ids = new Set([row.id, ...row.aliases]);
  for (const id of ids) {
    const inner = cveOfRecord(id);
    if (inner !== undefined) ids.add(inner);
  }
  return [...ids];
}

/**
 * Groups rows of one package by fault. The CVE is the unit: an advisory over several CVEs counts
 * for each of them, and one without a CVE joins those its aliases lead to (PYSEC to GHSA to CVE).
 */
export function groupByFault<Row>(
  rows: readonly Row[],
  rowIds: (row: Row) => readonly string[],
): readonly Fault<Row>[] {
  const families = familiesOf(rows.map(rowIds));
  const groups = new Map<string, { rows: Row[]; ids: Set<string> }>();
  for (const row of rows) {
    const ids = rowIds(row);
    const own = ids.filter(isCve);
    const family = families.get(ids[0] ?? '');
    const cves = own.length > 0 ? own : [...(family?.cves ?? [])];
    const keys = cves.length > 0 ? cves : [family?.name ?? ids[0] ?? ''];
    for (const key of keys) {
      const group = groups.get(key) ?? { rows: [], ids: new Set<string>() };
      groups.set(key, group);
      group.rows.push(row);
      // Of an advisory over several CVEs, the others are other faults and no aliases.
      for (const id of ids) if (!isCve(id) || id === key) group.ids.add(id);
    }
  }
  return [...groups].map(([rule, group]) => ({
    rule,
    aliases: [...group.ids].filter((id) => id !== rule).sort(byPreference),
    rows: group.rows,
  }));
}

interface Family {
  readonly name: string;
  readonly cves: ReadonlySet<string>;
}

/** Families of ids that are not CVEs, joined over the rows that name them together. */
function familiesOf(rows: readonly (readonly string[])[]): ReadonlyMap<string, Family> {
  const parent = new Map<string, string>();
  const root = (id: string): string => {
    let at = id;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  for (const ids of rows) {
    const [first, ...rest] = ids.filter((id) => !isCve(id));
    if (first === undefined) continue;
    if (!parent.has(first)) parent.set(first, first);
    for (const id of rest) {
      if (!parent.has(id)) parent.set(id, id);
      parent.set(root(id), root(first));
    }
  }
  const members = new Map<string, { ids: string[]; cves: Set<string> }>();
  for (const id of parent.keys()) {
    const key = root(id);
    const family = members.get(key) ?? { ids: [], cves: new Set<string>() };
    members.set(key, family);
    family.ids.push(id);
  }
  for (const ids of rows) {
    const other = ids.find((id) => !isCve(id));
    const family = other === undefined ? undefined : members.get(root(other));
    for (const id of ids) if (isCve(id)) family?.cves.add(id);
  }
  const families = new Map<string, Family>();
  for (const { ids, cves } of members.values()) {
    const family = { name: [...ids].sort(byPreference)[0] ?? '', cves };
    for (const id of ids) families.set(id, family);
  }
  return families;
}

/** CVE, then malware, then GHSA, then the rest by name: the order in which people look ids up. */
export function byPreference(a: string, b: string): number {
  return rank(a) - rank(b) || byText(a, b);
}

function rank(id: string): number {
  if (isCve(id)) return 0;
  if (id.startsWith('MAL-')) return 1;
  return id.startsWith('GHSA-') ? 2 : 3;
}
