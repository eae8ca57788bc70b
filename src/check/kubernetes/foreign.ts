import type { ReportNote } from '../../model/index.ts';
import { isOwnGroup } from './api-groups.ts';
import type { KubernetesView } from './view.ts';

/** Groups that are not Kubernetes' own and whose objects rules read; `.x` stands for all that end so. */
const readGroups: readonly string[] = [
  'agents.x-k8s.io',
  'apiserver.config.k8s.io',
  'audit.k8s.io',
  'cilium.io',
  'cni.dev',
  'container.googleapis.com',
  'eks.amazonaws.com',
  'extensions.agents.x-k8s.io',
  'gateway.networking.k8s.io',
  'hostdata.kubescape.cloud',
  'k8s.cni.cncf.io',
  'k8s.ovn.org',
  'kubelet.config.k8s.io',
  'kubeproxy.config.k8s.io',
  'kubescheduler.config.k8s.io',
  'kubevirt.io',
  'kustomize.config.k8s.io',
  'kyverno.io',
  'management.azure.com',
  'network.openshift.io',
  'networking.istio.io',
  'nmstate.io',
  'policies.kyverno.io',
  'policy.networking.k8s.io',
  'projectcalico.org',
  'route.openshift.io',
  '.projectcalico.org',
  '.gatekeeper.sh',
];

/** Kinds that one note names. */
const mostNamed = 10;

/**
 * What is told of custom resources: rules for every object (names, labels, doubled keys) judge them,
 * and nothing else does. A report is not partial by that, and nobody has to take them for passed.
 */
export function foreignNotes(views: readonly KubernetesView[]): readonly ReportNote[] {
  const counts = new Map<string, number>();
  let count = 0;
  for (const { group, kind, pod } of views) {
    if (pod !== undefined || isOwnGroup(group) || isRead(group)) continue;
    const name = `${kind}.${group}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    count += 1;
  }
  if (count === 0) return [];
  const named = [...counts.keys()].toSorted();
  const more = named.length > mostNamed ? ' …' : '';
  const params = { count, kinds: `${named.slice(0, mostNamed).join(', ')}${more}` };
  const text = `No rule reads what ${count} custom resources say: ${params.kinds}`;
  return [{ id: 'check.foreign-kinds', params, text }];
}

function isRead(group: string): boolean {
  return readGroups.some((one) => (one.startsWith('.') ? group.endsWith(one) : group === one));
}
