import type { Text } from '../../../model/index.ts';
import type { Aliases } from '../../contract.ts';
import { listOf, objectOf } from '../../../formats/json-values.ts';
import { podWith } from '../examples.ts';
import { called, isSet, isTrue, shown } from '../fields.ts';
import { eachPod } from '../judge.ts';
import type { FieldFault } from '../judge.ts';
import type { Container, PodView } from '../view.ts';
import type { KubernetesRule } from '../rule.ts';
import { hostPaths, isBelow, mountsOf } from '../volumes.ts';

/** Folders of an image that hold its programs and their settings. */
const systemFolders = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/proc',
  '/sbin',
  '/sys',
  '/usr',
  '/var/run',
];

const covered: Text = {
  en: 'Container "{container}" mounts a writable volume over {host}, where its own system lies',
  'zh-CN': '容器 "{container}" 在其系统目录 {host} 上挂载了可写卷',
};

const ofNode: Aliases = {
  kubescape: ['C-0045', 'alert-rw-hostpath'],
  'kube-linter': ['writable-host-mount'],
  kyverno: ['ensure-readonly-hostpath'],
};
const ofImage: Aliases = {
  kics: ['k/volume_mount_with_os_directory_write_permissions'],
};

/** Paths of the node are mounted read-only. */
export const hostpathRw: KubernetesRule = {
  id: 'K8S-HOSTPATH-RW',
  aliases: {
    kics: ['k/volume_mount_with_os_directory_write_permissions'],
    kubescape: ['C-0045', 'alert-rw-hostpath'],
    'kube-linter': ['writable-host-mount'],
    kyverno: ['ensure-readonly-hostpath'],
  },
  severity: 'high',
  standards: ['nsa'],
  family: 'host-paths',
  title: { en: 'A path of the node can be written', 'zh-CN': '节点路径可写' },
  message: {
    en: 'Container "{container}" can write the path {host} of the node',
    'zh-CN': '容器 "{container}" 可写节点路径 {host}',
  },
  why: {
    en: 'Writing a file of the node is running a program on it: a cron entry, a unit, an authorized key.',
    'zh-CN': '能写节点文件就能在节点上运行程序：定时任务、服务单元或授权密钥。',
  },
  advice: { en: 'Set readOnly: true on the mount.', 'zh-CN': '在挂载上设置 readOnly: true。' },
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
  bad: [
    podWith({
      pod: 'volumes: [{ name: v, hostPath: { path: /etc } }]',
      container: 'volumeMounts: [{ name: v, mountPath: /v }]',
    }),
  ],
  good: [
    podWith({
      pod: 'volumes: [{ name: v, hostPath: { path: /etc } }]',
      container: 'volumeMounts: [{ name: v, mountPath: /v, readOnly: true }]',
    }),
    podWith({
      pod: 'volumes: [{ name: v, emptyDir: {} }]',
      container: 'volumeMounts: [{ name: v, mountPath: /v }]',
    }),
  ],
  check: (view, answer) => {
    eachPod(view, answer, (pod) => [
      ...hostPaths(pod).flatMap(({ name, host }) =>
        mountsOf(pod, name)
          .filter(({ spec }) => !isTrue(spec['readOnly']))
          .map(({ path, container }) => ({
            path: [...path, 'readOnly'],
            wanted: true,
            review: true,
            params: { container: called(container), host },
            aliases: ofNode,
          })),
      ),
      ...pod.containers.flatMap((container) => overSystem(container, unwritable(pod))),
    ]);
  },
};

/** Volumes that the kubelet mounts read-only, whatever the mount says. */
function unwritable(pod: PodView): ReadonlySet<string> {
  const volumes = listOf(pod.spec['volumes']).map(objectOf);
  const kinds = ['configMap', 'secret', 'projected', 'downwardAPI'];
  const made = volumes.filter((volume) => kinds.some((kind) => isSet(volume[kind])));
  return new Set(made.map(({ name }) => shown(name)));
}

/** Mounts that hide folders of the image's own system and can be written. */
function overSystem(container: Container, fromObjects: ReadonlySet<string>): readonly FieldFault[] {
  return listOf(container.spec['volumeMounts']).flatMap((item, index) => {
    const mount = objectOf(item);
    if (fromObjects.has(shown(mount['name']))) return [];
    const host = shown(mount['mountPath']);
    if (isTrue(mount['readOnly']) || host === '/' || !isBelow(host, systemFolders)) return [];
    // Programs keep sockets and shared memory there: a volume is what a read-only root needs.
    if (/^\/(?:var\/run\/.|dev\/shm$)/.test(host)) return [];
    const at = [...container.path, 'volumeMounts', index];
    const places = isSet(mount['readOnly'])
      ? { path: [...at, 'readOnly'] }
      : { path: [...at, 'mountPath'], alsoPaths: [[...at, 'name']] };
    return [
      {
        ...places,
        params: { container: called(container), host },
        message: covered,
        severity: 'low' as const,
        level: 'strict' as const,
        aliases: ofImage,
      },
    ];
  });
}
