/** A group of Kubernetes itself: the versions it was ever served in, and its kinds, past ones included. */
type Row = readonly [group: string, versions: string, kinds: string];

/**
 * Groups of Kubernetes itself up to 1.37. A kind or version that is not here and claims to be in one
 * of them is misspelt, or newer than this table: in both cases nobody can say what it does.
 */
const rows: readonly Row[] = [
  [
    '',
    'v1',
    `Binding ComponentStatus ConfigMap EncryptionConfig NodeInfo Endpoints Event LimitRange
      Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate
      ReplicationController ResourceQuota Secret Service ServiceAccount Config Status
      Role RoleBinding ClusterRole ClusterRoleBinding`,
  ],
  ['apps', 'v1 v1beta1 v1beta2', 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet'],
  ['batch', 'v1 v1beta1 v2alpha1', 'CronJob Job JobTemplate'],
  ['autoscaling', 'v1 v2 v2beta1 v2beta2', 'HorizontalPodAutoscaler Scale'],
  ['policy', 'v1 v1beta1', 'Eviction PodDisruptionBudget PodSecurityPolicy'],
  [
    'extensions',
    'v1beta1',
    `DaemonSet Deployment DeploymentRollback Ingress NetworkPolicy PodSecurityPolicy
      ReplicaSet Scale ThirdPartyResource`,
  ],
  [
    'rbac.authorization.k8s.io',
    'v1 v1beta1 v1alpha1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
  ],
  [
    'networking.k8s.io',
    'v1 v1beta1 v1alpha1',
    'ClusterCIDR IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR',
  ],
  [
    'admissionregistration.k8s.io',
    'v1 v1beta1 v1alpha1',
    `MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
      MutatingWebhookConfiguration ValidatingAdmissionPolicy
      ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration
      InitializerConfiguration ExternalAdmissionHookConfiguration`,
  ],
  [
    'storage.k8s.io',
    'v1 v1beta1 v1alpha1',
    `CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment
      VolumeAttributesClass`,
  ],
  ['scheduling.k8s.io', 'v1 v1beta1 v1alpha1 v1alpha2', 'PriorityClass Workload PodGroup'],
  ['node.k8s.io', 'v1 v1beta1 v1alpha1', 'RuntimeClass'],
  ['coordination.k8s.io', 'v1 v1beta1 v1alpha1 v1alpha2', 'Lease LeaseCandidate'],
  ['discovery.k8s.io', 'v1 v1beta1 v1alpha1', 'EndpointSlice'],
  ['events.k8s.io', 'v1 v1beta1', 'Event'],
  [
    'certificates.k8s.io',
    'v1 v1beta1 v1alpha1',
    'CertificateSigningRequest ClusterTrustBundle PodCertificateRequest',
  ],
  ['apiextensions.k8s.io', 'v1 v1beta1', 'ConversionReview CustomResourceDefinition'],
  ['apiregistration.k8s.io', 'v1 v1beta1', 'APIService'],
  ['authentication.k8s.io', 'v1 v1beta1 v1alpha1', 'SelfSubjectReview TokenRequest TokenReview'],
  [
    'authorization.k8s.io',
    'v1 v1beta1',
    `LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview
      SubjectAccessReview`,
  ],
  [
    'flowcontrol.apiserver.k8s.io',
    'v1 v1beta3 v1beta2 v1beta1 v1alpha1',
    'FlowSchema PriorityLevelConfiguration',
  ],
  [
    'resource.k8s.io',
    'v1 v1beta2 v1beta1 v1alpha3 v1alpha2 v1alpha1',
    `DeviceClass DeviceTaintRule ResourceClaim ResourceClaimTemplate ResourceSlice
      ResourceClass PodSchedulingContext PodScheduling ResourceClaimParameters
      ResourceClassParameters`,
  ],
  ['internal.apiserver.k8s.io', 'v1alpha1', 'StorageVersion'],
  ['storagemigration.k8s.io', 'v1 v1beta1 v1alpha1', 'StorageVersionMigration'],
  ['auditregistration.k8s.io', 'v1alpha1', 'AuditSink'],
  ['settings.k8s.io', 'v1alpha1', 'PodPreset'],
];

interface ApiGroup {
  readonly versions: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
}

const groups: ReadonlyMap<string, ApiGroup> = new Map(
  rows.map(([group, versions, kinds]) => [
    group,
    { versions: new Set(versions.split(' ')), kinds: new Set(kinds.split(/\s+/)) },
  ]),
);

/** What is unknown about an object of one of Kubernetes' own groups; undefined when nothing is. */
export function unknownPart(
  group: string,
  version: string,
  kind: string,
): 'version' | 'kind' | undefined {
  const known = groups.get(group);
  if (known === undefined) return undefined;
  if (!known.versions.has(version)) return 'version';
  return known.kinds.has(kind) || isListKind(known, kind) ? undefined : 'kind';
}

function isListKind({ kinds }: ApiGroup, kind: string): boolean {
  return kind === 'List' || (kind.endsWith('List') && kinds.has(kind.slice(0, -4)));
}

/** Whether a group is one of Kubernetes itself. */
export function isOwnGroup(group: string): boolean {
  return groups.has(group);
}

const kindsByPlainName: ReadonlyMap<string, string> = new Map(
  [...groups.values()].flatMap(({ kinds }) => [...kinds].map((kind) => [kind.toLowerCase(), kind])),
);

/**
 * The kind of Kubernetes that a kind unknown in its group was meant to be: one of another group
 * (`Ingress` of `v1`), or one in other letters (`ClusterRolebinding`).
 */
export function meantKind(kind: string): string | undefined {
  return kindsByPlainName.get(kind.toLowerCase());
}
