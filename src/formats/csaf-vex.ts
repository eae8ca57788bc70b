import { csafDocument } from './csaf.ts';
import type { CsafDocument, CsafVulnerability } from './csaf.ts';
import { objectOf, textOf } from './json-values.ts';
import { timeOf, vexIds, vexInvalid } from './vex-document.ts';
import type { VexFormat, VexProduct, VexStatement, VexStatus } from './vex-document.ts';

/** `product_status` of CSAF 2.0 (§3.2.3.9) and what it comes to; the others recommend, and say nothing. */
const statuses: ReadonlyMap<string, VexStatus> = new Map([
  ['known_not_affected', 'not_affected'],
  ['first_fixed', 'fixed'],
  ['fixed', 'fixed'],
  ['first_affected', 'affected'],
  ['known_affected', 'affected'],
  ['last_affected', 'affected'],
  ['under_investigation', 'under_investigation'],
]);

/**
 * CSAF 2.0 documents (https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html): the profile VEX,
 * and advisories, which carry the same status lists. A component of a platform is a part of it.
 */
export const csafVex: VexFormat = {
  id: 'CSAF',
  recognises: (document) => {
    const inner = objectOf(document['document']);
    return textOf(inner['category'])?.startsWith('csaf_') === true || 'csaf_version' in inner;
  },
  read: (document, what) => {
    const csaf = csafDocument(document);
    if (csaf === undefined) throw vexInvalid(what, 'it has no tracking id');
    const made = timeOf(csaf.modified ?? csaf.released);
    return {
      statements: csaf.vulnerabilities.flatMap((one, at) =>
        statementsOf(one, csaf, (found) =>
          vexInvalid(what, `vulnerability ${at + 1} has ${found}`),
        ).map((found) => ({ ...made, ...found })),
      ),
    };
  },
};

/** One statement for each status and reason, so that every product keeps its own. */
function statementsOf(
  one: CsafVulnerability,
  csaf: CsafDocument,
  wrong: (found: string) => Error,
): readonly VexStatement[] {
  const ids = vexIds([...(one.cve === undefined ? [] : [one.cve]), ...one.ids]);
  const reasons = reasonsOf(one);
  return [...one.statuses].flatMap(([word, products]) => {
    const status = statuses.get(word);
    if (status === undefined || products.length === 0) return [];
    if (ids.length === 0) throw wrong('neither cve nor ids');
    const groups = Map.groupBy(products, (id) => JSON.stringify(reasons(id, status)));
    return [...groups.values()].map((group): VexStatement => ({
      ids,
      status,
      ...reasons(group[0] ?? '', status),
      products: group.flatMap((id) => productOf(id, csaf, wrong)),
    }));
  });
}

type Reason = Pick<VexStatement, 'justification' | 'detail'>;

/** A flag is the reason in a word, a threat of category impact in a sentence; both name products. */
function reasonsOf(one: CsafVulnerability): (id: string, status: VexStatus) => Reason {
  const words = new Map(
    one.flags.flatMap(({ label, products }) => products.map((id) => [id, label])),
  );
  const sentences = new Map(
    one.impacts.flatMap(({ word, products }) => products.map((id) => [id, word])),
  );
  const remedies = new Map(
    one.remediations.flatMap(({ details, products }) => products.map((id) => [id, details])),
  );
  return (id, status) => {
    const justification = words.get(id);
    const detail = status === 'not_affected' ? sentences.get(id) : remedies.get(id);
    return {
      ...(justification === undefined ? {} : { justification }),
      ...(detail === undefined || detail === '' ? {} : { detail }),
    };
  };
}

function productOf(id: string, csaf: CsafDocument, wrong: (found: string) => Error): VexProduct[] {
  const relation = csaf.relations.get(id);
  if (relation === undefined) {
    const product = csaf.products.get(id);
    // A status of what the document does not describe decides nothing and hides a mistake.
    if (product === undefined) throw wrong(`product "${id}", which its product tree lacks`);
    return [named(product)];
  }
  const component = csaf.products.get(relation.component);
  const platform = csaf.products.get(relation.platform);
  if (component === undefined || platform === undefined)
    throw wrong(`product "${id}", whose parts its product tree lacks`);
  return [{ ...named(platform), parts: [named(component)] }];
}

function named({
  purl,
  cpe,
  digests = [],
}: {
  readonly purl?: string;
  readonly cpe?: string;
  readonly digests?: readonly string[];
}): VexProduct {
  return {
    names: purl === undefined ? [] : [purl],
    digests,
    cpes: cpe === undefined ? [] : [cpe],
    parts: [],
  };
}
