import { distroOf } from '../model/index.ts';
import type { OperatingSystem } from '../model/index.ts';
import type { FoundPackage } from './analyzers/contract.ts';

/**
 * Publishers of Debian packages outside of distributions, by the mail domain of their maintainers;
 * none of them maintains packages in Debian or Ubuntu under it.
 */
const publishers: ReadonlySet<string> = new Set([
  'clickhouse.com',
  'cloudflare.com',
  'confluent.io',
  'datadoghq.com',
  'docker.com',
  'elastic.co',
  'f5.com',
  'gitlab.com',
  'grafana.com',
  'hashicorp.com',
  'influxdata.com',
  'influxdb.com',
  'microsoft.com',
  'mongodb.com',
  'newrelic.com',
  'nodesource.com',
  'nvidia.com',
  'oss.oracle.com',
  'percona.com',
  'redis.io',
  'splunk.com',
  'tailscale.com',
]);

/** Marks in versions by which repositories tell their builds: PostgreSQL's, NodeSource's, MariaDB's, Sury's, personal archives. */
const builds = /\.pgdg\d|nodesource\d|\+maria~|\+deb\.sury\.org\+|[+~]ppa\d/;

/** Packages say who built them; of somebody else's the distribution's advisories know nothing. */
export function isForeign(found: FoundPackage, os: OperatingSystem | undefined): boolean {
  if (found.type === 'rpm') return isForeignRpm(found, os);
  if (found.type !== 'deb') return false;
  const domain = /@([a-z0-9.-]{1,100})>?\s*$/i.exec((found.maintainer ?? '').slice(-200))?.[1];
  return builds.test(found.version) || publishers.has((domain ?? '').toLowerCase());
}

function isForeignRpm({ qualifiers }: FoundPackage, os: OperatingSystem | undefined): boolean {
  const vendor = qualifiers?.['vendor'];
  const vendors = os === undefined ? undefined : distroOf(os.id)?.vendors;
  if (typeof vendor !== 'string' || vendors === undefined) return false;
  return !vendors.some((name) => vendor.startsWith(name));
}
