/** Somebody who rebuilds a distribution's packages with fixes of its own, under names and versions of its own. */
export interface Supplier {
  readonly title: string;
  /** What its package names begin with; the rest is the distribution's name. */
  readonly prefix: string;
  /** Where its own advisories are, given the distribution's ecosystem (`Debian:12`). */
  readonly ecosystem: (base: string) => string;
}

/** Suppliers of patched distribution packages; a new one is a new row. */
const suppliers: readonly Supplier[] = [
  {
    title: 'Root.io',
    prefix: 'rootio-',
    ecosystem: (base) => `Root:${base.replace(':v', ':').replace(/:LTS$/, '')}`,
  },
];

/** The supplier of a package, by its name; undefined for the distribution's own. */
export function supplierOf(name: string): Supplier | undefined {
  return suppliers.find(({ prefix }) => name.startsWith(prefix) && name.length > prefix.length);
}
