/** A role that may read pods. */
export const podReader: string = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods]
    verbs: [get]
`;

/** The role in the hands of a workload. */
export const webReads: string = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: read, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects:
  - { kind: ServiceAccount, name: web, namespace: shop }
`;

/** A role that may start workloads anywhere. */
export const deployer: string = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: deployer }
rules:
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [create]
`;
