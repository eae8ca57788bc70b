import type { KubernetesView, Path } from '../view.ts';
import { aks } from './aks.ts';
import type { CloudReader, ManagedCluster, ManagedSetting } from './contract.ts';
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

/** The command that changes a setting of a described cluster, where its cloud has one. */
export function commandFor(
  view: KubernetesView,
  setting: ManagedSetting,
): { readonly command?: string } {
  const command = clouds.find(({ group }) => group === view.group)?.commands[setting];
  return command === undefined ? {} : { command };
}

/** A setting of a described cluster that is off: where, at which service, and what switches it on. */
export interface SwitchedOff {
  readonly path: Path;
  readonly service: string;
  readonly command?: string;
}

/** The same, when it is off. */
export function switchedOff(
  view: KubernetesView,
  setting: ManagedSetting,
): SwitchedOff | undefined {
  const cluster = clusterOf(view);
  const found = cluster?.[setting];
  if (cluster === undefined || found?.value !== false) return undefined;
  return { path: found.path, service: cluster.service, ...commandFor(view, setting) };
}
