import { objectOf } from '../../../formats/json-values.ts';
import { shown } from '../fields.ts';
import { eachPod } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { namespaceOf } from '../set.ts';
import { mountsOf, volumesOf } from '../volumes.ts';
import type { KubernetesRule } from '../rule.ts';
import type { JsonObject } from '../../../formats/json-values.ts';

const ids: Readonly<Record<string, readonly string[]>> = {
  Secret: ['C-0255', 'workload-mounted-secrets'],
  PersistentVolumeClaim: ['C-0257', 'workload-mounted-pvc'],
  ConfigMap: ['C-0258', 'workload-mounted-configmap'],
};

/** Which workloads hold what; asked for by name. */
export const secretAccess: KubernetesRule = {
  id: 'K8S-SECRET-ACCESS',
  aliases: {
    kubescape: [
      'C-0255',
      'C-0257',
      'C-0258',
      'workload-mounted-secrets',
      'workload-mounted-configmap',
      'workload-mounted-pvc',
    ],
  },
  severity: 'low',
  level: 'optional',
  family: 'secrets',
  title: {
    en: 'The workload holds a Secret, ConfigMap or claim',
    'zh-CN': '工作负载持有 Secret、ConfigMap 或存储声明',
  },
  message: { en: 'The {kind} {name} is mounted', 'zh-CN': '挂载了 {kind} {name}' },
  why: {
    en: 'Who takes over the pod has what it mounts: a fact to weigh with the pod’s other weaknesses.',
    'zh-CN': '接管该 Pod 的人即拥有其挂载的内容：应与其他弱点一并考量。',
  },
  advice: {
    en: 'Mount what the program reads and nothing else.',
    'zh-CN': '只挂载程序需要读取的内容。',
  },
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
  bad: [
    `apiVersion: v1
kind: Secret
metadata: { name: db }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  volumes: [{ name: s, secret: { secretName: db } }]
  containers: [{ name: web, image: a, volumeMounts: [{ name: s, mountPath: /s }] }]
`,
  ],
  good: [podWith(), settings],
  check: (view, answer) => {
    eachPod(view, answer, (pod) =>
      volumesOf(pod).flatMap(({ name, spec }) => {
        const held = heldBy(spec);
        if (held === undefined) return [];
        if (view.set.find(held.kind, held.name, namespaceOf(view)) === undefined) return [];
        return mountsOf(pod, name).map(({ path }) => ({
          path,
          params: { kind: held.kind, name: held.name },
          aliases: { kubescape: ids[held.kind] ?? [] },
        }));
      }),
    );
  },
};

function heldBy(volume: JsonObject): { readonly kind: string; readonly name: string } | undefined {
  const named = [
    ['Secret', objectOf(volume['secret'])['secretName']],
    ['ConfigMap', objectOf(volume['configMap'])['name']],
    ['PersistentVolumeClaim', objectOf(volume['persistentVolumeClaim'])['claimName']],
  ] as const;
  const found = named.find(([, name]) => shown(name) !== '');
  return found && { kind: found[0], name: shown(found[1]) };
}
