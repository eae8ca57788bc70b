import { listOf, objectOf, textOf, textsOf } from './json-values.ts';
import type { JsonObject } from './json-values.ts';
import { digestName, timeOf, vexIds, vexInvalid } from './vex-document.ts';
import type { VexFormat, VexProduct, VexStatement, VexStatus } from './vex-document.ts';
import { percentDecoded } from './text.ts';

/** `analysis.state` of CycloneDX 1.4 to 1.6 and what it comes to. */
const states: ReadonlyMap<string, VexStatus> = new Map([
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
  ['exploitable', 'affected'],
  ['in_triage', 'under_investigation'],
  ['false_positive', 'not_affected'],
  ['not_affected', 'not_affected'],
]);

/**
 * The analyses in a CycloneDX document (https://cyclonedx.org/docs, `vulnerabilities[].analysis`):
 * a bill of materials with them, or a document of nothing else that names the components of another
 * by BOM-Link or package URL. Vulnerabilities without an analysis state say nothing.
 */
export const cyclonedxVex: VexFormat = {
  id: 'CycloneDX',
  recognises: (document) => document['bomFormat'] === 'CycloneDX',
  read: (document, what) => {
    if (!Array.isArray(document['vulnerabilities']))
      throw vexInvalid(what, 'it is a bill of materials without vulnerabilities');
    const components = componentsOf(document);
    const made = timeOf(objectOf(document['metadata'])['timestamp']);
    return {
      statements: listOf(document['vulnerabilities']).flatMap((item, at) => {
        const found = statement(objectOf(item), components, (fault) =>
          vexInvalid(what, `vulnerability ${at + 1} has ${fault}`),
        );
        return found === undefined ? [] : [{ ...made, ...found }];
      }),
    };
  },
};

function statement(
  item: JsonObject,
  components: ReadonlyMap<string, VexProduct>,
  wrong: (found: string) => Error,
): VexStatement | undefined {
  const analysis = objectOf(item['analysis']);
  const state = textOf(analysis['state']);
  if (state === undefined) return undefined;
  const status = states.get(state);
  if (status === undefined)
    throw wrong(`state "${state}", wanted one of ${[...states.keys()].join()}`);
  const aliases = listOf(item['references']).flatMap((one) => textOf(objectOf(one)['id']) ?? []);
  const ids = vexIds([textOf(item['id']) ?? '', ...aliases]);
  if (ids.length === 0) throw wrong('no id');
  const justification = textOf(analysis['justification']);
  const response = textsOf(analysis['response']).join();
  const detail = textOf(analysis['detail']) ?? textOf(response);
  return {
    ids,
    status,
    ...(justification === undefined ? {} : { justification }),
    ...(detail === undefined ? {} : { detail }),
    ...timeOf(analysis['lastUpdated'] ?? analysis['firstIssued'] ?? item['updated']),
    products: listOf(item['affects']).flatMap((one) => affected(objectOf(one), components)),
  };
}

/** A reference is a `bom-ref` of this document, a BOM-Link to another's, or a package URL itself. */
function affected(
  item: JsonObject,
  components: ReadonlyMap<string, VexProduct>,
): readonly VexProduct[] {
  const reference = textOf(item['ref']);
  if (reference === undefined) return [];
  const named = /^urn:cdx:[^#]{1,200}#(.+)$/s.exec(reference)?.[1];
  const local = components.get(reference) ?? (named && components.get(named));
  const name = named === undefined ? reference : percentDecoded(named);
  const product = local || { names: [name], digests: [], cpes: [], parts: [] };
  const versions = listOf(item['versions']).map(objectOf);
  if (versions.length === 0) return [product];
  // A range is told in a notation of its own (vers); what only stands in one is not looked for.
  return [{ ...product, versions: versions.flatMap((one) => textOf(one['version']) ?? []) }];
}

/** Components by `bom-ref`, the described one too. Nesting is bounded by the parser. */
function componentsOf(document: JsonObject): ReadonlyMap<string, VexProduct> {
  const found = new Map<string, VexProduct>();
  const open: unknown[] = [
    objectOf(document['metadata'])['component'],
    ...listOf(document['components']),
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const item = objectOf(next);
    const reference = textOf(item['bom-ref']);
    if (reference !== undefined) found.set(reference, productOf(item));
    for (const inner of listOf(item['components'])) if (inner !== undefined) open.push(inner);
  }
  return found;
}

function productOf(item: JsonObject): VexProduct {
  const purl = textOf(item['purl']);
  const cpe = textOf(item['cpe']);
  // An image is written with its name and digest where it has no package URL.
  const image = item['type'] === 'container' && purl === undefined ? textOf(item['name']) : purl;
  return {
    names: image === undefined ? [] : [image],
    digests: listOf(item['hashes']).flatMap((one) => {
      const { alg, content } = objectOf(one);
      return typeof alg === 'string' && typeof content === 'string'
        ? [digestName(alg, content)]
        : [];
    }),
    cpes: cpe === undefined ? [] : [cpe],
    parts: [],
  };
}
