import type { AdvisoryDatabase, AdvisoryText, CveFacts } from '../advisories/database.ts';
import type { Ruling } from './decide.ts';

/** What is read about advisories once it is known which of them are shown. */
export type Facts = Pick<AdvisoryDatabase, 'text' | 'cve'>;

/**
 * Reads the texts of all rulings, each once and by source and id: a database keeps neighbours in
 * one compressed block, and reading them in the order of packages would unpack a block for every
 * finding. Facts of a CVE are kept, because several packages share it.
 */
export function readFacts(rulings: readonly Ruling[], database: Facts): Facts {
  const wanted = new Map<string, Set<string>>();
  for (const { row } of rulings.flatMap(({ judged }) => judged)) {
    const ids = wanted.get(row.source) ?? new Set<string>();
    wanted.set(row.source, ids.add(row.id));
  }
  const texts = new Map<string, ReadonlyMap<string, AdvisoryText>>();
  for (const [source, ids] of wanted) {
    const found = [...ids].sort().map((id) => [id, database.text(source, id)] as const);
    texts.set(
      source,
      new Map(found.filter((pair) => pair[1] !== undefined) as [string, AdvisoryText][]),
    );
  }
  const facts = new Map<string, CveFacts | undefined>();
  return {
    text: (source, id) => texts.get(source)?.get(id),
    cve: (id) => {
      if (!facts.has(id)) facts.set(id, database.cve(id));
      return facts.get(id);
    },
  };
}
