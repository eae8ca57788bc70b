import { objectOf } from '../../../formats/json-values.ts';
import { shown } from '../fields.ts';
import { eachPod, listed } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage } from '../rule.ts';
import { volumesOf } from '../volumes.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Aliases } from '../../contract.ts';

const byType: Aliases = {
  psa: ['restrictedVolumes'],
  trivy: ['KSV-0028'],
  kyverno: ['restrict-volume-types'],
  gatekeeper: ['k8spspvolumetypes'],
};

/** Volumes are of the types that pods of the level restricted may use. */
export const voltypes: KubernetesRule = {
  id: 'K8S-VOLTYPES',
  aliases: {
    psa: ['restrictedVolumes'],
    trivy: ['KSV-0028'],
    kyverno: ['restrict-volume-types'],
    gatekeeper: ['k8spspvolumetypes', 'k8spspflexvolumes'],
  },
  severity: 'low',
  level: 'strict',
  family: 'volumes',
  title: { en: 'A volume is of a type outside the restricted set', 'zh-CN': '卷类型超出受限集合' },
  message: { en: 'A volume is of type {type}', 'zh-CN': '卷的类型为 {type}' },
  why: {
    en: 'Volumes that name a storage server, a disk or a path go past the claims by which a cluster shares out storage.',
    'zh-CN': '直接指定存储服务器、磁盘或路径的卷，绕过了集群分配存储的声明机制。',
  },
  advice: { en: 'Use a PersistentVolumeClaim.', 'zh-CN': '使用 PersistentVolumeClaim。' },
  references: [podSecurityPage],
  options: {
    allowed: [
      'configMap',
      'csi',
      'downwardAPI',
      'emptyDir',
      'ephemeral',
      'image',
      'persistentVolumeClaim',
      'projected',
      'secret',
    ],
    flexDrivers: [],
  },
  bad: [podWith({ pod: 'volumes: [{ name: v, nfs: { server: a, path: /b } }]' })],
  good: [
    podWith({
      pod: 'volumes: [{ name: v, emptyDir: {} }]',
      container: 'volumeMounts: [{ name: v, mountPath: /v }]',
    }),
    podWith(),
  ],
  check: (view, answer) => {
    const allowed = listed(answer, 'allowed');
    const drivers = listed(answer, 'flexDrivers');
    eachPod(view, answer, (pod) =>
      volumesOf(pod).flatMap(({ spec, path }) => {
        const type = Object.keys(spec).find((key) => key !== 'name');
        if (type === undefined) return [];
        const driver = shown(objectOf(spec[type])['driver']);
        const flex = type === 'flexVolume' && !drivers.includes(driver);
        if (allowed.includes(type) && !flex) return [];
        const listedFlex = type === 'flexVolume' && drivers.includes(driver);
        return [
          {
            path: [...path, type],
            params: { type },
            ...(listedFlex
              ? { aliases: byType }
              : type === 'flexVolume'
                ? {}
                : { aliases: byType }),
          },
        ];
      }),
    );
  },
};
