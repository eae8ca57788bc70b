import type { KubernetesView } from '../view.ts';
import { aks } from './aks.ts';
import type { CloudReader, ManagedCluster, Setting } from './contract.ts';
import { eks } from './eks.ts';
import { gke } from './gke.ts';

/** Every cloud whose descriptions of clusters are read. */
export const clouds: readonly CloudReader[] = [aks, eks, gke];

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
