import type { JsonObject } from '../../formats/json-values.ts';
import type { KubernetesSet, KubernetesView } from './view.ts';

/** Kinds of Kubernetes itself that belong to no namespace. */
const clusterKinds: ReadonlySet<string> = new Set([
  'APIService',
  'CSIDriver',
  'CSINode',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'ClusterTrustBundle',
  'ComponentStatus',
  'CustomResourceDefinition',
  'DeviceClass',
  'FlowSchema',
  'IPAddress',
  'IngressClass',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PodSecurityPolicy',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'ResourceSlice',
  'RuntimeClass',
  'ServiceCIDR',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
  'VolumeAttributesClass',
]);

/** Whether objects of a kind belong to the whole cluster. */
export function isClusterKind(kind: string): boolean {
  return clusterKinds.has(kind);
}

/** Namespace that an object lands in: the one written, `default` without one, '' for cluster kinds. */
export function namespaceOf({
  kind,
  namespace,
}: Pick<KubernetesView, 'kind' | 'namespace'>): string {
  return isClusterKind(kind) ? '' : (namespace ?? 'default');
}

/** Lookups over all objects of a run; each index is made once, when it is first asked for. */
export function setOf(objects: readonly KubernetesView[]): KubernetesSet {
  const byKind = once(() => grouped(objects, ({ kind }) => kind));
  const byNamespace = once(() => grouped(objects, namespaceOf));
  const workloads = once(() => objects.filter(({ pod }) => pod !== undefined));
  const running = once(() => grouped(workloads(), namespaceOf));
  const byName = once(() => {
    const names = new Map<string, KubernetesView>();
    for (const view of objects) {
      const key = nameKey(view.kind, namespaceOf(view), view.name);
      if (!names.has(key)) names.set(key, view);
    }
    return names;
  });
  return {
    objects,
    ofKind: (kind) => byKind().get(kind) ?? [],
    workloads,
    inNamespace: (namespace) => byNamespace().get(namespace) ?? [],
    find: (kind, name, namespace) =>
      byName().get(nameKey(kind, namespaceOf({ kind, namespace }), name)),
    selected: (namespace, selects: (labels: JsonObject) => boolean) =>
      (running().get(namespace) ?? []).filter(
        ({ pod }) => pod !== undefined && selects(pod.labels),
      ),
  };
}

/** No part of an object's identity may hold a line break, so keys of different objects differ. */
function nameKey(kind: string, namespace: string, name: string): string {
  return `${kind}\n${namespace}\n${name}`;
}

function grouped(
  objects: readonly KubernetesView[],
  keyOf: (view: KubernetesView) => string,
): ReadonlyMap<string, readonly KubernetesView[]> {
  const groups = new Map<string, KubernetesView[]>();
  for (const view of objects) {
    const key = keyOf(view);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [view]);
    else group.push(view);
  }
  return groups;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
