import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clusterObjects } from '../../../test/kit/manifests.ts';
import {
  both,
  either,
  hasPort,
  isEverything,
  isNothing,
  nothing,
  sameConnections,
  type Connections,
  type Protocol,
} from './connections.ts';
import { edgesOf, endText, networkModel, peersOf } from './connectivity.ts';
import { allowedBy, judge } from './judge.ts';
import type { Policy, PolicyRule } from './policies.ts';

const labels = fc.constantFrom('a', 'b', 'c');
const selector = fc.oneof(
  fc.constant({}),
  labels.map((app) => ({ matchLabels: { app } })),
  fc
    .record({
      key: fc.constant('app'),
      operator: fc.constantFrom('In', 'NotIn'),
      values: fc.array(labels, { minLength: 1, maxLength: 2 }),
    })
    .map((one) => ({ matchExpressions: [one] })),
  fc
    .constantFrom('Exists', 'DoesNotExist')
    .map((operator) => ({ matchExpressions: [{ key: 'app', operator }] })),
);
const port = fc.oneof(
  fc.record({ protocol: fc.constantFrom('TCP', 'UDP'), port: fc.integer({ min: 1, max: 6 }) }),
  fc.record({
    protocol: fc.constantFrom('TCP', 'UDP'),
    port: fc.constantFrom(1, 2),
    endPort: fc.constantFrom(3, 5),
  }),
  fc.constant({ port: 'web' }),
);
const ports = fc.array(port, { maxLength: 2 });
const rule = (side: string) =>
  fc.record({
    [side]: fc.array(
      fc.oneof(
        selector.map((podSelector) => ({ podSelector })),
        selector.map((namespaceSelector) => ({ namespaceSelector })),
      ),
      { maxLength: 2 },
    ),
    ports,
  });
const namespaced = fc.record({
  apiVersion: fc.constant('networking.k8s.io/v1'),
  kind: fc.constant('NetworkPolicy'),
  metadata: fc.record({ name: fc.constantFrom('p', 'q'), namespace: fc.constantFrom('n', 'm') }),
  spec: fc.record({
    podSelector: selector,
    policyTypes: fc.subarray(['Ingress', 'Egress']),
    ingress: fc.array(rule('from'), { maxLength: 2 }),
    egress: fc.array(rule('to'), { maxLength: 2 }),
  }),
});
const adminRule = (side: string) =>
  fc.record({
    action: fc.constantFrom('Allow', 'Deny', 'Pass'),
    [side]: fc.array(
      selector.map((namespaces) => ({ pods: { namespaceSelector: {}, podSelector: namespaces } })),
      { minLength: 1, maxLength: 2 },
    ),
    ports: fc.array(
      fc.oneof(
        fc.record({
          portNumber: fc.record({
            protocol: fc.constant('TCP'),
            port: fc.integer({ min: 1, max: 6 }),
          }),
        }),
        fc.record({
          portRange: fc.record({
            protocol: fc.constant('UDP'),
            start: fc.constantFrom(1, 2),
            end: fc.constantFrom(4, 6),
          }),
        }),
        fc.constant({ namedPort: 'web' }),
      ),
      { maxLength: 2 },
    ),
  });
const admin = fc.record({
  apiVersion: fc.constant('policy.networking.k8s.io/v1alpha1'),
  kind: fc.constantFrom('AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'),
  metadata: fc.record({ name: fc.constantFrom('x', 'y', 'z') }),
  spec: fc.record({
    priority: fc.integer({ min: 0, max: 3 }),
    subject: selector.map((namespaces) => ({
      pods: { namespaceSelector: {}, podSelector: namespaces },
    })),
    ingress: fc.array(adminRule('from'), { maxLength: 2 }),
    egress: fc.array(adminRule('to'), { maxLength: 2 }),
  }),
});

const pods = ['n/a', 'n/b', 'm/c', 'm/d'].map((name) => {
  const [namespace, app] = name.split('/');
  const ports = app === 'd' ? [] : [{ name: 'web', containerPort: app === 'a' ? 2 : 5 }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: app, namespace, ...(app !== 'd' && { labels: { app } }) },
    spec: { containers: [{ name: 'main', ports }] },
  };
});

/** The rules of the documentation, asked for one port at a time: slow, and without any set of ports. */
function plainly(
  policies: readonly Policy[],
  direction: 'egress' | 'ingress',
  ends: Ends,
  at: At,
): boolean {
  const { pod, peer } = ends;
  const selected = (kind: string) =>
    policies.filter(
      (policy) =>
        policy.kind === kind && policy[direction] !== undefined && inSet(policy.subject, pod),
    );
  const about = (one: PolicyRule): boolean =>
    (one.peers === undefined || one.peers.some((p) => p.kind === 'pods' && inSet(p.set, peer))) &&
    (one.ports === undefined ||
      one.ports.some((p) => {
        if ('first' in p)
          return p.protocol === at.protocol && p.first <= at.port && at.port <= p.last;
        const target = direction === 'ingress' ? pod : peer;
        return target.web === at.port && at.protocol === 'TCP' && (p.protocol ?? 'TCP') === 'TCP';
      }));
  const first = (kind: string): string | undefined => {
    // Of the baseline the cluster has one, without a priority.
    const order = selected(kind).toSorted(
      (a, b) =>
        (kind === 'AdminNetworkPolicy' ? a.priority - b.priority : 0) || (a.name < b.name ? -1 : 1),
    );
    return order.flatMap((policy) => policy[direction] ?? []).find(about)?.action;
  };
  const top = first('AdminNetworkPolicy');
  if (top === 'Allow' || top === 'Deny') return top === 'Allow';
  const own = selected('NetworkPolicy');
  if (own.length > 0) return own.some((policy) => (policy[direction] ?? []).some(about));
  return first('BaselineAdminNetworkPolicy') !== 'Deny';
}

interface End {
  readonly namespace: string;
  readonly app: string | undefined;
  readonly web: number | undefined;
}
interface Ends {
  readonly pod: End;
  readonly peer: End;
}
interface At {
  readonly protocol: Protocol;
  readonly port: number;
}

function inSet({ namespaces, pods: wanted }: Policy['subject'], { namespace, app }: End): boolean {
  const meets = (requirements: typeof wanted.requirements, value: string | undefined) =>
    requirements.every(({ operator, values }) => {
      if (operator === 'In') return value !== undefined && values.includes(value);
      if (operator === 'NotIn') return value === undefined || !values.includes(value);
      return (operator === 'Exists') === (value !== undefined);
    });
  const there =
    typeof namespaces === 'string'
      ? namespaces === namespace
      : meets(namespaces.requirements, undefined);
  return there && meets(wanted.requirements, app);
}

function endOf(name: string): End {
  const [namespace = '', app = ''] = name.split('/');
  return {
    namespace,
    app: app === 'd' ? undefined : app,
    web: app === 'd' ? undefined : app === 'a' ? 2 : 5,
  };
}

test('decisions equal the rules asked port by port', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(namespaced, admin), { maxLength: 4 }),
      fc.constantFrom('n/a', 'n/b', 'm/c', 'm/d'),
      fc.constantFrom('n/a', 'n/b', 'm/c', 'm/d'),
      (written, podName, peerName) => {
        const text = [...pods, ...written].map((one) => JSON.stringify(one)).join('\n---\n');
        const model = networkModel(clusterObjects({ 'all.yaml': text }));
        const [part] = model.parts;
        assert.ok(part !== undefined);
        const peerAt = (name: string) => {
          const workload = part.members.find((one) => `${one.namespace}/${one.name}` === name);
          const [peer] = workload === undefined ? [] : peersOf(workload, part.network);
          assert.ok(peer !== undefined);
          return peer;
        };
        for (const direction of ['ingress', 'egress'] as const) {
          const question = { direction, pod: peerAt(podName), peer: peerAt(peerName) };
          const allowed = allowedBy(part.tiers, question, model.context);
          const ends = { pod: endOf(podName), peer: endOf(peerName) };
          // Policies of the same name and tier stand in the order of the cluster, which has one of each.
          const order = [...part.tiers.admin, ...part.tiers.namespaced, ...part.tiers.baseline];
          for (const protocol of ['TCP', 'UDP', 'SCTP'] as const) {
            for (const port of [1, 2, 3, 4, 5, 6, 7]) {
              const wanted = plainly(unique(order), direction, ends, { protocol, port });
              if (unique(order).length !== order.length) continue;
              assert.equal(
                hasPort(allowed, protocol, port),
                wanted,
                `${direction} ${protocol} ${port}`,
              );
            }
          }
          const regions = judge(part.tiers, question, model.context);
          const sum = (of: typeof regions) =>
            of.reduce<Connections>((all, region) => either(all, region.connections), nothing);
          assert.ok(isEverything(sum(regions)), 'regions cover everything');
          assert.ok(sameConnections(sum(regions.filter((one) => one.allowed)), allowed));
          for (const [index, region] of regions.entries()) {
            for (const other of regions.slice(index + 1)) {
              assert.ok(isNothing(both(region.connections, other.connections)), 'disjoint');
            }
          }
        }
      },
    ),
    { numRuns: 400 },
  );
});

function unique(policies: readonly Policy[]): Policy[] {
  const seen = new Map(
    policies.map((policy) => [`${policy.kind} ${policy.namespace} ${policy.name}`, policy]),
  );
  return [...seen.values()];
}

const deployment = (name: string, more = ''): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      ${more}
      containers: [{name: main, ports: [{name: web, containerPort: 8080}]}]
`;

const denyAll = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
`;

function lines(...documents: string[]): string[] {
  const model = networkModel(clusterObjects({ 'shop.yaml': documents.join('---\n') }));
  return model.parts.flatMap((part) =>
    edgesOf(part, model.context).map(({ from, to }) => `${endText(from)} > ${endText(to)}`),
  );
}

test('pods on the network of the node are beyond policies, and no selector means them', () => {
  const allowed = lines(deployment('a', 'hostNetwork: true'), deployment('b'), denyAll);
  assert.deepEqual(allowed, [
    '0.0.0.0-255.255.255.255 > shop/a[Deployment]',
    'shop/a[Deployment] > 0.0.0.0-255.255.255.255',
  ]);
  assert.deepEqual(lines(deployment('a'), deployment('b'), denyAll), []);
});

test('addresses of IPv6 are told once a policy speaks of them', () => {
  const policy = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: six, namespace: shop}
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
  - from: [{ipBlock: {cidr: 'fd00::/8', except: ['fd12::/16']}}]
`;
  assert.deepEqual(lines(deployment('a'), policy), [
    'fd00::-fd11:ffff:ffff:ffff:ffff:ffff:ffff:ffff > shop/a[Deployment]',
    'fd13::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff > shop/a[Deployment]',
    'shop/a[Deployment] > 0.0.0.0-255.255.255.255',
    'shop/a[Deployment] > ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  ]);
});

test('what the API server refuses matches nothing and is told', () => {
  const policy = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: broken, namespace: shop}
spec:
  podSelector: {}
  ingress:
  - from: [{ipBlock: {cidr: 10.0.0.0/99}}]
    ports: [{port: 99999}, {port: 80, endPort: 70}, {protocol: ICMP}]
  - from: [{podSelector: {matchExpressions: [{key: a, operator: Near}]}}]
`;
  const objects = clusterObjects({ 'shop.yaml': [deployment('a'), policy].join('---\n') });
  const model = networkModel(objects);
  assert.equal(model.policies[0]?.faults.length, 5);
  const edges = model.parts.flatMap((part) => edgesOf(part, model.context));
  assert.deepEqual(
    edges.map(({ from }) => endText(from)),
    ['shop/a[Deployment]'],
  );
});
