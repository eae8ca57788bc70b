import { limits, LimitError } from '../model/index.ts';
import { listOf, numberOf, objectOf, textMember, textOf, textsOf } from './json-values.ts';
import type { JsonObject } from './json-values.ts';

/** A product of a CSAF document: a component, a platform, or a component on a platform. */
export interface CsafProduct {
  readonly purl?: string;
  readonly cpe?: string;
  /** Digests of its files, `sha256:…`. */
  readonly digests?: readonly string[];
}

/** A component as part of a platform. */
export interface CsafRelation {
  readonly component: string;
  readonly platform: string;
}

/** What is said of one vulnerability. */
export interface CsafVulnerability {
  readonly cve?: string;
  /** Other ids of it. */
  readonly ids: readonly string[];
  readonly title?: string;
  readonly cwe?: string;
  readonly released?: string;
  /** Product ids by status, `fixed`, `known_affected` … as the document has them. */
  readonly statuses: ReadonlyMap<string, readonly string[]>;
  readonly remediations: readonly {
    readonly category: string;
    readonly details: string;
    readonly url?: string;
    readonly products: readonly string[];
  }[];
  readonly scores: readonly { readonly vector: string; readonly score?: number }[];
  /** The publisher's words on the impact, each with the products it is for. */
  readonly impacts: readonly { readonly word: string; readonly products: readonly string[] }[];
  /** Why products are not affected, in a word of §3.2.3.5. */
  readonly flags: readonly { readonly label: string; readonly products: readonly string[] }[];
  readonly description?: string;
  readonly references: readonly string[];
}

/** A CSAF 2.0 document, advisory or VEX; https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html. */
export interface CsafDocument {
  readonly id: string;
  readonly title?: string;
  /** `final`, or Red Hat's `deleted`. */
  readonly state: string;
  readonly severity?: string;
  readonly released?: string;
  readonly modified?: string;
  readonly products: ReadonlyMap<string, CsafProduct>;
  readonly relations: ReadonlyMap<string, CsafRelation>;
  readonly vulnerabilities: readonly CsafVulnerability[];
}

/**
 * A parsed JSON value as a CSAF document; what is not there is empty. Undefined when it is none.
 * @throws {LimitError} `xml_nodes` entries of the product tree.
 */
export function csafDocument(value: unknown): CsafDocument | undefined {
  const root = objectOf(value);
  const document = objectOf(root['document']);
  const tracking = objectOf(document['tracking']);
  const id = textOf(tracking['id']);
  if (id === undefined || id.length > 100) return undefined;
  const tree = objectOf(root['product_tree']);
  const products = new Map<string, CsafProduct>();
  collectProducts(tree['branches'], products);
  for (const item of listOf(tree['full_product_names'])) addProduct(objectOf(item), products);
  return {
    id,
    state: textOf(tracking['status']) ?? '',
    ...textMember('title', document['title']),
    ...textMember('severity', objectOf(document['aggregate_severity'])['text']),
    ...textMember('released', tracking['initial_release_date']),
    ...textMember('modified', tracking['current_release_date']),
    products,
    relations: relationsOf(tree),
    vulnerabilities: listOf(root['vulnerabilities']).map((item) => vulnerability(objectOf(item))),
  };
}

/** Branches nest by vendor, family, version and architecture; a stack of our own, for a stranger nested them. */
function collectProducts(branches: unknown, products: Map<string, CsafProduct>): void {
  const open: unknown[] = [branches];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const item of listOf(next)) {
      const branch = objectOf(item);
      addProduct(objectOf(branch['product']), products);
      if (branch['branches'] !== undefined) open.push(branch['branches']);
    }
    if (products.size > limits.xml_nodes.value)
      throw new LimitError('xml_nodes', 'the product tree of a CSAF document', products.size);
  }
}

function addProduct(product: JsonObject, products: Map<string, CsafProduct>): void {
  const id = textOf(product['product_id']);
  if (id === undefined) return;
  const helper = objectOf(product['product_identification_helper']);
  const digests = listOf(helper['hashes']).flatMap((one) => fileDigests(objectOf(one)));
  products.set(id, {
    ...textMember('purl', helper['purl']),
    ...textMember('cpe', helper['cpe']),
    ...(digests.length === 0 ? {} : { digests }),
  });
}

function fileDigests(hash: JsonObject): readonly string[] {
  return listOf(hash['file_hashes']).flatMap((one) => {
    const { algorithm, value } = objectOf(one);
    return typeof algorithm === 'string' && typeof value === 'string'
      ? [`${algorithm.toLowerCase().replaceAll('-', '')}:${value.toLowerCase()}`]
      : [];
  });
}

function relationsOf(tree: JsonObject): ReadonlyMap<string, CsafRelation> {
  const relations = new Map<string, CsafRelation>();
  for (const item of listOf(tree['relationships'])) {
    const relation = objectOf(item);
    const id = textOf(objectOf(relation['full_product_name'])['product_id']);
    const component = textOf(relation['product_reference']);
    const platform = textOf(relation['relates_to_product_reference']);
    if (id === undefined || component === undefined || platform === undefined) continue;
    relations.set(id, { component, platform });
  }
  return relations;
}

function vulnerability(item: JsonObject): CsafVulnerability {
  const statuses = new Map<string, readonly string[]>();
  for (const [status, ids] of Object.entries(objectOf(item['product_status'])))
    statuses.set(status, textsOf(ids));
  const notes = listOf(item['notes']).map(objectOf);
  const description = notes.find((note) => note['category'] === 'description')?.['text'];
  const references = listOf(item['references']).map((one) => textOf(objectOf(one)['url']));
  return {
    ...textMember('cve', item['cve']),
    ids: listOf(item['ids']).flatMap((one) => textOf(objectOf(one)['text']) ?? []),
    ...textMember('title', item['title']),
    ...textMember('cwe', objectOf(item['cwe'])['id']),
    ...textMember('released', item['release_date']),
    ...textMember('description', description),
    statuses,
    remediations: listOf(item['remediations']).map((one) => remediation(objectOf(one))),
    scores: listOf(item['scores']).flatMap((one) => score(objectOf(one))),
    flags: listOf(item['flags']).flatMap((one) => flag(objectOf(one))),
    impacts: listOf(item['threats']).flatMap((one) => impact(objectOf(one))),
    references: references.filter((url) => url !== undefined),
  };
}

function remediation(item: JsonObject): CsafVulnerability['remediations'][number] {
  return {
    category: textOf(item['category']) ?? '',
    details: textOf(item['details']) ?? '',
    ...textMember('url', item['url']),
    products: textsOf(item['product_ids']),
  };
}

function score(item: JsonObject): CsafVulnerability['scores'][number][] {
  for (const key of ['cvss_v4', 'cvss_v3', 'cvss_v2']) {
    const cvss = objectOf(item[key]);
    const vector = textOf(cvss['vectorString']);
    const base = numberOf(cvss['baseScore']);
    if (vector !== undefined) return [{ vector, ...(base === undefined ? {} : { score: base }) }];
  }
  return [];
}

function flag(item: JsonObject): CsafVulnerability['flags'][number][] {
  const label = textOf(item['label']);
  return label === undefined ? [] : [{ label, products: textsOf(item['product_ids']) }];
}

function impact(item: JsonObject): CsafVulnerability['impacts'][number][] {
  const word = textOf(item['details']);
  if (item['category'] !== 'impact' || word === undefined) return [];
  return [{ word, products: textsOf(item['product_ids']) }];
}
