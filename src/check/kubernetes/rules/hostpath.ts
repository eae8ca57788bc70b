import { objectOf } from '../../../formats/json-values.ts';
import { isSet, isTrue, shown } from '../fields.ts';
import { eachPod, failAt, listed } from '../judge.ts';
import { podWith } from '../examples.ts';
import { namespaceOf } from '../set.ts';
import { podSecurityPage } from '../rule.ts';
import { hostPaths, mountsOf } from '../volumes.ts';
import type { KubernetesRule } from '../rule.ts';
import type { PodView } from '../view.ts';
import type { Aliases } from '../../contract.ts';
import { isBelow } from '../volumes.ts';

/** Folders that belong to the node's own system. */
const systemFolders: readonly string[] = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/sys',
  '/usr',
  '/var',
];

const plain: Aliases = {
  psa: ['hostPathVolumes'],
  trivy: ['KSV-0023'],
  kubescape: ['C-0048', 'alert-any-hostpath'],
  polaris: ['hostPathSet'],
  kyverno: ['disallow-host-path', 'limit-hostpath-vols', 'limit-hostpath-type-pv'],
  gatekeeper: ['k8spsphostfilesystem'],
};
const outside = ['k/non_kube_system_pod_with_host_mount'];
const named: Aliases = {
  ...plain,
  trivy: ['KSV-0023', 'KSV-0121'],
  kics: [...outside, 'k/workload_mounting_with_sensitive_os_directory'],
  'kube-linter': ['sensitive-host-mounts'],
};

function anyPath(system: boolean): Aliases {
  return system ? plain : { ...plain, kics: outside };
}

/** No path of the node is mounted, save those allowed. */
export const hostpath: KubernetesRule = {
  id: 'K8S-HOSTPATH',
  aliases: {
    psa: ['hostPathVolumes'],
    trivy: ['KSV-0023', 'KSV-0121'],
    kics: [
      'k/non_kube_system_pod_with_host_mount',
      'k/workload_mounting_with_sensitive_os_directory',
    ],
    kubescape: ['C-0048', 'alert-any-hostpath'],
    'kube-linter': ['sensitive-host-mounts'],
    polaris: ['hostPathSet'],
    kyverno: ['disallow-host-path', 'limit-hostpath-vols', 'limit-hostpath-type-pv'],
    gatekeeper: ['k8spsphostfilesystem'],
  },
  severity: 'high',
  standards: ['nsa'],
  family: 'host-paths',
  title: { en: 'A path of the node is mounted', 'zh-CN': '挂载了节点路径' },
  message: { en: 'The path {host} of the node is a volume', 'zh-CN': '节点路径 {host} 被用作卷' },
  why: {
    en: 'What the pod writes there stays on the node after it, and what it reads there was never meant for it.',
    'zh-CN': 'Pod 写入的内容会留在节点上，读到的内容也本不属于它。',
  },
  advice: {
    en: 'Use a volume of the cluster; where a path of the node is needed, mount one directory read-only.',
    'zh-CN': '使用集群提供的卷；确需节点路径时，只读挂载单个目录。',
  },
  references: [podSecurityPage, 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
  options: { allowed: [] },
  bad: [
    podWith({
      pod: 'volumes: [{ name: v, hostPath: { path: /etc } }]',
      container: 'volumeMounts: [{ name: v, mountPath: /v }]',
    }),
  ],
  good: [
    podWith({
      pod: 'volumes: [{ name: v, emptyDir: {} }]',
      container: 'volumeMounts: [{ name: v, mountPath: /v }]',
    }),
    podWith(),
  ],
  check: (view, answer) => {
    const allowed = listed(answer, 'allowed');
    if (view.kind === 'PersistentVolume' && isSet(view.spec['hostPath'])) {
      const host = shown(objectOf(view.spec['hostPath'])['path']);
      const path = ['spec', 'hostPath', 'path'];
      const aliases = { kics: outside, kyverno: ['limit-hostpath-type-pv'] };
      failAt(view, answer, { path, params: { host }, severity: 'medium', aliases });
    }
    eachPod(view, answer, (pod) =>
      hostPaths(pod)
        .filter(({ host, name }) => !permitted(pod, { host, name }, allowed))
        .map(({ path, host, name }) => {
          const sensitive = host === '/' || isBelow(host, systemFolders);
          const aliases = sensitive ? named : anyPath(namespaceOf(view) === 'kube-system');
          const severity = sensitive ? 'high' : 'medium';
          const alsoPaths = mountsOf(pod, name).map((mount) => mount.path);
          const at = [...path, 'hostPath', 'path'];
          return { path: at, alsoPaths, params: { host }, severity, aliases };
        }),
    );
  },
};

/** Patterns are paths, below which everything is allowed; `:ro` at the end asks for a read-only mount. */
function permitted(
  pod: PodView,
  { host, name }: { readonly host: string; readonly name: string },
  allowed: readonly string[],
): boolean {
  return allowed.some((pattern) => {
    const readOnly = pattern.endsWith(':ro');
    if (!isBelow(host, [readOnly ? pattern.slice(0, -3) : pattern])) return false;
    return !readOnly || mountsOf(pod, name).every(({ spec }) => isTrue(spec['readOnly']));
  });
}
