import type { Aliases, Tool } from './contract.ts';
import { kicsQueries } from './kics-queries.ts';

/**
 * Other spellings under which people write a tool's ids in ignore files and comments. Bare numbers
 * get the name of the benchmark they belong to: `5.4` of docker-bench is `CIS-5.4`.
 */
const spellings: Readonly<Partial<Record<Tool, (id: string) => readonly string[]>>> = {
  'docker-bench': (id) => [`CIS-${id}`],
  'kube-bench': (id) => [`CIS-K8S-${id}`],
  kics: (id) => [id, kicsQueries.get(id) ?? id],
  trivy: (id) => [id, `AVD-${id.replace(/^([A-Z]+)-?(\d+)$/, '$1-$2')}`],
};

/** Every id of other tools, each tool's in the order given and without repeats. */
export function spelled(aliases: Aliases): readonly string[] {
  const all = Object.entries(aliases).flatMap(([tool, ids]) =>
    ids.flatMap((id) => spellings[tool as Tool]?.(id) ?? [id]),
  );
  return [...new Set(all)];
}
