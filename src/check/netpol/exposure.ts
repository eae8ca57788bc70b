import type { AddressRange, NetworkPart } from './connectivity.ts';
import { isProtected, outsideReach, peersOf } from './connectivity.ts';
import type { Workload } from './cluster.ts';
import { either, isNothing, nothing, sameConnections, type Connections } from './connections.ts';
import { allowedBy } from './judge.ts';
import { everyObject, selectorKey, type Selector } from './labels.ts';
import { namespaceNamed, setSelects, type Peer, type PeerContext } from './peers.ts';
import type { Direction, PodSet } from './policies.ts';
import { append } from '../../model/append.ts';

/** Who, beyond the workloads of the manifests, a workload is open to. */
export type Stranger =
  | { readonly kind: 'cluster' }
  | { readonly kind: 'outside'; readonly range: AddressRange }
  | { readonly kind: 'pods'; readonly set: PodSet };

/** How open a workload is to one kind of stranger. */
export interface Exposure {
  readonly workload: Workload;
  readonly direction: Direction;
  readonly stranger: Stranger;
  /** Nothing where a stranger is shut out of what the rest of the cluster may do. */
  readonly connections: Connections;
}

/** What is left open on one network. */
export interface Openness {
  readonly exposures: readonly Exposure[];
  /** Workloads that no policy selects, by direction. */
  readonly unprotected: readonly { readonly workload: Workload; readonly direction: Direction }[];
}

/**
 * What each workload is open to that is not among the manifests: addresses outside, any pod of the
 * cluster, and pods that some rule singles out, where that differs from any pod.
 */
export function opennessOf(part: NetworkPart, context: PeerContext): Openness {
  const exposures: Exposure[] = [];
  const unprotected: { workload: Workload; direction: Direction }[] = [];
  const strangers = strangersOf(part, context);
  for (const workload of part.members) {
    for (const direction of ['ingress', 'egress'] as const) {
      if (!isProtected(part, workload, direction, context)) {
        unprotected.push({ workload, direction });
      }
      append(exposures, exposuresOf(part, { workload, direction, strangers }, context));
    }
  }
  return { exposures, unprotected };
}

interface Asked {
  readonly workload: Workload;
  readonly direction: Direction;
  readonly strangers: readonly PodSet[];
}

function exposuresOf(
  part: NetworkPart,
  { workload, direction, strangers }: Asked,
  context: PeerContext,
): Exposure[] {
  const exposures: Exposure[] = [];
  const add = (stranger: Stranger, connections: Connections): void => {
    exposures.push({ workload, direction, stranger, connections });
  };
  const peers = peersOf(workload, part.network);
  for (const { range, connections } of outsideReach(part, peers, direction, context)) {
    add({ kind: 'outside', range }, connections);
  }
  const reach = (set: PodSet): Connections =>
    peers.reduce<Connections>((sum, pod) => {
      const peer: Peer = { kind: 'absent', set };
      return either(sum, allowedBy(part.tiers, { direction, pod, peer }, context));
    }, nothing);
  const anywhere = reach({ namespaces: everyObject, pods: everyObject });
  if (!isNothing(anywhere)) add({ kind: 'cluster' }, anywhere);
  for (const set of strangers) {
    const connections = reach(set);
    if (!sameConnections(connections, anywhere)) add({ kind: 'pods', set }, connections);
  }
  return exposures;
}

/** Sets of pods that rules single out and that may hold pods which are not among the manifests. */
function strangersOf(part: NetworkPart, context: PeerContext): PodSet[] {
  const sets = new Map<string, PodSet>();
  const { admin, namespaced, baseline } = part.tiers;
  for (const policy of [...namespaced, ...admin, ...baseline]) {
    for (const rule of [...(policy.ingress ?? []), ...(policy.egress ?? [])]) {
      for (const peer of rule.peers ?? []) {
        if (peer.kind !== 'pods' || isKnown(peer.set, part, context)) continue;
        const key = setKey(peer.set);
        if (!sets.has(key)) sets.set(key, peer.set);
      }
    }
  }
  return [...sets.values()];
}

/**
 * Whether a workload of the manifests is plainly what a rule means: it names namespace and labels,
 * and such a workload is there.
 */
function isKnown(set: PodSet, part: NetworkPart, context: PeerContext): boolean {
  const namesNamespace = typeof set.namespaces === 'string' || isPlain(set.namespaces);
  if (!namesNamespace || !isPlain(set.pods)) return false;
  return part.members.some((workload) =>
    peersOf(workload, part.network).some((peer) => setSelects(set, peer, context)),
  );
}

function isPlain({ requirements }: Selector): boolean {
  return requirements.length > 0 && requirements.every(({ plain }) => plain);
}

function setKey({ namespaces, pods }: PodSet): string {
  const name = namespaceNamed(namespaces);
  const where =
    name ?? (typeof namespaces === 'string' ? namespaces : `{${selectorKey(namespaces)}}`);
  return `${where} {${selectorKey(pods)}}`;
}
