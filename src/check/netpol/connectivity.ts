import { limits, LimitError } from '../../model/index.ts';
import { addressText, type AddressFamily } from '../../formats/ip-address.ts';
import type { AddressSet } from './addresses.ts';
import {
  attachmentNames,
  podNetwork,
  primaryNetworks,
  readCluster,
  workloadName,
  type Cluster,
  type ClusterObject,
  type Network,
  type Workload,
} from './cluster.ts';
import {
  both,
  either,
  isNothing,
  nothing,
  sameConnections,
  type Connections,
} from './connections.ts';
import { entriesOf, type Entry } from './entry.ts';
import { allowedBy, policiesOf, tiersOf, type PolicyTiers } from './judge.ts';
import type { Peer, PeerContext, ShapePeer } from './peers.ts';
import { readPolicies, type Direction, type Policy } from './policies.ts';
import { append } from '../../model/append.ts';

/** Addresses outside the cluster, both ends included in `text`. */
export interface AddressRange {
  readonly family: AddressFamily;
  readonly from: bigint;
  /** Not included. */
  readonly to: bigint;
}

/** One end of an edge. */
export type EdgeEnd =
  | { readonly kind: 'entry' }
  | { readonly kind: 'outside'; readonly range: AddressRange }
  | { readonly kind: 'workload'; readonly workload: Workload };

/** Connections that are possible from one end to another. */
export interface Edge {
  readonly from: EdgeEnd;
  readonly to: EdgeEnd;
  readonly connections: Connections;
}

/** One network: who is on it, and which policies speak about it. */
export interface NetworkPart {
  readonly network: Network;
  readonly members: readonly Workload[];
  readonly tiers: PolicyTiers;
  /** Blocks of addresses that no policy of this network tells apart; none on secondary networks. */
  readonly blocks: readonly AddressRange[];
  readonly entries: ReadonlyMap<Workload, readonly Entry[]>;
}

/** How a set of manifests is read. */
export interface NetworkOptions {
  /** `exact` when absent. */
  readonly reading?: PeerContext['reading'];
}

/** A set of manifests, ready to be asked who can talk to whom. */
export interface NetworkModel {
  readonly cluster: Cluster;
  readonly policies: readonly Policy[];
  readonly parts: readonly NetworkPart[];
  readonly context: PeerContext;
}

/** Reads namespaces, workloads, services, entries and policies of manifests. */
export function networkModel(
  objects: readonly ClusterObject[],
  options: NetworkOptions = {},
): NetworkModel {
  const cluster = readCluster(objects);
  const policies = readPolicies(objects);
  const context = {
    namespaces: cluster.namespaces,
    reading: options.reading ?? 'exact',
  };
  return { cluster, policies, parts: partsOf(cluster, policies), context };
}

function partsOf(cluster: Cluster, policies: readonly Policy[]): NetworkPart[] {
  const primary = primaryNetworks(cluster);
  const groups = new Map<string, { network: Network; members: Workload[] }>();
  const join = (network: Network, workload: Workload): void => {
    const key = `${network.kind} ${network.name}`;
    const group = groups.get(key) ?? { network, members: [] };
    group.members.push(workload);
    groups.set(key, group);
  };
  const attachments = attachmentNames(cluster);
  for (const workload of cluster.workloads) {
    join(primary.get(workload.namespace) ?? podNetwork, workload);
    const attached = new Set(workload.shapes.flatMap((shape) => shape.attached));
    for (const name of attached) {
      if (attachments.has(name)) join({ kind: 'attachment', name }, workload);
    }
  }
  const entries = entriesOf(cluster);
  return [...groups.values()].map(({ network, members }) => {
    const own = policies.filter((policy) => speaksAbout(policy, network));
    const secondary = network.kind === 'attachment';
    return {
      network,
      members,
      tiers: tiersOf(own),
      blocks: secondary ? [] : blocksOf(own),
      entries: secondary ? new Map<Workload, readonly Entry[]>() : entries,
    };
  });
}

function speaksAbout({ kind, networks }: Policy, network: Network): boolean {
  if (kind === 'MultiNetworkPolicy') {
    return network.kind === 'attachment' && networks.includes(network.name);
  }
  return network.kind !== 'attachment';
}

function addressesOf({ ingress, egress }: Policy): AddressSet[] {
  return [...(ingress ?? []), ...(egress ?? [])].flatMap(({ peers }) =>
    (peers ?? []).flatMap((peer) => (peer.kind === 'addresses' ? [peer.addresses] : [])),
  );
}

/** All addresses, cut wherever a policy cuts them; IPv6 only when some policy speaks of it. */
export function blocksOf(policies: readonly Policy[]): AddressRange[] {
  const cuts: Record<AddressFamily, Set<bigint>> = { 4: new Set([0n, 1n << 32n]), 6: new Set() };
  for (const addresses of policies.flatMap(addressesOf)) {
    for (const family of [4, 6] as const) {
      for (const { from, to } of addresses[family]) cuts[family].add(from).add(to);
    }
  }
  if (cuts[6].size > 0) cuts[6].add(0n).add(1n << 128n);
  const blocks = ([4, 6] as const).flatMap((family) => {
    const points = [...cuts[family]].toSorted((a, b) => (a < b ? -1 : 1));
    return points.slice(1).map((to, index) => ({ family, from: points[index] ?? 0n, to }));
  });
  return blocks;
}

/** Pods of a workload as peers on a network. */
export function peersOf(workload: Workload, { kind }: Network): ShapePeer[] {
  return workload.shapes.map((shape) => ({
    kind: 'shape',
    workload,
    shape,
    ...(kind === 'attachment' && { addresses: shape.addresses }),
  }));
}

/**
 * Every pair that can connect, external addresses as ranges. A workload's own replicas are no pair.
 * @throws {LimitError} network_pairs when there are more pairs than can be shown.
 */
export function edgesOf(part: NetworkPart, context: PeerContext): Edge[] {
  const members = part.members.length;
  const pairs = members * (members + 2 * part.blocks.length);
  if (pairs > limits.network_pairs.value) {
    throw new LimitError('network_pairs', 'the connections of these manifests', pairs);
  }
  const sides = part.members.map((workload) => ({
    workload,
    peers: peersOf(workload, part.network),
  }));
  const edges: Edge[] = [];
  for (const source of sides) {
    append(edges, outsideEdges(part, source, context));
    for (const target of sides) {
      if (source === target) continue;
      const connections = between(part.tiers, source.peers, target.peers, context);
      if (isNothing(connections)) continue;
      const from: EdgeEnd = { kind: 'workload', workload: source.workload };
      edges.push({ from, to: { kind: 'workload', workload: target.workload }, connections });
    }
  }
  append(edges, entryEdges(part, context));
  return edges;
}

/** What pods of one workload can reach at pods of another: both sides have to agree. */
export function between(
  tiers: PolicyTiers,
  sources: readonly Peer[],
  targets: readonly Peer[],
  context: PeerContext,
): Connections {
  let reach = nothing;
  for (const source of sources) {
    for (const target of targets) {
      const out = allowedBy(tiers, { direction: 'egress', pod: source, peer: target }, context);
      if (isNothing(out)) continue;
      const into = allowedBy(tiers, { direction: 'ingress', pod: target, peer: source }, context);
      reach = either(reach, both(out, into));
    }
  }
  return reach;
}

function outsideEdges(
  part: NetworkPart,
  { workload, peers }: { workload: Workload; peers: readonly ShapePeer[] },
  context: PeerContext,
): Edge[] {
  const self: EdgeEnd = { kind: 'workload', workload };
  const edges: Edge[] = [];
  for (const direction of ['ingress', 'egress'] as const) {
    for (const { range, connections } of outsideReach(part, peers, direction, context)) {
      const outside: EdgeEnd = { kind: 'outside', range };
      edges.push(
        direction === 'ingress'
          ? { from: outside, to: self, connections }
          : { from: self, to: outside, connections },
      );
    }
  }
  return edges;
}

/** What a workload may exchange with addresses outside, neighbouring ranges joined. */
export function outsideReach(
  { tiers, blocks }: Pick<NetworkPart, 'blocks' | 'tiers'>,
  peers: readonly ShapePeer[],
  direction: Direction,
  context: PeerContext,
): { range: AddressRange; connections: Connections }[] {
  const reach: { range: AddressRange; connections: Connections }[] = [];
  for (const block of blocks) {
    const peer: Peer = { kind: 'block', ...block };
    const connections = peers.reduce<Connections>(
      (sum, pod) => either(sum, allowedBy(tiers, { direction, pod, peer }, context)),
      nothing,
    );
    if (isNothing(connections)) continue;
    const last = reach.at(-1);
    const joins =
      last !== undefined &&
      last.range.family === block.family &&
      last.range.to === block.from &&
      sameConnections(last.connections, connections);
    if (joins) reach[reach.length - 1] = { range: { ...last.range, to: block.to }, connections };
    else reach.push({ range: block, connections });
  }
  return reach;
}

function entryEdges(part: NetworkPart, context: PeerContext): Edge[] {
  const edges: Edge[] = [];
  for (const workload of part.members) {
    let connections = nothing;
    for (const pod of peersOf(workload, part.network)) {
      const offered = (part.entries.get(workload) ?? []).reduce<Connections>(
        (sum, entry) => either(sum, entry.connections),
        nothing,
      );
      if (isNothing(offered)) continue;
      const question = { direction: 'ingress', pod, peer: { kind: 'entry' } } as const;
      connections = either(connections, both(offered, allowedBy(part.tiers, question, context)));
    }
    if (isNothing(connections)) continue;
    edges.push({ from: { kind: 'entry' }, to: { kind: 'workload', workload }, connections });
  }
  return edges;
}

/** Whether some policy selects every pod of a workload in a direction. */
export function isProtected(
  { tiers, network }: NetworkPart,
  workload: Workload,
  direction: Direction,
  context: PeerContext,
): boolean {
  const all = [tiers.admin, tiers.namespaced, tiers.baseline];
  return peersOf(workload, network).every((pod) =>
    all.some((policies) => policiesOf(policies, pod, direction, context).length > 0),
  );
}

/** An end for people: `shop/cart[Deployment]`, `0.0.0.0-255.255.255.255`. */
export function endText(end: EdgeEnd): string {
  switch (end.kind) {
    case 'entry':
      return '{ingress}';
    case 'outside':
      return rangeText(end.range);
    case 'workload':
      return workloadName(end.workload);
    default:
      return end satisfies never;
  }
}

/** First and last address of a range; one address alone when they are the same. */
export function rangeText({ family, from, to }: AddressRange): string {
  const first = addressText({ family, value: from });
  return to === from + 1n ? first : `${first}-${addressText({ family, value: to - 1n })}`;
}
