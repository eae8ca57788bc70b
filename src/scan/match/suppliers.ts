/** Somebody who rebuilds others' packages with fixes of its own, under names and versions of its own. */
export interface Supplier {
  readonly title: string;
  /** Type of the packages (`maven`); absent for those of distributions. */
  readonly type?: string;
  /** What its package names begin with; the rest is the name that upstream or the distribution gave. */
  readonly prefix: string;
  /** Where its own advisories are, given the ecosystem of the originals (`Debian:12`, `Maven`). */
  readonly ecosystem: (base: string) => string;
}

/** Suppliers of patched packages; a new one is a new row. */
const suppliers: readonly Supplier[] = [
  {
    title: 'Root.io',
    prefix: 'rootio-',
    ecosystem: (base) => `Root:${base.replace(':v', ':').replace(/:LTS$/, '')}`,
  },
  { title: 'Root.io', type: 'maven', prefix: 'io.root.', ecosystem: (base) => `Root:${base}` },
];

/** The supplier of a package, by its name; undefined for the originals. The type is that of language packages only. */
export function supplierOf(name: string, type?: string): Supplier | undefined {
  return suppliers.find(
    (row) => row.type === type && name.startsWith(row.prefix) && name.length > row.prefix.length,
  );
}
