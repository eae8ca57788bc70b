import { cpeName, cpeVersion, parseCpe } from '../../formats/cpe.ts';
import type { Cpe } from '../../formats/cpe.ts';
import type { Package } from '../../model/index.ts';

/** How packages of one type are searched by the product they are. */
export interface ProductSearch {
  /** `ended`: only of a release that reached its end of life, and only when the user asks for it. */
  readonly when: 'always' | 'ended';
  /** True when advisories know such packages as products only: there is no better source. */
  readonly only: boolean;
  /** The version as upstream wrote it, without what packagers added. */
  readonly upstream: (version: string) => string;
  /** Target software that such a package is; a product for any other is another product. */
  readonly software: readonly string[];
}

const linux: readonly string[] = ['linux', 'linux_kernel', 'unix'];

/**
 * Package types that are searched by product; all others have better sources. NVD's names collide
 * across worlds (a node.js module and a C library of one name), hence the list of target software.
 */
const searches: ReadonlyMap<string, ProductSearch> = new Map<string, ProductSearch>([
  ['generic', { when: 'always', only: true, upstream: (version) => version, software: linux }],
  [
    'apk',
    { when: 'always', only: false, upstream: apkUpstream, software: [...linux, 'alpine_linux'] },
  ],
  ['deb', { when: 'ended', only: false, upstream: debUpstream, software: linux }],
  ['rpm', { when: 'ended', only: false, upstream: rpmUpstream, software: linux }],
]);

/** The search for packages of a type, or undefined when they are never searched by product. */
export function productSearch(type: string): ProductSearch | undefined {
  return searches.get(type);
}

/** A product to ask about, `vendor:product`, at upstream's version. */
export interface Product {
  readonly name: string;
  readonly version: string;
  readonly cpe: Cpe;
}

/** The products that a package is: its own, and its source's where a product has the package's name. */
export function productsOf(pkg: Package, search: ProductSearch): readonly Product[] {
  const products = new Map<string, Product>();
  for (const cpe of (pkg.cpes ?? []).flatMap((text) => parseCpe(text) ?? [])) {
    if (cpe.part !== 'a') continue;
    const known = cpeVersion(cpe) ?? pkg.version;
    for (const { vendor, product, version } of [{ ...cpe, version: known }, ...source(pkg, cpe)]) {
      const name = cpeName({ vendor, product });
      if (name === undefined) continue;
      const one: Product = { name, version: search.upstream(version), cpe };
      products.set(JSON.stringify([name, one.version, cpe.targetSoftware]), one);
    }
  }
  return [...products.values()];
}

function source(
  pkg: Package,
  { vendor, product }: Cpe,
): readonly { readonly vendor: string; readonly product: string; readonly version: string }[] {
  const name = pkg.source?.name.toLowerCase() ?? '';
  const own = pkg.name.toLowerCase();
  if (name === '' || name === own || product !== own) return [];
  const version = pkg.source?.version ?? '';
  return [
    {
      vendor: vendor === own ? name : vendor,
      product: name,
      version: version === '' ? pkg.version : version,
    },
  ];
}

/** Products whose versions have an order of their own: 1.8.0_352 of Java is 8.0.352. */
const schemes: ReadonlyMap<string, string> = new Map([
  ['oracle:graalvm', 'jvm'],
  ['oracle:jdk', 'jvm'],
  ['oracle:jre', 'jvm'],
  ['oracle:openjdk', 'jvm'],
]);

/** The version scheme of a product. */
export function productScheme(name: string): string {
  return schemes.get(name) ?? 'generic';
}

/** Components of Bitnami whose ranges are those of upstream's releases, by the product they are. */
const bitnami: ReadonlyMap<string, string> = new Map([
  ['apache:http_server', 'apache'],
  ['envoyproxy:envoy', 'envoy'],
  ['f5:nginx', 'nginx'],
  ['golang:go', 'golang'],
  ['grafana:grafana', 'grafana'],
  ['haproxy:haproxy', 'haproxy'],
  ['hashicorp:consul', 'consul'],
  ['hashicorp:vault', 'vault'],
  ['helm:helm', 'helm'],
  ['mariadb:mariadb', 'mariadb'],
  ['memcached:memcached', 'memcached'],
  ['mongodb:mongodb', 'mongodb'],
  ['nodejs:node.js', 'node'],
  ['openldap:openldap', 'openldap'],
  ['php:php', 'php'],
  ['postgresql:postgresql', 'postgresql'],
  ['python:python', 'python'],
  ['redis:redis', 'redis'],
  ['ruby-lang:ruby', 'ruby'],
  ['treasuredata:fluent_bit', 'fluent-bit'],
]);

/** Names of the Ruby Advisory Database for what runs Ruby, by the product it is. */
const rubyEngines: ReadonlyMap<string, string> = new Map([
  ['jruby:jruby', 'jruby'],
  ['mruby:mruby', 'mruby'],
  ['ruby-lang:ruby', 'ruby'],
]);

/** Where a product has advisories besides those by CPE, and its name there. */
export function namesElsewhere(
  product: string,
): readonly { readonly ecosystem: string; readonly name: string }[] {
  const names = [
    { ecosystem: 'Bitnami', name: bitnami.get(product) },
    { ecosystem: 'RubyEngine', name: rubyEngines.get(product) },
  ];
  return names.flatMap(({ ecosystem, name }) => (name === undefined ? [] : [{ ecosystem, name }]));
}

/**
 * `1.0.1f-r0` is upstream's `1.0.1f`, `9.3_p1-r3` is `9.3p1`. The suffixes that precede a release
 * (`_rc1`) keep their underscore: the generic order takes what follows one for a pre-release.
 */
function apkUpstream(version: string): string {
  return version.replace(/-r\d{1,20}$/, '').replaceAll(/_(?=cvs|svn|git|hg|p\d|p$)/g, '');
}

/** `1:2.3~rc1+dfsg-4` is `2.3rc1`: no epoch, no revision, no word on repacking. */
function debUpstream(version: string): string {
  return version
    .replace(/^\d{1,10}:/, '')
    .replace(/-[^-]{0,200}$/, '')
    .replace(/[+.~](?:dfsg|ds|repack|really)[^-]{0,200}$/, '')
    .replaceAll('~', '');
}

/** `1:1.1.0a-3.el7` is `1.1.0a`: no epoch, no release. */
function rpmUpstream(version: string): string {
  return version.replace(/^\d{1,10}:/, '').replace(/-[^-]{0,200}$/, '');
}
