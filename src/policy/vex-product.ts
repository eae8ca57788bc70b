import { cpeName, parseCpe } from '../formats/cpe.ts';
import { parsePurl } from '../formats/purl.ts';
import type { Purl } from '../formats/purl.ts';
import type { VexProduct } from '../formats/vex-document.ts';
import type { OperatingSystem, Package, Report } from '../model/index.ts';
import { containment } from './vex-graph.ts';
import { imageTest } from './vex-image.ts';

/** What statements are held against. */
export type VexSubject = Pick<Report, 'subject' | 'packages' | 'os'>;

/** Whether a product of a statement, or the named part of it, is the package of this purl here. */
export type ProductTest = (product: VexProduct, purl: string) => boolean;

/**
 * A product covers a package when it is the package; when it is the image or the operating system,
 * which contain everything; or when it is another package that contains this one everywhere. With
 * parts, the package must be one of them as well.
 */
export function productTest(subject: VexSubject): ProductTest {
  const isImage = remembered(imageTest(subject.subject));
  const { isWithin } = containment(subject.packages);
  const known = new Map(subject.packages.map((pkg) => [pkg.purl, pkg]));
  const byName = Map.groupBy(subject.packages, ({ purl }) => nameOf(parsePurl(purl)));
  const outer = remembered((product: VexProduct): ReadonlySet<string> => {
    const names = product.names.flatMap((name) => wantedNames(parsePurl(name)));
    const near =
      product.digests.length + product.cpes.length > 0
        ? subject.packages
        : names.flatMap((name) => byName.get(name) ?? []);
    return new Set(
      near.filter((pkg) => isPackage(product, pkg, subject.os)).map(({ purl }) => purl),
    );
  });
  return (product, purl) => {
    const found = known.get(purl) ?? { purl };
    const named =
      product.parts.length === 0 ||
      product.parts.some((part) => isPackage(part, found, subject.os));
    if (!named) return false;
    if (product.parts.length === 0 && isPackage(product, found, subject.os)) return true;
    if (isImage(product) || isSystem(product, subject.os)) return true;
    const around = outer(product);
    return around.size > 0 && isWithin(purl, around);
  };
}

/** What of a package can be compared; a finding of a saved report may have its purl only. */
type Comparable = Pick<Package, 'purl'> & Partial<Package>;

function isPackage(product: VexProduct, pkg: Comparable, os: OperatingSystem | undefined): boolean {
  const { names, digests, cpes, versions } = product;
  const own = parsePurl(pkg.purl);
  if (own === undefined) return false;
  if (versions !== undefined && !versions.includes(own.version ?? '')) return false;
  return (
    names.some((name) => isNamed(name, own, pkg, os)) ||
    (pkg.digest !== undefined && digests.includes(pkg.digest.toLowerCase())) ||
    cpes.some((cpe) => (pkg.cpes ?? []).some((other) => isSameCpe(cpe, other)))
  );
}

/**
 * Same type, namespace and name, and the version and qualifiers that the statement gives. Vendors
 * speak of a source package by `arch=source` (Debian, Ubuntu) and `arch=src` (rpm).
 */
function isNamed(
  name: string,
  own: Purl,
  { source }: Comparable,
  os: OperatingSystem | undefined,
): boolean {
  const wanted = parsePurl(name);
  if (wanted === undefined || wanted.type !== own.type) return false;
  if (wanted.namespace !== own.namespace) return false;
  const { arch, distro, ...others } = wanted.qualifiers ?? {};
  const fromSource = arch === 'source' || arch === 'src';
  const meant = fromSource ? { ...own, ...source } : own;
  if (wanted.name !== meant.name) return false;
  if (wanted.version !== undefined && !isSameVersion(wanted, meant.version)) return false;
  if (arch !== undefined && !fromSource && arch !== own.qualifiers?.['arch']) return false;
  if (distro !== undefined && ![own.qualifiers?.['distro'], os?.codename].includes(distro)) {
    return false;
  }
  // An epoch that the version itself carries, as the source package's, is not asked for again.
  return Object.entries(others).every(
    ([key, value]) =>
      valueOf(own, key) === value ||
      (key === 'epoch' && fromSource && meant.version?.startsWith(`${value}:`) === true),
  );
}

/** Go's tools write the `v` of a version, lists of vulnerabilities leave it out. */
function isSameVersion({ type, version }: Purl, found: string | undefined): boolean {
  if (version === found) return true;
  const plain = (text = ''): string => text.replace(/^v(?=\d)/, '').replace(/^\d+:/, '');
  if (type === 'golang') return plain(version) === plain(found);
  return type === 'rpm' && plain(version) === plain(found);
}

function valueOf({ qualifiers = {} }: Purl, key: string): string | undefined {
  return Object.hasOwn(qualifiers, key) ? qualifiers[key] : undefined;
}

/** A platform by its CPE: `cpe:/o:redhat:enterprise_linux:9::baseos` in os-release. */
function isSystem({ cpes }: VexProduct, os: OperatingSystem | undefined): boolean {
  const { cpe } = os ?? {};
  return cpe !== undefined && cpes.some((one) => isSameCpe(one, cpe));
}

/** The same vendor and product; `9` covers `9.4`, and one without a version every version. */
function isSameCpe(wanted: string, found: string): boolean {
  const a = parseCpe(wanted);
  const b = parseCpe(found);
  if (a === undefined || b === undefined) return false;
  const name = cpeName(a);
  if (name === undefined || name !== cpeName(b)) return false;
  return isOpen(a.version) || b.version === a.version || b.version.startsWith(`${a.version}.`);
}

function isOpen(value: string): boolean {
  return value === '*' || value === '' || value === '-';
}

function nameOf(purl: Purl | undefined): string {
  return purl === undefined ? '' : `${purl.type}/${purl.namespace ?? ''}/${purl.name}`;
}

function wantedNames(purl: Purl | undefined): readonly string[] {
  return purl === undefined ? [] : [nameOf(purl)];
}

function remembered<Key extends object, Value>(answer: (key: Key) => Value): (key: Key) => Value {
  const answers = new Map<Key, Value>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const value = answer(key);
    answers.set(key, value);
    return value;
  };
}
