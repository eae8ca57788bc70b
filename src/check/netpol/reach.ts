import { either, nothing, type Connections } from './connections.ts';
import { outsideReach, peersOf } from './connectivity.ts';
import { allowedBy } from './judge.ts';
import { everyObject } from './labels.ts';
import type { Peer } from './peers.ts';
import type { Direction, PodSet } from './policies.ts';
import type { WorkloadOnNetwork } from './rule.ts';

/**
 * Every connection of a direction that a workload's policies allow with anybody: pods of the
 * manifests and others that its rules single out, and addresses outside.
 */
export function reachOf(
  { workload, part, network }: WorkloadOnNetwork,
  direction: Direction,
): Connections {
  const { context } = network;
  const pods = peersOf(workload, part.network);
  const sets: PodSet[] = [{ namespaces: everyObject, pods: everyObject }];
  const { admin, namespaced, baseline } = part.tiers;
  for (const policy of [...admin, ...namespaced, ...baseline]) {
    for (const { peers } of policy[direction] ?? []) {
      for (const peer of peers ?? []) if (peer.kind === 'pods') sets.push(peer.set);
    }
  }
  const outside = outsideReach(part, pods, direction, context).map(
    ({ connections }) => connections,
  );
  const inside = sets.flatMap((set) =>
    pods.map((pod) => {
      const peer: Peer = { kind: 'absent', set };
      return allowedBy(part.tiers, { direction, pod, peer }, context);
    }),
  );
  return [...outside, ...inside].reduce<Connections>((sum, one) => either(sum, one), nothing);
}
