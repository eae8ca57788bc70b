import { either, nothing, type Connections } from './connections.ts';
import { blocksOf, outsideReach, peersOf } from './connectivity.ts';
import { allowedBy, policiesOf } from './judge.ts';
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
  // Its own policies alone: what others single out, none of its rules tells apart.
  const own = new Set(
    [admin, namespaced, baseline].flatMap((policies) =>
      pods.flatMap((pod) => policiesOf(policies, pod, direction, context)),
    ),
  );
  for (const policy of own) {
    for (const { peers } of policy[direction] ?? []) {
      for (const peer of peers ?? []) if (peer.kind === 'pods') sets.push(peer.set);
    }
  }
  const blocks = part.blocks.length === 0 ? [] : blocksOf([...own]);
  const outside = outsideReach({ tiers: part.tiers, blocks }, pods, direction, context).map(
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
