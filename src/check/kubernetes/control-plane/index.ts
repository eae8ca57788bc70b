import type { KubernetesRule } from '../rule.ts';
import { apiServerAdmission } from './api-server-admission.ts';
import { apiServerKeys } from './api-server-keys.ts';
import { apiServer } from './api-server.ts';
import { controllerManager } from './controller-manager.ts';
import { encryptionProviders } from './encryption-providers.ts';
import { etcdUniqueCa } from './etcd-unique-ca.ts';
import { etcd } from './etcd.ts';
import { flagRule } from './flag-rule.ts';
import { kubeProxy } from './kube-proxy.ts';
import { kubelet } from './kubelet.ts';
import { masterNodeFiles, workerNodeFiles } from './node-files.ts';
import { scheduler } from './scheduler.ts';

/** Every rule about the programs of the control plane and the kubelet. */
export const controlPlaneRules: readonly KubernetesRule[] = [
  ...[
    ...apiServer,
    ...apiServerAdmission,
    ...apiServerKeys,

    ...controllerManager,
    ...scheduler,
    ...etcd,
    ...kubelet,
    ...kubeProxy,
  ].map(flagRule),
  encryptionProviders,
  etcdUniqueCa,
  masterNodeFiles,
  workerNodeFiles,
];
