import { listOf, numberOf, objectOf, textOf, type JsonObject } from '../../formats/json-values.ts';
import {
  addressesWithout,
  eitherAddresses,
  noAddresses,
  parseBlock,
  type AddressSet,
} from './addresses.ts';
import { kindOf, nameOf, namespaceOf, protocolNamed, type ClusterObject } from './cluster.ts';
import type { Protocol } from './connections.ts';
import { everyObject, selectorOf, type Selector } from './labels.ts';

/** Kinds of policies that are understood. */
export type PolicyKind =
  | 'AdminNetworkPolicy'
  | 'BaselineAdminNetworkPolicy'
  | 'MultiNetworkPolicy'
  | 'NetworkPolicy';

/** Which way a connection goes, seen from the pod that a policy selects. */
export type Direction = 'egress' | 'ingress';

/** Pods by the labels of their namespaces (or the namespace's name) and their own. */
export interface PodSet {
  readonly namespaces: Selector | string;
  readonly pods: Selector;
}

/** One peer of a rule. */
export type RulePeer =
  | { readonly kind: 'addresses'; readonly addresses: AddressSet }
  | { readonly kind: 'nodes' }
  | { readonly kind: 'pods'; readonly set: PodSet };

/** One port of a rule; without protocol it is a name of a port of any protocol. */
export type RulePort =
  | { readonly protocol: Protocol; readonly first: number; readonly last: number }
  | { readonly protocol?: Protocol; readonly name: string };

/** One rule of a policy. */
export interface PolicyRule {
  /** Number from 1. */
  readonly number: number;
  /** Name, of the kinds whose rules have one. */
  readonly name?: string;
  readonly action: 'Allow' | 'Deny' | 'Pass';
  /** Undefined: every peer, inside and outside. */
  readonly peers: readonly RulePeer[] | undefined;
  /** Undefined: every port. */
  readonly ports: readonly RulePort[] | undefined;
  /** Where it stands in its object. */
  readonly path: readonly (string | number)[];
}

/** A policy of any kind. */
export interface Policy {
  readonly kind: PolicyKind;
  readonly name: string;
  /** Undefined for the kinds of the whole cluster. */
  readonly namespace?: string;
  readonly subject: PodSet;
  /** Lower numbers come first; 0 for the kinds that have none. */
  readonly priority: number;
  /** Undefined: the policy has no say about this direction. */
  readonly ingress: readonly PolicyRule[] | undefined;
  readonly egress: readonly PolicyRule[] | undefined;
  /** Names of the secondary networks of a MultiNetworkPolicy. */
  readonly networks: readonly string[];
  readonly object: ClusterObject;
  /** What the API server would refuse in it: such parts match nothing. */
  readonly faults: readonly PolicyFault[];
}

/** A part of a policy that is not valid. */
export interface PolicyFault {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** Policies among the objects, by name within kind. */
export function readPolicies(objects: readonly ClusterObject[]): Policy[] {
  return objects.flatMap((object) => {
    switch (kindOf(object)) {
      case 'NetworkPolicy':
        // Calico's objects of the same kind have another group and another meaning.
        return apiGroup(object) === 'crd.projectcalico.org' ||
          apiGroup(object) === 'projectcalico.org'
          ? []
          : [readNamespaced(object, 'NetworkPolicy')];
      case 'MultiNetworkPolicy':
        return [readNamespaced(object, 'MultiNetworkPolicy')];
      case 'AdminNetworkPolicy':
        return [readAdmin(object, 'AdminNetworkPolicy')];
      case 'BaselineAdminNetworkPolicy':
        return [readAdmin(object, 'BaselineAdminNetworkPolicy')];
      default:
        return [];
    }
  });
}

/** API group of an object; empty for the core group and for objects without a version. */
export function apiGroup({ value }: ClusterObject): string {
  const version = textOf(value['apiVersion']) ?? '';
  return version.includes('/') ? (version.split('/')[0] ?? '') : '';
}

type Faults = PolicyFault[];

function readNamespaced(
  object: ClusterObject,
  kind: 'MultiNetworkPolicy' | 'NetworkPolicy',
): Policy {
  const faults: Faults = [];
  const spec = objectOf(object.value['spec']);
  const namespace = namespaceOf(object);
  const types = listOf(spec['policyTypes']);
  // NetworkPolicySpec.policyTypes: when absent, Ingress always and Egress when there are egress rules.
  const governs = (direction: Direction): boolean => {
    if (types.length > 0) return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
    return direction === 'ingress' || listOf(spec['egress']).length > 0;
  };
  const rules = (direction: Direction): PolicyRule[] | undefined => {
    if (!governs(direction)) return undefined;
    return listOf(spec[direction]).map((rule, index) =>
      readRule(objectOf(rule), { namespace, faults, path: ['spec', direction, index] }),
    );
  };
  const annotations = objectOf(objectOf(object.value['metadata'])['annotations']);
  const networks = textOf(annotations['k8s.v1.cni.cncf.io/policy-for']) ?? '';
  return {
    kind,
    name: nameOf(object),
    namespace,
    subject: {
      namespaces: namespace,
      pods: selector(spec['podSelector'], faults, ['spec', 'podSelector']),
    },
    priority: 0,
    ingress: rules('ingress'),
    egress: rules('egress'),
    networks: networks.split(',').map((name) => name.slice(name.indexOf('/') + 1).trim()),
    object,
    faults,
  };
}

interface RuleContext {
  readonly namespace: string;
  readonly faults: Faults;
  readonly path: readonly (string | number)[];
}

function readRule(rule: JsonObject, context: RuleContext): PolicyRule {
  const { path } = context;
  const side = path[1] === 'ingress' ? 'from' : 'to';
  const peers = listOf(rule[side]);
  const ports = listOf(rule['ports']);
  return {
    number: Number(path[2]) + 1,
    action: 'Allow',
    // An empty list means the same as none: NetworkPolicyIngressRule.from.
    peers:
      peers.length === 0
        ? undefined
        : peers.flatMap((peer, index) =>
            readPeer(objectOf(peer), { ...context, path: [...path, side, index] }),
          ),
    ports:
      ports.length === 0
        ? undefined
        : ports.flatMap((port, index) =>
            readPort(objectOf(port), { ...context, path: [...path, 'ports', index] }),
          ),
    path,
  };
}

function readPeer(peer: JsonObject, { namespace, faults, path }: RuleContext): RulePeer[] {
  const block = peer['ipBlock'];
  if (block !== undefined && block !== null) {
    if (peer['podSelector'] !== undefined || peer['namespaceSelector'] !== undefined) {
      faults.push({ path, text: 'ipBlock beside a selector' });
      return [];
    }
    return [{ kind: 'addresses', addresses: readBlock(objectOf(block), faults, path) }];
  }
  const namespaces = peer['namespaceSelector'];
  const pods = peer['podSelector'];
  if (namespaces === undefined && pods === undefined) {
    faults.push({ path, text: 'a peer without ipBlock and selectors' });
    return [];
  }
  return [
    {
      kind: 'pods',
      set: {
        // Both selectors in one peer mean "and"; without the first, the policy's own namespace.
        namespaces:
          namespaces === undefined
            ? namespace
            : selector(namespaces, faults, [...path, 'namespaceSelector']),
        pods: selector(pods, faults, [...path, 'podSelector']),
      },
    },
  ];
}

function readBlock(
  block: JsonObject,
  faults: Faults,
  path: readonly (string | number)[],
): AddressSet {
  const cidr = textOf(block['cidr']) ?? '';
  const whole = parseBlock(cidr);
  if (whole === undefined) {
    faults.push({ path: [...path, 'ipBlock', 'cidr'], text: `cidr "${cidr}"` });
    return noAddresses;
  }
  let left = whole;
  for (const [index, entry] of listOf(block['except']).entries()) {
    const except = parseBlock(textOf(entry) ?? '');
    if (except === undefined) {
      faults.push({
        path: [...path, 'ipBlock', 'except', index],
        text: `except "${String(entry)}"`,
      });
    } else left = addressesWithout(left, except);
  }
  return left;
}

function readPort(port: JsonObject, { faults, path }: RuleContext): RulePort[] {
  const protocol = protocolNamed(port['protocol']);
  if (protocol === undefined) {
    faults.push({ path: [...path, 'protocol'], text: 'protocol' });
    return [];
  }
  const written = port['port'];
  if (written === undefined || written === null) return [{ protocol, first: 1, last: 65_535 }];
  const name = textOf(written);
  if (name !== undefined && !/^\d+$/.test(name)) return [{ protocol, name }];
  return numericPort(
    { protocol, first: written, last: port['endPort'] ?? written },
    { faults, path },
  );
}

function numericPort(
  port: { protocol: Protocol; first: unknown; last: unknown },
  { faults, path }: Pick<RuleContext, 'faults' | 'path'>,
): RulePort[] {
  const first = Number(port.first);
  const last = Number(port.last);
  const valid = [first, last].every((one) => Number.isInteger(one) && one >= 1 && one <= 65_535);
  if (!valid || last < first) {
    faults.push({ path: [...path, 'port'], text: `port ${String(first)}-${String(last)}` });
    return [];
  }
  return [{ protocol: port.protocol, first, last }];
}

function selector(value: unknown, faults: Faults, path: readonly (string | number)[]): Selector {
  const read = selectorOf(value);
  for (const text of read.faults) faults.push({ path, text });
  return read;
}

function readAdmin(
  object: ClusterObject,
  kind: 'AdminNetworkPolicy' | 'BaselineAdminNetworkPolicy',
): Policy {
  const faults: Faults = [];
  const spec = objectOf(object.value['spec']);
  const rules = (direction: Direction): PolicyRule[] | undefined => {
    const written = listOf(spec[direction]);
    if (written.length === 0) return undefined;
    return written.map((rule, index) =>
      readAdminRule(objectOf(rule), { namespace: '', faults, path: ['spec', direction, index] }),
    );
  };
  const priority = numberOf(spec['priority']) ?? 0;
  if (kind === 'AdminNetworkPolicy' && !(priority >= 0 && priority <= 1000)) {
    faults.push({ path: ['spec', 'priority'], text: `priority ${priority}` });
  }
  return {
    kind,
    name: nameOf(object),
    subject: adminSet(objectOf(spec['subject']), faults, ['spec', 'subject']) ?? {
      namespaces: { requirements: [], faults: ['subject'] },
      pods: everyObject,
    },
    priority,
    ingress: rules('ingress'),
    egress: rules('egress'),
    networks: [],
    object,
    faults,
  };
}

function readAdminRule(rule: JsonObject, { faults, path }: RuleContext): PolicyRule {
  const name = textOf(rule['name']);
  const action = rule['action'];
  const side = path[1] === 'ingress' ? 'from' : 'to';
  const known = action === 'Allow' || action === 'Deny' || action === 'Pass';
  if (!known) faults.push({ path: [...path, 'action'], text: `action ${String(action)}` });
  const ports = listOf(rule['ports']);
  return {
    number: Number(path[2]) + 1,
    ...(name !== undefined && { name }),
    action: known ? action : 'Pass',
    peers: listOf(rule[side]).flatMap((peer, index) =>
      adminPeers(objectOf(peer), faults, [...path, side, index]),
    ),
    ports:
      ports.length === 0
        ? undefined
        : ports.flatMap((port, index) =>
            adminPort(objectOf(port), { faults, path: [...path, 'ports', index] }),
          ),
    path,
  };
}

function adminPeers(
  peer: JsonObject,
  faults: Faults,
  path: readonly (string | number)[],
): RulePeer[] {
  if (peer['nodes'] !== undefined) return [{ kind: 'nodes' }];
  if (peer['networks'] !== undefined) {
    let addresses = noAddresses;
    for (const [index, cidr] of listOf(peer['networks']).entries()) {
      const block = parseBlock(textOf(cidr) ?? '');
      if (block === undefined) {
        faults.push({ path: [...path, 'networks', index], text: `network "${String(cidr)}"` });
      } else addresses = eitherAddresses(addresses, block);
    }
    return [{ kind: 'addresses', addresses }];
  }
  const set = adminSet(peer, faults, path);
  return set === undefined ? [] : [{ kind: 'pods', set }];
}

function adminSet(
  set: JsonObject,
  faults: Faults,
  path: readonly (string | number)[],
): PodSet | undefined {
  if (set['namespaces'] !== undefined) {
    const namespaces = selector(set['namespaces'], faults, [...path, 'namespaces']);
    return { namespaces, pods: everyObject };
  }
  if (set['pods'] === undefined) {
    faults.push({ path, text: 'neither namespaces nor pods' });
    return undefined;
  }
  const pods = objectOf(set['pods']);
  return {
    namespaces: selector(pods['namespaceSelector'], faults, [...path, 'pods', 'namespaceSelector']),
    pods: selector(pods['podSelector'], faults, [...path, 'pods', 'podSelector']),
  };
}

function adminPort(port: JsonObject, context: Pick<RuleContext, 'faults' | 'path'>): RulePort[] {
  const name = textOf(port['namedPort']);
  if (name !== undefined) return [{ name }];
  const single = objectOf(port['portNumber']);
  const range = objectOf(port['portRange']);
  const ranged = port['portRange'] !== undefined;
  const protocol = protocolNamed((ranged ? range : single)['protocol']);
  if (protocol === undefined) {
    context.faults.push({ path: context.path, text: 'protocol' });
    return [];
  }
  return ranged
    ? numericPort({ protocol, first: range['start'], last: range['end'] }, context)
    : numericPort({ protocol, first: single['port'], last: single['port'] }, context);
}
