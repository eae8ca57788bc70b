import type { JsonObject } from '../../../formats/json-values.ts';
import type { KubernetesView } from '../view.ts';
import { aks } from './aks.ts';
import { isRegistry } from './registry.ts';
import type { CloudReader, ManagedCluster, Setting } from './contract.ts';
import { eks } from './eks.ts';
import { gke } from './gke.ts';

/** Every cloud whose descriptions of clusters are read. */
const clouds: readonly CloudReader[] = [aks, eks, gke];

const known = new WeakMap<KubernetesView, ManagedCluster>();

/** The managed cluster that an object describes; undefined when it is no such description. */
export function clusterOf(view: KubernetesView): ManagedCluster | undefined {
  if (view.kind !== 'ClusterDescribe') return undefined;
  let cluster = known.get(view);
  if (cluster === undefined) {
    const cloud = clouds.find(({ group }) => group === view.group);
    // kubescape keeps a description below `data`; the clouds' own programs print it bare.
    const start = view.object['kind'] === undefined ? [] : ['data'];
    cluster = cloud?.read(view.object, start);
    if (cluster !== undefined) known.set(view, cluster);
  }
  return cluster;
}

/** A setting that is on or off. */
export type ManagedSetting = Exclude<keyof ManagedCluster, 'service' | 'publicRanges'>;

/** A setting of a described cluster that is off. */
export function switchedOff(
  view: KubernetesView,
  setting: ManagedSetting,
): (Setting<boolean> & { readonly service: string }) | undefined {
  const cluster = clusterOf(view);
  const found = cluster?.[setting];
  return found?.value === false ? { ...found, service: cluster?.service ?? '' } : undefined;
}

/**
 * What an object is that names no kind because a cloud's own program printed it: it is judged as
 * the same description in kubescape's hands is.
 */
export function printedObject(
  object: JsonObject,
): { readonly apiVersion: string; readonly kind: string; readonly subject: string } | undefined {
  if (object['kind'] !== undefined && object['apiVersion'] !== undefined) return undefined;
  if (isRegistry(object)) {
    const kind = 'DescribeRepositories';
    return { apiVersion: `${eks.group}/v1`, kind, subject: kind };
  }
  for (const { group, printed } of clouds) {
    const name = printed(object);
    const kind = 'ClusterDescribe';
    if (name !== undefined) return { apiVersion: `${group}/v1`, kind, subject: `${kind}/${name}` };
  }
  return undefined;
}
