import { listOf, objectOf, textsOf } from '../../../formats/json-values.ts';
import { isSet, isTrue, shown } from '../fields.ts';
import { failAt, listed } from '../judge.ts';
import { settings } from '../examples.ts';
import { valueAt } from '../workloads.ts';
import type { KubernetesRule } from '../rule.ts';
import type { KubernetesView, Path } from '../view.ts';
import type { Aliases, Answer } from '../../contract.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Text } from '../../../model/index.ts';

const requested: Text = {
  en: 'The StatefulSet requests storage for each replica',
  'zh-CN': 'StatefulSet 为每个副本申请存储',
};
const modes: Text = {
  en: 'Not exactly one claim of the StatefulSet is ReadWriteOnce',
  'zh-CN': 'StatefulSet 的存储声明中 ReadWriteOnce 不是恰好一个',
};
const unnamedClass: Text = {
  en: 'The claim names no StorageClass: the default of the cluster is taken',
  'zh-CN': '存储声明未指定 StorageClass，将使用集群默认值',
};
const unencrypted: Text = {
  en: 'The volume is not known to be encrypted',
  'zh-CN': '无法确认该卷已加密',
};

/** Claims name their class, and volumes are encrypted. */
export const storage: KubernetesRule = {
  id: 'HYG-STORAGE',
  aliases: {
    kics: [
      'k/incorrect_volume_claim_access_mode_read_write_once',
      'k/statefulset_requests_storage',
    ],
    gatekeeper: ['k8sstorageclass'],
    kubescape: ['C-0264', 'pv-without-encryption'],
    kyverno: [
      'readwriteonce-pod',
      'require-storageclass',
      'restrict-storageclass',
      'nfs-subdir-external-provisioner-storage-path',
    ],
  },
  severity: 'low',
  level: 'strict',
  family: 'volumes',
  title: { en: 'A claim or volume is not what it should be', 'zh-CN': '存储声明或卷配置不当' },
  message: {
    en: 'The claim names the StorageClass "{name}", which is not there or not allowed',
    'zh-CN': '存储声明的 StorageClass "{name}" 不存在或不被允许',
  },
  why: {
    en: 'Data is lost with the node, shared by accident, or lies unencrypted.',
    'zh-CN': '数据可能随节点丢失、被意外共享或未加密存放。',
  },
  advice: {
    en: 'Name a StorageClass that encrypts, and one volume for each replica.',
    'zh-CN': '指定会加密的 StorageClass，并为每个副本使用独立的卷。',
  },
  references: ['https://kubernetes.io/docs/concepts/storage/storage-classes/'],
  options: { classes: [], classesKnown: false },
  bad: [
    `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: a }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`,
  ],
  good: [
    `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: a }
spec: { storageClassName: fast, accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`,
    settings,
  ],
  check: (view, answer) => {
    if (view.kind === 'PersistentVolumeClaim') ofClass(view, answer, ['spec'], view.spec);
    if (view.kind === 'PersistentVolume') ofVolume(view, answer);
    if (view.kind !== 'StatefulSet') return;
    const templates = listOf(view.spec['volumeClaimTemplates']).map(objectOf);
    templates.forEach((template, index) => {
      const spec = objectOf(template['spec']);
      const path = ['spec', 'volumeClaimTemplates', index, 'spec'];
      ofClass(view, answer, path, spec);
      if (isSet(valueAt(spec, ['resources', 'requests', 'storage'])))
        failAt(view, answer, {
          path: [...path, 'resources', 'requests', 'storage'],
          message: requested,
          level: 'optional',
          aliases: {
            kics: ['k/statefulset_requests_storage'],
          },
        });
    });
    const writers = templates.filter(({ spec }) =>
      textsOf(objectOf(spec)['accessModes']).includes('ReadWriteOnce'),
    );
    if (templates.length > 0 && writers.length !== 1)
      failAt(view, answer, {
        path: ['spec', 'volumeClaimTemplates'],
        message: modes,
        aliases: {
          kics: ['k/incorrect_volume_claim_access_mode_read_write_once'],
        },
      });
  },
};

function ofClass(view: KubernetesView, answer: Answer, path: Path, spec: JsonObject): void {
  const name = shown(spec['storageClassName']);
  const allowed = listed(answer, 'classes');
  const known = view.set.ofKind('StorageClass');
  const wrong =
    name === '' ||
    (allowed.length > 0 && !allowed.includes(name)) ||
    (answer.option('classesKnown') === true && !known.some((one) => one.name === name));
  if (!wrong) return;
  const aliases: Aliases = {
    gatekeeper: ['k8sstorageclass'],
    kyverno: ['require-storageclass', 'restrict-storageclass'],
  };
  // Without a name the cluster has one: a fault only for who wants each claim to say it.
  const silent = !isSet(spec['storageClassName']) && allowed.length === 0;
  failAt(view, answer, {
    path: [...path, 'storageClassName'],
    params: { name },
    aliases,
    ...(silent && { message: unnamedClass, level: 'optional' }),
  });
}

/** Each cloud has a parameter of its own that names a key or asks for encryption. */
function ofVolume(view: KubernetesView, answer: Answer): void {
  const name = shown(view.spec['storageClassName']);
  const { parameters } = view.set.find('StorageClass', name)?.object ?? {};
  const values = objectOf(parameters);
  if (
    isTrue(values['encrypted']) ||
    isSet(values['diskEncryptionSetID']) ||
    isSet(values['disk-encryption-kms-key'])
  )
    return;
  const aliases: Aliases = { kubescape: ['C-0264', 'pv-without-encryption'] };
  failAt(view, answer, { path: ['spec', 'storageClassName'], message: unencrypted, aliases });
}
