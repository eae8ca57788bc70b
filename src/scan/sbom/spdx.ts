import { listOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { lines } from '../../formats/text.ts';
import type { XmlElement } from '../../formats/xml.ts';
import { knownLicenses, Needs } from './document.ts';
import type { SbomComponent, SbomDocument, SbomFormat } from './document.ts';

/** A package of SPDX 2, as its four forms tell it. */
interface SpdxPackage {
  ref: string;
  name: string;
  version: string;
  purpose: string;
  /** `built package from: openssl 3.0.2-1`, as Trivy writes it. */
  sourceInfo: string;
  licenses: string[];
  /** Type and locator of each external reference. */
  references: (readonly [type: string, locator: string])[];
}

function emptyPackage(): SpdxPackage {
  const blank = { ref: '', name: '', version: '', purpose: '', sourceInfo: '' };
  return { ...blank, licenses: [], references: [] };
}

/** `described`: what the document as a whole is about. */
function componentOf(one: SpdxPackage, described: boolean): SbomComponent | undefined {
  const purl = one.references.find(([type]) => /(?:^|\/)purl$/.test(type))?.[1];
  const cpes = one.references.filter(([type]) => /cpe2[23]Type$/.test(type)).map(([, cpe]) => cpe);
  const system = /^operating[-_]system$/i.test(one.purpose);
  // Without any identity it is a file, a source archive or the subject of the document.
  const anonymous = purl === undefined && cpes.length === 0;
  if (anonymous && !system && (described || one.version === '')) return undefined;
  const licenses = knownLicenses(one.licenses);
  const [, sourceName, sourceVersion] =
    /^built package from: (\S{1,500}) (\S{1,500})$/.exec(one.sourceInfo) ?? [];
  return {
    ref: one.ref,
    name: one.name,
    version: one.version === 'NOASSERTION' ? '' : one.version,
    ...(purl === undefined ? {} : { purl }),
    ...(cpes.length === 0 ? {} : { cpes }),
    ...(licenses.length === 0 ? {} : { licenses }),
    ...(system ? { system } : {}),
    ...(sourceName === undefined || sourceVersion === undefined
      ? {}
      : { source: { name: sourceName, version: sourceVersion } }),
  };
}

/** What the relations of a document say. */
class Relations {
  readonly needs: Needs = new Needs();
  readonly described: Set<string> = new Set();

  add(from: string, type: string, to: string): void {
    if (type === 'DEPENDS_ON') this.needs.add(from, to);
    if (type === 'DEPENDENCY_OF') this.needs.add(to, from);
    if (type === 'DESCRIBES') this.described.add(to);
    if (type === 'DESCRIBED_BY') this.described.add(from);
  }
}

function documentOf(packages: readonly SpdxPackage[], relations: Relations): SbomDocument {
  const { needs, described } = relations;
  return {
    components: packages.flatMap((one) => componentOf(one, described.has(one.ref)) ?? []),
    needs: needs.map,
  };
}

/** SPDX 2.2 and 2.3 in JSON or YAML; https://spdx.github.io/spdx-spec. */
export const spdxJson: SbomFormat<JsonObject> = {
  id: 'spdx-json',
  recognises: (document) => textOf(document['spdxVersion'])?.startsWith('SPDX-2') === true,
  read: (document) => {
    const relations = new Relations();
    for (const value of listOf(document['relationships'])) {
      const { spdxElementId, relatedSpdxElement, relationshipType } = objectOf(value);
      const [from, to] = [textOf(spdxElementId) ?? '', textOf(relatedSpdxElement) ?? ''];
      relations.add(from, textOf(relationshipType) ?? '', to);
    }
    for (const ref of textsOf(document['documentDescribes'])) relations.described.add(ref);
    const packages = listOf(document['packages']).map((value): SpdxPackage => {
      const entry = objectOf(value);
      return {
        ref: textOf(entry['SPDXID']) ?? '',
        name: textOf(entry['name']) ?? '',
        version: textOf(entry['versionInfo']) ?? '',
        purpose: textOf(entry['primaryPackagePurpose']) ?? '',
        sourceInfo: textOf(entry['sourceInfo']) ?? '',
        licenses: [textOf(entry['licenseDeclared']) ?? '', textOf(entry['licenseConcluded']) ?? ''],
        references: listOf(entry['externalRefs']).map((one) => {
          const { referenceType, referenceLocator } = objectOf(one);
          return [textOf(referenceType) ?? '', textOf(referenceLocator) ?? ''] as const;
        }),
      };
    });
    return documentOf(packages, relations);
  },
};

/** What a line of a package says, by tag. */
const tags: ReadonlyMap<string, (into: SpdxPackage, value: string) => void> = new Map([
  ['SPDXID', (into: SpdxPackage, value: string) => void (into.ref = value)],
  ['PackageVersion', (into: SpdxPackage, value: string) => void (into.version = value)],
  ['PrimaryPackagePurpose', (into: SpdxPackage, value: string) => void (into.purpose = value)],
  ['PackageSourceInfo', (into: SpdxPackage, value: string) => void (into.sourceInfo = value)],
  [
    'PackageSourceInfo',
    (into: SpdxPackage, value: string) =>
      void (into.sourceInfo = value.replaceAll(/^<text>|<\/text>$/g, '')),
  ],
  ['PackageLicenseDeclared', (into: SpdxPackage, value: string) => void into.licenses.push(value)],
  ['PackageLicenseConcluded', (into: SpdxPackage, value: string) => void into.licenses.push(value)],
  [
    'ExternalRef',
    (into: SpdxPackage, value: string) => {
      const [, type = '', locator = ''] = value.split(/\s+/, 3);
      into.references.push([type, locator]);
    },
  ],
]);

/** Tags that end a package: what follows speaks of something else. */
const others: ReadonlySet<string> = new Set(['FileName', 'SnippetSPDXID', 'LicenseID']);

/** SPDX 2 as lines of `Tag: value`; a `<text>` may go over several of them. */
export const spdxTagValue: SbomFormat<string> = {
  id: 'spdx-tag-value',
  recognises: (text) =>
    /^(?:[^\S\n]*(?:#[^\n]*)?\n){0,1000}[^\S\n]*SPDXVersion:\s*SPDX-2/.test(text.slice(0, 65_536)),
  read: (text) => {
    const relations = new Relations();
    const packages: SpdxPackage[] = [];
    let open: SpdxPackage | undefined;
    let inside = false;
    for (const { text: line } of lines(text)) {
      const skip = inside;
      if (line.includes('<text>')) inside = true;
      if (line.includes('</text>')) inside = false;
      const colon = line.indexOf(':');
      if (skip || colon === -1 || line.startsWith('#')) continue;
      const [tag, value] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
      if (tag === 'PackageName') {
        open = { ...emptyPackage(), name: value };
        packages.push(open);
      } else if (others.has(tag)) open = undefined;
      else if (tag === 'Relationship') {
        const [from = '', type = '', to = ''] = value.split(/\s+/, 3);
        relations.add(from, type, to);
      } else if (open !== undefined) tags.get(tag)?.(open, value);
    }
    return documentOf(packages, relations);
  },
};

/** All elements of that local name below an element, in order; depth is bounded by the parser. */
function* below(element: XmlElement, name: string): Generator<XmlElement> {
  for (const child of element.children) {
    if (child.name === name) yield child;
    yield* below(child, name);
  }
}

/** Text of the child, or what its `rdf:resource` names. */
function valueOf(element: XmlElement, name: string): string {
  const found = element.children.find((one) => one.name === name);
  return found?.attributes.get('rdf:resource') ?? found?.text ?? '';
}

function rdfPackage(element: XmlElement): SpdxPackage {
  const references = element.children
    .filter(({ name }) => name === 'externalRef')
    .flatMap(({ children }) => children)
    .map((one) => [valueOf(one, 'referenceType'), valueOf(one, 'referenceLocator')] as const);
  return {
    ...emptyPackage(),
    ref: element.attributes.get('rdf:about') ?? '',
    name: valueOf(element, 'name'),
    version: valueOf(element, 'versionInfo'),
    purpose: valueOf(element, 'primaryPackagePurpose').replace(/^.*purpose_/, ''),
    references,
  };
}

/** SPDX 2 in RDF/XML. Its relations are nested resources, of which only the packages are read. */
export const spdxRdf: SbomFormat<XmlElement> = {
  id: 'spdx-rdf',
  recognises: (root) => root.name === 'RDF' && [...below(root, 'SpdxDocument')].length > 0,
  read: (root) => documentOf([...below(root, 'Package')].map(rdfPackage), new Relations()),
};
