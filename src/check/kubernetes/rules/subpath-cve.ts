import { listOf, objectOf } from '../../../formats/json-values.ts';
import { isSet, shown } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith } from '../examples.ts';
import { valueAt } from '../workloads.ts';
import type { KubernetesRule } from '../rule.ts';
import type { JsonObject } from '../../../formats/json-values.ts';

/** No subPath on nodes whose kubelet follows links out of it. */
export const subPathCve: KubernetesRule = {
  id: 'K8S-SUBPATH-CVE',
  aliases: {
    kubescape: ['C-0058', 'CVE-2021-25741'],
  },
  severity: 'high',
  family: 'host-paths',
  title: {
    en: 'A subPath is mounted on nodes open to CVE-2021-25741',
    'zh-CN': '在受 CVE-2021-25741 影响的节点上使用 subPath',
  },
  message: {
    en: 'Container "{container}" mounts a subPath, and a node’s kubelet is open to CVE-2021-25741',
    'zh-CN': '容器 "{container}" 使用 subPath，而节点的 kubelet 受 CVE-2021-25741 影响',
  },
  why: {
    en: 'Old kubelets can be made to follow a symbolic link out of the volume into the node.',
    'zh-CN': '旧版 kubelet 可被诱导沿符号链接离开卷、进入节点文件系统。',
  },
  advice: {
    en: 'Update the kubelets (1.19.15, 1.20.11, 1.21.5, 1.22.2), or mount without subPath.',
    'zh-CN': '升级 kubelet（1.19.15、1.20.11、1.21.5、1.22.2），或不使用 subPath。',
  },
  references: ['https://github.com/kubernetes/kubernetes/issues/104980', 'CVE-2021-25741'],
  bad: [
    `apiVersion: v1
kind: Node
metadata: { name: n }
status: { nodeInfo: { kubeletVersion: v1.21.4 } }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  volumes: [{ name: v, emptyDir: {} }]
  containers: [{ name: web, image: a, volumeMounts: [{ name: v, mountPath: /v, subPath: x }] }]
`,
  ],
  good: [
    podWith({ container: 'volumeMounts: [{ name: v, mountPath: /v, subPath: x }]' }),
    podWith({
      pod: 'volumes: [{ name: v, emptyDir: {} }]',
      container: 'volumeMounts: [{ name: v, mountPath: /v }]',
    }),
  ],
  check: (view, answer) => {
    const old = view.set.ofKind('Node').some(({ object }) => isOld(object));
    if (!old) {
      answer.notApplicable({
        en: 'no node with such a kubelet',
        'zh-CN': '没有使用该版本 kubelet 的节点',
      });
      return;
    }
    eachContainer(view, answer, (container) =>
      listOf(container.spec['volumeMounts']).flatMap((mount, index) =>
        isSet(objectOf(mount)['subPath'])
          ? [{ path: [...container.path, 'volumeMounts', index, 'subPath'] }]
          : [],
      ),
    );
  },
};

/** First repaired patch of each minor version. */
const repaired: ReadonlyMap<number, number> = new Map([
  [19, 15],
  [20, 11],
  [21, 5],
  [22, 2],
]);

function isOld(node: JsonObject): boolean {
  const version = shown(valueAt(node, ['status', 'nodeInfo', 'kubeletVersion']));
  const parts = /^v1\.(\d{1,4})\.(\d{1,6})/.exec(version);
  if (parts === null) return false;
  const minor = Number(parts[1]);
  return minor < 19 || Number(parts[2]) < (repaired.get(minor) ?? 0);
}
