/** A version of a kind that Kubernetes has given up. */
export interface Deprecated {
  /** What to use. */
  readonly instead: string;
  /** First release without it. */
  readonly removed: string;
}

/** Version, kinds, what to use, first release without it. */
const rows: readonly (readonly [string, string, string, string])[] = [
  ['extensions/v1beta1', 'DaemonSet Deployment ReplicaSet', 'apps/v1', 'v1.16'],
  ['extensions/v1beta1', 'NetworkPolicy', 'networking.k8s.io/v1', 'v1.16'],
  ['extensions/v1beta1', 'Ingress', 'networking.k8s.io/v1', 'v1.22'],
  ['extensions/v1beta1', 'PodSecurityPolicy', 'Pod Security admission', 'v1.16'],
  ['apps/v1beta1', 'Deployment StatefulSet ReplicaSet DaemonSet', 'apps/v1', 'v1.16'],
  ['apps/v1beta2', 'Deployment StatefulSet ReplicaSet DaemonSet', 'apps/v1', 'v1.16'],
  ['networking.k8s.io/v1beta1', 'Ingress IngressClass', 'networking.k8s.io/v1', 'v1.22'],
  [
    'rbac.authorization.k8s.io/v1beta1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
    'rbac.authorization.k8s.io/v1',
    'v1.22',
  ],
  [
    'rbac.authorization.k8s.io/v1alpha1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
    'rbac.authorization.k8s.io/v1',
    'v1.22',
  ],
  [
    'admissionregistration.k8s.io/v1beta1',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
    'admissionregistration.k8s.io/v1',
    'v1.22',
  ],
  ['apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', 'apiextensions.k8s.io/v1', 'v1.22'],
  ['apiregistration.k8s.io/v1beta1', 'APIService', 'apiregistration.k8s.io/v1', 'v1.22'],
  ['authentication.k8s.io/v1beta1', 'TokenReview', 'authentication.k8s.io/v1', 'v1.22'],
  [
    'authorization.k8s.io/v1beta1',
    'LocalSubjectAccessReview SelfSubjectAccessReview SubjectAccessReview SelfSubjectRulesReview',
    'authorization.k8s.io/v1',
    'v1.22',
  ],
  ['certificates.k8s.io/v1beta1', 'CertificateSigningRequest', 'certificates.k8s.io/v1', 'v1.22'],
  ['coordination.k8s.io/v1beta1', 'Lease', 'coordination.k8s.io/v1', 'v1.22'],
  ['scheduling.k8s.io/v1beta1', 'PriorityClass', 'scheduling.k8s.io/v1', 'v1.22'],
  ['scheduling.k8s.io/v1alpha1', 'PriorityClass', 'scheduling.k8s.io/v1', 'v1.17'],
  [
    'storage.k8s.io/v1beta1',
    'CSIDriver CSINode StorageClass VolumeAttachment',
    'storage.k8s.io/v1',
    'v1.22',
  ],
  ['storage.k8s.io/v1beta1', 'CSIStorageCapacity', 'storage.k8s.io/v1', 'v1.27'],
  ['batch/v1beta1', 'CronJob', 'batch/v1', 'v1.25'],
  ['batch/v2alpha1', 'CronJob', 'batch/v1', 'v1.21'],
  ['discovery.k8s.io/v1beta1', 'EndpointSlice', 'discovery.k8s.io/v1', 'v1.25'],
  ['events.k8s.io/v1beta1', 'Event', 'events.k8s.io/v1', 'v1.25'],
  ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', 'autoscaling/v2', 'v1.25'],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 'autoscaling/v2', 'v1.26'],
  ['policy/v1beta1', 'PodDisruptionBudget', 'policy/v1', 'v1.25'],
  ['policy/v1beta1', 'PodSecurityPolicy', 'Pod Security admission', 'v1.25'],
  ['node.k8s.io/v1beta1', 'RuntimeClass', 'node.k8s.io/v1', 'v1.25'],
  [
    'flowcontrol.apiserver.k8s.io/v1beta1',
    'FlowSchema PriorityLevelConfiguration',
    'flowcontrol.apiserver.k8s.io/v1',
    'v1.26',
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta2',
    'FlowSchema PriorityLevelConfiguration',
    'flowcontrol.apiserver.k8s.io/v1',
    'v1.29',
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta3',
    'FlowSchema PriorityLevelConfiguration',
    'flowcontrol.apiserver.k8s.io/v1',
    'v1.32',
  ],
];

const byVersion: ReadonlyMap<string, Deprecated> = new Map(
  rows.flatMap(([version, kinds, instead, removed]) =>
    kinds.split(' ').map((kind) => [`${version} ${kind}`, { instead, removed }] as const),
  ),
);

/** What to use instead of a version of a kind that was given up; undefined when it is in use. */
export function deprecated(apiVersion: string, kind: string): Deprecated | undefined {
  return byVersion.get(`${apiVersion} ${kind}`);
}
