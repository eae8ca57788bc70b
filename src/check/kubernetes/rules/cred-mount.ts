import { eachPod } from '../judge.ts';
import { podWith } from '../examples.ts';
import { hostPaths, mountsOf } from '../volumes.ts';
import type { KubernetesRule } from '../rule.ts';
import { isBelow } from '../volumes.ts';

/** Where nodes and clouds keep their keys. */
const places = [
  '/etc/kubernetes',
  '/var/lib/kubelet/pki',
  '/var/lib/kubelet/pods',
  '/etc/kubernetes/azure.json',
  '/.azure',
  '/.aws',
  '/.config/gcloud',
  '/.kube',
  '/gcloud',
  '/.ssh',
];

/** No credentials of the node are mounted. */
export const credentialMount: KubernetesRule = {
  id: 'K8S-CRED-MOUNT',
  aliases: {
    kubescape: ['C-0020', 'alert-mount-potential-credentials-paths'],
  },
  severity: 'high',
  family: 'host-paths',
  title: { en: 'Credentials of the node are mounted', 'zh-CN': '挂载了节点凭据' },
  message: {
    en: 'The path {host} of the node holds credentials',
    'zh-CN': '节点路径 {host} 含有凭据',
  },
  why: {
    en: 'Keys of the kubelet or of the cloud account open the whole cluster, or the account.',
    'zh-CN': 'kubelet 或云账号的密钥可打开整个集群乃至账号。',
  },
  advice: {
    en: 'Remove the volume; give the pod an identity of its own.',
    'zh-CN': '删除该卷，为 Pod 配置自己的身份。',
  },
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
  bad: [
    podWith({
      pod: 'volumes: [{ name: v, hostPath: { path: /etc/kubernetes/pki } }]',
      container: 'volumeMounts: [{ name: v, mountPath: /v }]',
    }),
  ],
  good: [
    podWith({
      pod: 'volumes: [{ name: v, emptyDir: {} }]',
      container: 'volumeMounts: [{ name: v, mountPath: /v }]',
    }),
    podWith({
      pod: 'volumes: [{ name: v, hostPath: { path: /data } }]',
      container: 'volumeMounts: [{ name: v, mountPath: /v }]',
    }),
  ],
  check: (view, answer) => {
    eachPod(view, answer, (pod) =>
      hostPaths(pod)
        .filter(({ host }) => holdsCredentials(host))
        .flatMap(({ path, host, name }) => [
          { path, params: { host } },
          ...mountsOf(pod, name).map((mount) => ({ path: mount.path, params: { host } })),
        ]),
    );
  },
};

/** Home folders differ, so the folders that people keep there count below any of them. */
function holdsCredentials(host: string): boolean {
  return (
    isBelow(host, places) ||
    /^\/(?:root|home\/[^/]+)\/\.(?:aws|azure|config\/gcloud|kube|ssh)(?:\/|$)/.test(host)
  );
}
