import { isTrue, securityContextOf } from '../fields.ts';
import { eachContainer, isExempt } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';

/** Root file systems are read-only. */
export const readOnlyRoot: KubernetesRule = {
  id: 'K8S-ROROOT',
  aliases: {
    trivy: ['KSV-0014'],
    checkov: ['CKV_K8S_22'],
    kics: ['k/root_container_not_mounted_as_read_only'],
    kubescape: ['C-0017', 'immutable-container-filesystem'],
    'kube-linter': ['no-read-only-root-fs'],
    polaris: ['notReadOnlyRootFilesystem'],
    kyverno: ['require-ro-rootfs'],
    gatekeeper: ['k8spspreadonlyrootfilesystem'],
  },
  severity: 'medium',
  standards: ['nsa'],
  family: 'readonly-rootfs',
  title: { en: 'The root file system can be written', 'zh-CN': '根文件系统可写' },
  message: {
    en: 'Container "{container}" can write its root file system',
    'zh-CN': '容器 "{container}" 的根文件系统可写',
  },
  why: {
    en: 'A read-only root stops an intruder from leaving programs behind where they would be run.',
    'zh-CN': '只读根文件系统可阻止入侵者留下会被执行的程序。',
  },
  advice: {
    en: 'Set readOnlyRootFilesystem: true, and mount an emptyDir where the program writes.',
    'zh-CN': '设置 readOnlyRootFilesystem: true，并在程序写入处挂载 emptyDir。',
  },
  references: [securityContextPage],
  options: { exemptImages: [] },
  bad: [podWith()],
  good: [podWith({ container: 'securityContext: { readOnlyRootFilesystem: true }' }), settings],
  check: (view, answer) => {
    eachContainer(view, answer, (container) => {
      if (isExempt(answer, container)) return undefined;
      if (isTrue(securityContextOf(container.spec)['readOnlyRootFilesystem'])) return undefined;
      const path = [...container.path, 'securityContext', 'readOnlyRootFilesystem'];
      return { path, wanted: true, review: true };
    });
  },
};
