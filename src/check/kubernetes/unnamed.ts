import { listOf, objectOf, textOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { clouds } from './cloud/clusters.ts';
import { isRegistry } from './cloud/registry.ts';

/** A kind of document that names no kind itself. */
interface UnnamedKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Name of what a document of this kind is about; undefined when it is of another kind. */
  readonly nameOf: (object: JsonObject) => string | undefined;
}

/** What other programs print or read that is judged beside objects of Kubernetes. */
const kinds: readonly UnnamedKind[] = [
  ...clouds.map(({ group, printed }) => ({
    apiVersion: `${group}/v1`,
    kind: 'ClusterDescribe',
    nameOf: printed,
  })),
  {
    apiVersion: 'eks.amazonaws.com/v1',
    kind: 'DescribeRepositories',
    nameOf: (object) => (isRegistry(object) ? '' : undefined),
  },
  // /etc/cni/net.d, by the specification of CNI.
  {
    apiVersion: 'cni.dev/v1',
    kind: 'CNIConfig',
    nameOf: (object) =>
      typeof object['cniVersion'] === 'string' &&
      (listOf(object['plugins']).some((one) => textOf(objectOf(one)['type']) !== undefined) ||
        textOf(object['type']) !== undefined)
        ? (textOf(object['name']) ?? '')
        : undefined,
  },
];

/** What a document that names neither kind nor apiVersion is; undefined when nobody knows. */
export function unnamedObject(
  object: JsonObject,
): { readonly apiVersion: string; readonly kind: string; readonly subject: string } | undefined {
  if (object['kind'] !== undefined || object['apiVersion'] !== undefined) return undefined;
  for (const { apiVersion, kind, nameOf } of kinds) {
    const name = nameOf(object);
    if (name === undefined) continue;
    return { apiVersion, kind, subject: name === '' ? kind : `${kind}/${name}` };
  }
  return undefined;
}
