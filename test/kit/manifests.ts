import { listOf, objectOf, textOf } from '../../src/formats/json-values.ts';
import { readYamlTree } from '../../src/formats/yaml-tree.ts';
import type { ClusterObject } from '../../src/check/netpol/cluster.ts';

/** Objects of manifests by path, lists taken apart; documents that are not well-formed throw. */
export function clusterObjects(files: Readonly<Record<string, string>>): ClusterObject[] {
  return Object.entries(files).flatMap(([path, text]) => {
    const tree = readYamlTree(text, path, { booleans: 'yaml-1.1' });
    const [fault] = tree.faults;
    if (fault !== undefined) throw fault;
    return tree.documents.flatMap((document) => {
      const lines =
        (before: readonly (string | number)[]) =>
        (path: readonly (string | number)[]): number | undefined => {
          const entry = document.entry([...before, ...path]);
          return (entry?.key ?? entry?.value)?.start.line;
        };
      const value = objectOf(document.value);
      const items = value['items'];
      if (!Array.isArray(items)) return [{ value, path, lineOf: lines([]) }];
      return listOf(items).map((item, index) => {
        const kind = textOf(value['kind']) ?? '';
        const own = objectOf(item);
        // Items of a `PodList` do not say what they are.
        const named = own['kind'] === undefined ? { ...own, kind: kind.replace(/List$/, '') } : own;
        return { value: named, path, lineOf: lines(['items', index]) };
      });
    });
  });
}
