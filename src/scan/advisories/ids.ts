const cve = /^CVE-\d{4}-\d{4,19}$/;

/** True for a well-formed CVE id. */
export function isCve(id: string): boolean {
  return cve.test(id);
}

/** Distribution records of OSV carry the CVE in their own id: `DEBIAN-CVE-2024-1`, `UBUNTU-CVE-2024-1`. */
const cveInside = /^[A-Z][A-Z0-9-]{0,63}-(CVE-\d{4}-\d{4,19})$/;

/** The CVE that a distribution's record is about, by its id; undefined for other ids. */
export function cveOfRecord(id: string): string | undefined {
  return cveInside.exec(id)?.[1];
}

/** Ids without doubles and without `own`, CVE ids before others, each group in its given order. */
export function cvesFirst(ids: readonly string[], own: string): string[] {
  const all = [...new Set(ids)].filter((id) => id !== own);
  return [...all.filter(isCve), ...all.filter((id) => !isCve(id))];
}

/**
 * A CVE id as one integer, year × 10^9 + number, which an SQLite key holds in six bytes; undefined
 * for anything else.
 */
export function cveNumber(id: string): number | undefined {
  const found = /^CVE-(\d{4})-(\d{4,9})$/.exec(id);
  return found === null ? undefined : Number(found[1]) * 1e9 + Number(found[2]);
}
