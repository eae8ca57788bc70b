import { distroOf, ecosystemOf } from '../../model/index.ts';
import type { Distro, OperatingSystem, Package } from '../../model/index.ts';
import { cpeEcosystem, packageName } from '../advisories/names.ts';
import { because } from '../coverage.ts';
import type { Because } from '../coverage.ts';
import { productScheme, productSearch, productsOf } from './products.ts';
import { supplierOf } from './suppliers.ts';

/** One question to the database: the advisories of this name, judged at this version. */
export interface Target {
  /** Ecosystem name as in advisories, with release: `Debian:12`, `npm`. */
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
  readonly scheme: string;
  /** `indirect`: by the source package's name; `cpe`: by a product's. */
  readonly by: 'direct' | 'indirect' | 'cpe';
  /** The source package, where the vendor's advisories may go by either name: a second question. */
  readonly upstream?: { readonly name: string; readonly version: string };
  /** Who patches a distribution's package under a name of its own: a second place to ask. */
  readonly supplier?: { readonly ecosystem: string; readonly name: string };
  /** Other products' advisories that hold for what the distribution does not speak of, and the source name they may use. */
  readonly inherited?: {
    readonly ecosystems: readonly string[];
    readonly source?: { readonly name: string; readonly version: string };
  };
  /** Where the fixes for subscribers are, and whether this system gets them. */
  readonly extended?: {
    readonly ecosystem: string;
    readonly title: string;
    readonly subscribed: boolean;
  };
}

/** Why a package cannot be asked about; a row of the coverage table. */
export interface Unanswerable {
  readonly ecosystem: string;
  readonly state: 'unsupported' | 'third-party';
  readonly reason: Because['reason'];
  readonly message: Because['message'];
}

/** True for packages of an operating system's package manager. */
export function isOsPackage(pkg: Package): boolean {
  return ecosystemOf(pkg.type)?.class === 'os-pkgs';
}

/** Ecosystems, without release, whose feeds answer for a package besides its distribution's. */
export function ecosystemsAsked(pkg: Package): readonly string[] {
  if (productSearch(pkg.type)?.only === true) return [cpeEcosystem, 'Bitnami', 'RubyEngine'];
  const name = ecosystemOf(pkg.type)?.osv;
  return name === undefined ? [] : [name];
}

/** The question to ask for a package, or why there is none. */
export function targetOf(pkg: Package, os: OperatingSystem | undefined): Target | Unanswerable {
  const ecosystem = ecosystemOf(pkg.type);
  if (ecosystem === undefined) {
    return unsupported(pkg.type, because('gap.type', { type: pkg.type }));
  }
  if (ecosystem.class === 'os-pkgs') return osTarget(pkg, ecosystem.scheme, os);
  const search = productSearch(pkg.type);
  if (search?.only === true) {
    const [product] = productsOf(pkg, search);
    return product === undefined
      ? unsupported(pkg.type, because('gap.no-name', { name: pkg.name }))
      : productTarget(product);
  }
  if (ecosystem.osv === undefined) {
    return unsupported(pkg.type, because('gap.no-advisories', { kind: ecosystem.title }));
  }
  if (pkg.type === 'maven' && !pkg.name.includes(':')) {
    return unsupported(`${ecosystem.osv} (no group)`, because('gap.no-group'));
  }
  const { osv, scheme } = ecosystem;
  const supplier = supplierOf(pkg.name, pkg.type);
  const original = supplier === undefined ? pkg.name : pkg.name.slice(supplier.prefix.length);
  return {
    ecosystem: osv,
    name: packageName(osv, original),
    version: pkg.version,
    scheme,
    by: 'direct',
    ...(supplier && { supplier: { ecosystem: supplier.ecosystem(osv), name: pkg.name } }),
  };
}

/** The question to ask for a product at a version. */
export function productTarget(product: {
  readonly name: string;
  readonly version: string;
}): Target {
  const { name, version } = product;
  return { ecosystem: cpeEcosystem, name, version, scheme: productScheme(name), by: 'cpe' };
}

function osTarget(
  pkg: Package,
  scheme: string,
  os: OperatingSystem | undefined,
): Target | Unanswerable {
  if (os === undefined) {
    return unsupported(pkg.type, because('gap.no-system'));
  }
  const distro = distroOf(os.id);
  const ecosystem = distro?.advisories(os);
  const shown = os.version === '' ? os.id : `${os.id}:${os.version}`;
  if (distro === undefined) return unsupported(shown, because('gap.distribution', { id: os.id }));
  if (ecosystem === undefined)
    return unsupported(shown, because('gap.release', { version: os.version }));
  if (distro.packageType !== pkg.type) {
    const told = { distribution: distro.title, type: pkg.type };
    return unsupported(shown, because('gap.package-type', told));
  }
  if (pkg.thirdParty === true) {
    return {
      ecosystem,
      state: 'third-party',
      ...because('gap.third-party', { distribution: distro.title }),
    };
  }
  return {
    ecosystem,
    scheme,
    ...namesOf(pkg, distro, ecosystem),
    ...extendedOf(distro, os),
    ...inheritedOf(pkg, distro, os),
  };
}

/** What the rebuilt distribution discloses, and further products whose repositories are in use. */
function inheritedOf(
  { name, source }: Package,
  distro: Distro,
  os: OperatingSystem,
): Pick<Target, 'inherited'> {
  const own = new Set([distro.advisories(os), distro.extended?.advisories(os)]);
  const rebuilt = distro.disclosures?.(os);
  const ecosystems = [...(rebuilt === undefined ? [] : [rebuilt]), ...(os.products ?? [])];
  const others = ecosystems.filter((ecosystem) => !own.has(ecosystem));
  if (others.length === 0) return {};
  const named = source === undefined || source.name === '' || source.name === name;
  return { inherited: { ecosystems: others, ...(named ? {} : { source }) } };
}

function extendedOf({ extended }: Distro, os: OperatingSystem): Pick<Target, 'extended'> {
  const ecosystem = extended?.advisories(os);
  if (extended === undefined || ecosystem === undefined) return {};
  const subscribed = os.channels?.includes(extended.channel) === true;
  return { extended: { ecosystem, title: extended.title, subscribed } };
}

/** The name, or names, that the distribution's advisories call a package by. */
function namesOf(
  pkg: Package,
  { advisoryNames, sourceAlias }: Distro,
  ecosystem: string,
): Omit<Target, 'ecosystem' | 'scheme'> {
  if (advisoryNames === undefined) return sourceOf(pkg, ecosystem, sourceAlias);
  const { name, version, source } = pkg;
  const own = { name, version, by: 'direct' } as const;
  if (advisoryNames === 'binary' || source === undefined) return own;
  return source.name === name || source.name === '' ? own : { ...own, upstream: source };
}

/**
 * Debian and Alpine publish by source package; its version differs from the binary's (binNMU,
 * gcc-defaults). A supplier's package goes by the distribution's name for what upstream disclosed.
 */
function sourceOf(
  pkg: Package,
  ecosystem: string,
  alias: Distro['sourceAlias'] = (name) => name,
): Omit<Target, 'ecosystem' | 'scheme'> {
  const { source } = pkg;
  const name = alias(source === undefined || source.name === '' ? pkg.name : source.name);
  // A source RPM tells no epoch, its namesake among the installed packages does.
  const known = pkg.type === 'rpm' && name === pkg.name ? undefined : source?.version;
  const version = known === undefined || known === '' ? pkg.version : known;
  const supplier = supplierOf(name);
  if (supplier !== undefined) {
    return {
      name: name.slice(supplier.prefix.length),
      version,
      by: 'indirect',
      supplier: { ecosystem: supplier.ecosystem(ecosystem), name },
    };
  }
  return { name, version, by: name === pkg.name ? 'direct' : 'indirect' };
}

/** The distribution that answers for operating-system packages of a subject. */
export function distroFor(os: OperatingSystem | undefined): Distro | undefined {
  return os === undefined ? undefined : distroOf(os.id);
}

function unsupported(ecosystem: string, why: Because): Unanswerable {
  return { ecosystem, state: 'unsupported', ...why };
}
