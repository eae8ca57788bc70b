import { joinName } from '../../formats/purl-types.ts';
import { buildPurl, parsePurl } from '../../formats/purl.ts';
import type { Purl } from '../../formats/purl.ts';
import { distros, ecosystems } from '../../model/index.ts';
import type { OperatingSystem } from '../../model/index.ts';
import type { AnalyzerResult, FoundPackage } from '../analyzers/contract.ts';
import { problemsOf } from '../analyzers/problems.ts';
import type { Problem } from '../analyzers/problems.ts';
import type { SbomComponent, SbomDocument } from './document.ts';

const typeOfPurl: ReadonlyMap<string, string> = new Map(
  ecosystems.map(({ type, purlType }) => [purlType, type]),
);
const systemTypes: ReadonlySet<string> = new Set(
  ecosystems.filter((row) => row.class === 'os-pkgs').map(({ type }) => type),
);

/** Distributions by every name that tools have for them; of names that several share, the first row's. */
const distroByName: ReadonlyMap<string, string> = new Map(
  [
    ...distros.map(({ id }) => [id, id] as const),
    ...distros.flatMap(({ id, alsoKnownAs = [], family, purlNamespace, title }) =>
      [...alsoKnownAs, family, purlNamespace, title.toLowerCase()].map(
        (name) => [name, id] as const,
      ),
    ),
  ].toReversed(),
);

/**
 * The packages of a bill of materials, as if they had been found in the image that it describes,
 * and its operating system. What its package URLs say counts more than its other fields.
 */
export function sbomPackages(document: SbomDocument): AnalyzerResult {
  const packages = new Map<string, FoundPackage>();
  const problems: Problem[] = [];
  let os: Partial<OperatingSystem> | undefined;
  for (const component of document.components) {
    if (component.system === true) {
      os ??= systemOf(component.name, component.version);
      continue;
    }
    const found = packageOf(component);
    if (typeof found === 'string') {
      const line = component.line === undefined ? {} : { line: component.line };
      problems.push({ code: 'SBOM_UNKNOWN', text: found, ...line });
    } else if (found !== undefined) packages.set(keyOf(component, packages), found);
  }
  const listed = [...packages].map(([ref, found]) => {
    const needs = (document.needs.get(ref) ?? []).flatMap((to) => packages.get(to) ?? []);
    const dependsOn = [...new Set(needs.map(({ name, version }) => `${name}@${version}`))];
    return dependsOn.length === 0 ? found : { ...found, dependsOn };
  });
  os ??= systemOfPurls(document.components);
  return { packages: listed, ...(os === undefined ? {} : { os }), ...problemsOf(problems) };
}

/** A ref given twice, or none at all, still is one component each. */
function keyOf({ ref }: SbomComponent, taken: ReadonlyMap<string, FoundPackage>): string {
  return ref === '' || taken.has(ref) ? `\0${taken.size}` : ref;
}

/** Row id of a distribution by any name that tools have for it; the name itself in small letters when none has. */
export function distroNamed(name: string): string {
  const small = name.toLowerCase();
  return distroByName.get(small) ?? small;
}

function systemOf(name: string, version: string): Partial<OperatingSystem> {
  return { id: distroNamed(name), version };
}

/** What a package URL says of its package; undefined when it is none. */
export function packageOfPurl(text: string): Omit<FoundPackage, 'dependsOn'> | undefined {
  const purl = parsePurl(text);
  return purl && fromPurl(purl, { ref: '', name: purl.name, version: '' });
}

/** `distro=debian-12.5`, where no component is the operating system itself. */
function systemOfPurls(components: readonly SbomComponent[]): Partial<OperatingSystem> | undefined {
  for (const { purl } of components) {
    if (purl?.includes('distro=') !== true) continue;
    const distro = parsePurl(purl)?.qualifiers?.['distro'] ?? '';
    const [, name, version] = /^([a-z][a-z_-]*?)-v?(\d[\w.]*)$/.exec(distro.slice(0, 200)) ?? [];
    if (name !== undefined && version !== undefined) return systemOf(name, version);
  }
  return undefined;
}

/** The package; a sentence when the document names one that cannot be told; undefined when it names none. */
function packageOf(component: SbomComponent): FoundPackage | string | undefined {
  const { purl: text, name, version, licenses, cpes, line } = component;
  const facts = {
    ...(licenses === undefined || licenses.length === 0 ? {} : { licenses }),
    ...(cpes === undefined ? {} : { cpes }),
    ...(line === undefined ? {} : { lines: { startLine: line } }),
  };
  if (text === undefined) {
    // An application of CycloneDX may be no more than the name of a file.
    if (cpes === undefined && version === '') return undefined;
    return { ...identityOfCpe(component), ...facts };
  }
  const purl = parsePurl(text);
  if (purl === undefined)
    return `Cannot list the component "${name.slice(0, 200)}": found the package URL "${text.slice(0, 200)}", which is none`;
  return { ...fromPurl(purl, component), ...facts };
}

/** Without a package URL a component is a program known by its name or, in NVD, by its CPE. */
function identityOfCpe({ name, version, cpes = [] }: SbomComponent): FoundPackage {
  const [, , , , product = '', release = ''] = (cpes[0] ?? '').split(':');
  const told = version === '' && /^[0-9]/.test(release) ? release : version;
  return { name: name === '' ? product : name, version: told, type: 'generic' };
}

function fromPurl(purl: Purl, component: SbomComponent): FoundPackage {
  const { namespace = '', qualifiers = {} } = purl;
  const type = typeOfPurl.get(purl.type) ?? purl.type;
  const system = systemTypes.has(type);
  // purl keeps an RPM's epoch apart; the component's own version may be all there is.
  const epoch = type === 'rpm' ? (qualifiers['epoch'] ?? '0') : '0';
  const plain = purl.version ?? component.version;
  const version = epoch === '0' ? plain : `${epoch}:${plain}`;
  const source = system ? (sourceOf(qualifiers, plain) ?? component.source) : undefined;
  const arch = qualifiers['arch'];
  const modularity = qualifiers['modularitylabel'] ?? qualifiers['rpmmod'];
  const canonical = buildPurl({ ...purl, ...(plain === '' ? {} : { version: plain }) });
  return {
    name: system ? purl.name : joinName(purl.type, namespace, purl.name),
    version,
    type,
    ...(canonical === undefined ? {} : { purl: canonical }),
    ...(system && arch !== undefined ? { arch } : {}),
    ...(source === undefined ? {} : { source }),
    ...(modularity === undefined ? {} : { qualifiers: { modularity } }),
  };
}

/** `upstream=openssl@3.0.2-1` for deb and apk, `upstream=openssl-3.0.7-24.el9.src.rpm` for rpm. */
function sourceOf(
  { upstream = '' }: Readonly<Record<string, string>>,
  own: string,
): FoundPackage['source'] | undefined {
  if (upstream === '') return undefined;
  const [, rpm, built] =
    /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(upstream.slice(0, 1000)) ?? [];
  if (rpm !== undefined && built !== undefined) return { name: rpm, version: built };
  const [name = '', version = own] = upstream.split('@', 2);
  return { name, version };
}
