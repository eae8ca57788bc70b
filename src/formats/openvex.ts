import { listOf, objectOf, textOf, textsOf } from './json-values.ts';
import type { JsonObject } from './json-values.ts';
import { digestName, timeOf, vexIds, vexInvalid } from './vex-document.ts';
import type { VexFormat, VexProduct, VexStatement, VexStatus } from './vex-document.ts';

const statuses: ReadonlySet<string> = new Set<VexStatus>([
  'not_affected',
  'affected',
  'fixed',
  'under_investigation',
]);

/**
 * OpenVEX 0.0.1 to 0.2.0 (https://github.com/openvex/spec, OPENVEX-SPEC.md). A statement takes from
 * the document what it does not say itself; in the older form names are plain texts.
 */
export const openvex: VexFormat = {
  id: 'OpenVEX',
  recognises: (document) =>
    [document['@context']].flat().some((one) => String(one).startsWith('https://openvex.dev/ns')),
  read: (document, what) => {
    if (!Array.isArray(document['statements'])) throw vexInvalid(what, 'it has no statements');
    const made = timeOf(document['last_updated'] ?? document['timestamp']);
    return {
      statements: listOf(document['statements']).map((item, at) => ({
        ...made,
        ...statement(objectOf(item), (found) =>
          vexInvalid(what, `statement ${at + 1} has ${found}`),
        ),
      })),
    };
  },
};

function statement(item: JsonObject, wrong: (found: string) => Error): VexStatement {
  const status = textOf(item['status']) ?? 'no status';
  if (!isStatus(status)) throw wrong(`status "${status}", wanted one of ${[...statuses].join()}`);
  const ids = idsOf(item['vulnerability']);
  if (ids.length === 0) throw wrong('no vulnerability');
  const shared = listOf(item['subcomponents']).flatMap((one) => productOf(one));
  const products = listOf(item['products']).flatMap((one) => productOf(one));
  if (products.length === 0) throw wrong('no product');
  const justification = textOf(item['justification']);
  const detail =
    textOf(item['impact_statement']) ??
    textOf(item['action_statement']) ??
    textOf(item['status_notes']);
  return {
    ids,
    status,
    ...(justification === undefined ? {} : { justification }),
    ...(detail === undefined ? {} : { detail }),
    ...timeOf(item['last_updated'] ?? item['timestamp']),
    products: products.map((one) => ({ ...one, parts: [...one.parts, ...shared] })),
  };
}

function isStatus(word: string): word is VexStatus {
  return statuses.has(word);
}

function idsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return vexIds([value]);
  const { name, '@id': address, aliases } = objectOf(value);
  return vexIds([name, address].flatMap((one) => textOf(one) ?? []).concat(textsOf(aliases)));
}

/** A product or subcomponent; one without any name that could be looked for is left out. */
function productOf(value: unknown): readonly VexProduct[] {
  if (typeof value === 'string' && value !== '')
    return [{ names: [value], digests: [], cpes: [], parts: [] }];
  const item = objectOf(value);
  const identifiers = objectOf(item['identifiers']);
  const names = [textOf(item['@id']), textOf(identifiers['purl'])].flatMap((one) => one ?? []);
  const cpes = [textOf(identifiers['cpe23']), textOf(identifiers['cpe22'])].flatMap(
    (one) => one ?? [],
  );
  const digests = Object.entries(objectOf(item['hashes'])).flatMap(([algorithm, hex]) =>
    typeof hex === 'string' ? [digestName(algorithm, hex)] : [],
  );
  if (names.length + cpes.length + digests.length === 0) return [];
  const parts = listOf(item['subcomponents']).flatMap((one) => productOf(one));
  return [{ names: [...new Set(names)], digests, cpes, parts }];
}
