import { listOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import type { XmlElement } from '../../formats/xml.ts';
import { knownLicenses, Needs } from './document.ts';
import type { SbomComponent, SbomFormat } from './document.ts';

/** Names under which tools keep the source package: ours, Trivy's, Syft's. */
const sourceNames: readonly (readonly [name: string, version: string])[] = [
  ['plimsoll:source-name', 'plimsoll:source-version'],
  ['aquasecurity:trivy:SrcName', 'aquasecurity:trivy:SrcVersion'],
  ['syft:metadata:source', 'syft:metadata:sourceVersion'],
  ['syft:metadata:originPackage', 'syft:metadata:version'],
];

function sourceOf(
  properties: ReadonlyMap<string, string>,
  own: string,
): SbomComponent['source'] | undefined {
  for (const [nameKey, versionKey] of sourceNames) {
    const name = properties.get(nameKey);
    if (name === undefined || name === '') continue;
    const release = properties.get('aquasecurity:trivy:SrcRelease');
    const epoch = properties.get('aquasecurity:trivy:SrcEpoch');
    const plain = properties.get(versionKey);
    if (plain === undefined) return { name, version: own };
    const built = release === undefined ? plain : `${plain}-${release}`;
    return { name, version: epoch === undefined ? built : `${epoch}:${built}` };
  }
  return undefined;
}

/** The facts of a component that both forms tell, put together. */
function componentOf(facts: {
  readonly ref: string;
  readonly type: string;
  readonly group: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string | undefined;
  readonly cpe: string | undefined;
  readonly licenses: readonly string[];
  readonly properties: ReadonlyMap<string, string>;
}): SbomComponent {
  const { ref, type, group, name, version, purl, cpe, licenses } = facts;
  const source = sourceOf(facts.properties, version);
  return {
    ref,
    name: group === '' ? name : `${group}/${name}`,
    version,
    ...(purl === undefined ? {} : { purl }),
    ...(cpe === undefined ? {} : { cpes: [cpe] }),
    ...(licenses.length === 0 ? {} : { licenses }),
    ...(type === 'operating-system' ? { system: true } : {}),
    ...(source === undefined ? {} : { source }),
  };
}

function* jsonComponents(list: unknown): Generator<SbomComponent> {
  for (const value of listOf(list)) {
    const entry = objectOf(value);
    const purl = textOf(entry['purl']);
    const name = textOf(entry['name']);
    const properties = listOf(entry['properties']).map((one) => {
      const { name: key, value: told } = objectOf(one);
      return [textOf(key) ?? '', textOf(told) ?? ''] as const;
    });
    const licenses = listOf(entry['licenses']).map((one) => {
      const { expression, license } = objectOf(one);
      return (
        textOf(expression) ?? textOf(objectOf(license)['id']) ?? textOf(objectOf(license)['name'])
      );
    });
    if (name !== undefined)
      yield componentOf({
        ref: textOf(entry['bom-ref']) ?? purl ?? name,
        type: textOf(entry['type']) ?? '',
        group: textOf(entry['group']) ?? '',
        name,
        version: textOf(entry['version']) ?? '',
        purl,
        cpe: textOf(entry['cpe']),
        licenses: knownLicenses(licenses),
        properties: new Map(properties),
      });
    // Nesting is bounded by the parser.
    yield* jsonComponents(entry['components']);
  }
}

/** CycloneDX 1.2 to 1.7 in JSON; https://cyclonedx.org/docs. */
export const cyclonedxJson: SbomFormat<JsonObject> = {
  id: 'cyclonedx-json',
  recognises: (document) => document['bomFormat'] === 'CycloneDX',
  read: (document) => {
    const needs = new Needs();
    for (const value of listOf(document['dependencies'])) {
      const { ref, dependsOn } = objectOf(value);
      for (const other of textsOf(dependsOn)) needs.add(textOf(ref) ?? '', other);
    }
    return { components: [...jsonComponents(document['components'])], needs: needs.map };
  },
};

function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((one) => one.name === name);
}

function textIn(element: XmlElement, name: string): string | undefined {
  const text = child(element, name)?.text;
  return text === '' ? undefined : text;
}

function* xmlComponents(list: XmlElement | undefined): Generator<SbomComponent> {
  for (const element of list?.children ?? []) {
    if (element.name !== 'component') continue;
    const purl = textIn(element, 'purl');
    const name = textIn(element, 'name');
    const licenses = (child(element, 'licenses')?.children ?? []).map((one) =>
      one.name === 'expression' ? one.text : (textIn(one, 'id') ?? textIn(one, 'name')),
    );
    const properties = (child(element, 'properties')?.children ?? []).map(
      (one) => [one.attributes.get('name') ?? '', one.text] as const,
    );
    if (name !== undefined)
      yield {
        ...componentOf({
          ref: element.attributes.get('bom-ref') ?? purl ?? name,
          type: element.attributes.get('type') ?? '',
          group: textIn(element, 'group') ?? '',
          name,
          version: textIn(element, 'version') ?? '',
          purl,
          cpe: textIn(element, 'cpe'),
          licenses: knownLicenses(licenses),
          properties: new Map(properties),
        }),
        line: element.startLine,
      };
    yield* xmlComponents(child(element, 'components'));
  }
}

/** CycloneDX in XML. */
export const cyclonedxXml: SbomFormat<XmlElement> = {
  id: 'cyclonedx-xml',
  recognises: ({ name, attributes }) =>
    name === 'bom' && [...attributes.values()].some((value) => value.includes('cyclonedx.org')),
  read: (root) => {
    const needs = new Needs();
    for (const { attributes, children } of child(root, 'dependencies')?.children ?? [])
      for (const other of children)
        needs.add(attributes.get('ref') ?? '', other.attributes.get('ref') ?? '');
    return { components: [...xmlComponents(child(root, 'components'))], needs: needs.map };
  },
};
