import type { AddressFamily } from '../../formats/ip-address.ts';
import type { Namespace, PodShape, Workload } from './cluster.ts';
import {
  either,
  everything,
  namedPort,
  nothing,
  portsOf,
  protocols,
  type Connections,
} from './connections.ts';
import { implies, selectorKey, selects, type Labels, type Selector } from './labels.ts';
import type { PodSet, PolicyRule, RulePeer, RulePort } from './policies.ts';

/** Pods of one shape. */
export interface ShapePeer {
  readonly kind: 'shape';
  readonly workload: Workload;
  readonly shape: PodShape;
  /** Its addresses, where they are known and a policy may speak of them: on secondary networks. */
  readonly addresses?: readonly { readonly family: AddressFamily; readonly value: bigint }[];
}

/** One end of a connection. */
export type Peer =
  | ShapePeer
  | {
      /** Addresses outside the cluster that no policy tells apart; `to` is not included. */
      readonly kind: 'block';
      readonly family: AddressFamily;
      readonly from: bigint;
      readonly to: bigint;
    }
  | {
      /** The ingress controller or router, wherever it runs. */
      readonly kind: 'entry';
    }
  | {
      /** Pods that are not among the manifests, as a rule selects them. */
      readonly kind: 'absent';
      readonly set: PodSet;
    };

/** What peers are judged in. */
export interface PeerContext {
  readonly namespaces: ReadonlyMap<string, Namespace>;
  /**
   * `exact`: policies do not apply to pods on the node's own network, and pods that are not among
   * the manifests meet every selector that follows from what is known of them. `np-guard`: the
   * coarser reading of that program, to compare with it.
   */
  readonly reading: 'exact' | 'np-guard';
}

/** Whether a rule is about a peer. */
export function ruleSelects(rule: PolicyRule, peer: Peer, context: PeerContext): boolean {
  return rule.peers?.some((one) => peerSelected(one, peer, context)) ?? true;
}

function peerSelected(one: RulePeer, peer: Peer, context: PeerContext): boolean {
  if (one.kind === 'nodes') return false;
  if (one.kind === 'addresses') {
    if (peer.kind === 'shape') {
      return (peer.addresses ?? []).some(({ family, value }) =>
        one.addresses[family].some(({ from, to }) => from <= value && value < to),
      );
    }
    if (peer.kind !== 'block') return false;
    return one.addresses[peer.family].some(({ from, to }) => from <= peer.from && peer.to <= to);
  }
  return setSelects(one.set, peer, context);
}

/** Whether a set of pods holds a peer. */
export function setSelects(set: PodSet, peer: Peer, context: PeerContext): boolean {
  switch (peer.kind) {
    case 'block':
      return false;
    case 'entry':
      // Nothing is known of its labels: only what selects every pod of every namespace selects it.
      return typeof set.namespaces !== 'string' && isEmpty(set.namespaces) && isEmpty(set.pods);
    case 'shape':
      if (peer.shape.hostNetwork && context.reading === 'exact') return false;
      return (
        namespaceSelected(set.namespaces, peer.workload.namespace, context) &&
        selects(set.pods, peer.shape.labels)
      );
    case 'absent':
      return (
        absentNamespace(set.namespaces, peer.set, context) &&
        follows(peer.set.pods, set.pods, context)
      );
    default:
      return peer satisfies never;
  }
}

function isEmpty(selector: Selector): boolean {
  return selector.requirements.length === 0 && selector.faults.length === 0;
}

function namespaceSelected(wanted: Selector | string, name: string, context: PeerContext): boolean {
  if (typeof wanted === 'string') return wanted === name;
  return selects(wanted, labelsOfNamespace(name, context));
}

function labelsOfNamespace(name: string, { namespaces }: PeerContext): Labels {
  return namespaces.get(name)?.labels ?? new Map([[nameLabel, name]]);
}

const nameLabel = 'kubernetes.io/metadata.name';

function absentNamespace(
  wanted: Selector | string,
  { namespaces }: PodSet,
  context: PeerContext,
): boolean {
  const name = namespaceNamed(namespaces);
  if (name !== undefined) return namespaceSelected(wanted, name, context);
  if (typeof wanted === 'string' || typeof namespaces === 'string') return false;
  return follows(namespaces, wanted, context);
}

/** Whether what one selector selects is selected by another. */
function follows(given: Selector, wanted: Selector, { reading }: PeerContext): boolean {
  if (reading === 'exact') return implies(given, wanted);
  if (selectorKey(given) === selectorKey(wanted)) return true;
  const plain = { ...given, requirements: given.requirements.filter((one) => one.plain) };
  return wanted.requirements.every((one) => one.plain) && implies(plain, wanted);
}

/** Name of the only namespace that is meant; undefined when several can be. */
export function namespaceNamed(namespaces: Selector | string): string | undefined {
  if (typeof namespaces === 'string') return namespaces;
  const [only, ...more] = namespaces.requirements;
  if (only === undefined || more.length > 0 || only.key !== nameLabel) return undefined;
  return only.operator === 'In' && only.values.length === 1 ? only.values[0] : undefined;
}

/** Connections that a rule is about when they go to `target`. */
export function ruleConnections({ ports }: PolicyRule, target: Peer): Connections {
  if (ports === undefined) return everything;
  return ports.reduce<Connections>(
    (sum, port) => either(sum, portConnections(port, target)),
    nothing,
  );
}

function portConnections(port: RulePort, target: Peer): Connections {
  if ('first' in port) return portsOf(port.protocol, port.first, port.last);
  if (target.kind === 'shape') {
    return target.shape.ports
      .filter(
        ({ name, protocol }) => name === port.name && (port.protocol ?? protocol) === protocol,
      )
      .reduce<Connections>(
        (sum, { protocol, port: number }) => either(sum, portsOf(protocol, number, number)),
        nothing,
      );
  }
  // A name means nothing outside the cluster.
  if (target.kind !== 'absent') return nothing;
  const kinds = port.protocol === undefined ? protocols : [port.protocol];
  return kinds.reduce<Connections>(
    (sum, protocol) => either(sum, namedPort(protocol, port.name)),
    nothing,
  );
}
