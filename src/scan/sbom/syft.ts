import { listOf, objectOf, textOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { knownLicenses, Needs } from './document.ts';
import type { SbomComponent, SbomFormat } from './document.ts';

function componentOf(value: unknown): SbomComponent {
  const entry = objectOf(value);
  const metadata = objectOf(entry['metadata']);
  const version = textOf(entry['version']) ?? '';
  const purl = textOf(entry['purl']);
  const source = textOf(metadata['source']) ?? textOf(metadata['originPackage']);
  const cpes = listOf(entry['cpes']).flatMap(
    (one) => textOf(one) ?? textOf(objectOf(one)['cpe']) ?? [],
  );
  const licenses = listOf(entry['licenses']).map(
    (one) => textOf(one) ?? textOf(objectOf(one)['value']),
  );
  return {
    ref: textOf(entry['id']) ?? '',
    name: textOf(entry['name']) ?? '',
    version,
    ...(purl === undefined ? {} : { purl }),
    ...(cpes.length === 0 ? {} : { cpes }),
    licenses: knownLicenses(licenses),
    ...(source === undefined
      ? {}
      : { source: { name: source, version: textOf(metadata['sourceVersion']) ?? version } }),
  };
}

/** Syft's own JSON. */
export const syftJson: SbomFormat<JsonObject> = {
  id: 'syft-json',
  recognises: (document) =>
    Array.isArray(document['artifacts']) &&
    textOf(objectOf(document['descriptor'])['name']) === 'syft',
  read: (document) => {
    const needs = new Needs();
    for (const value of listOf(document['artifactRelationships'])) {
      const { parent, child, type } = objectOf(value);
      if (type === 'dependency-of') needs.add(textOf(child) ?? '', textOf(parent) ?? '');
    }
    const distro = objectOf(document['distro']);
    const [name, version] = [textOf(distro['id']), textOf(distro['versionID']) ?? ''];
    const system = name === undefined ? [] : [{ ref: '', name, version, system: true }];
    return {
      components: [...system, ...listOf(document['artifacts']).map(componentOf)],
      needs: needs.map,
    };
  },
};
