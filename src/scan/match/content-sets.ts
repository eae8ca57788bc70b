import type { OperatingSystem } from '../../model/index.ts';
import type { AdvisoryDatabase } from '../advisories/database.ts';
import { redhatEcosystem, repositoryEcosystem } from '../advisories/redhat-products.ts';

/** Products of Red Hat whose fixes come by subscription, and as builds of a minor release. */
const extended = /^Red Hat:(?:rhel_(?:eus|aus|e4s|tus|els)|enterprise_linux_eus)\b/;

/**
 * The system with the products that its repositories (Red Hat calls them content sets) belong to:
 * they tell which of Red Hat's advisories apply. Repositories that the database does not know, or
 * no database, leave the system as it is: then those of its release apply.
 */
export function withProducts(
  os: OperatingSystem | undefined,
  database: AdvisoryDatabase | undefined,
): OperatingSystem | undefined {
  if (os?.contentSets === undefined || database === undefined) return os;
  const products = new Set<string>();
  for (const name of os.contentSets) {
    for (const row of database.lookup(repositoryEcosystem, name)) {
      const cpes = row.affected.qualifiers?.['cpe'] ?? [];
      for (const cpe of typeof cpes === 'string' ? [cpes] : cpes) {
        const ecosystem = redhatEcosystem(cpe);
        if (ecosystem !== undefined) products.add(ecosystem);
      }
    }
  }
  if (products.size === 0) return os;
  const subscribed = [...products].some((name) => extended.test(name));
  return {
    ...os,
    products: [...products].sort(),
    ...(subscribed ? { channels: [...new Set([...(os.channels ?? []), 'eus'])].sort() } : {}),
  };
}
