import { isTrue } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith } from '../examples.ts';
import { securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';

/** No container keeps a terminal open. */
export const tty: KubernetesRule = {
  id: 'K8S-TTY',
  aliases: {
    gatekeeper: ['k8sdisallowinteractivetty'],
  },
  severity: 'low',
  level: 'strict',
  title: { en: 'A terminal or standard input is kept open', 'zh-CN': '保持终端或标准输入开启' },
  message: {
    en: 'Container "{container}" sets {field}',
    'zh-CN': '容器 "{container}" 设置了 {field}',
  },
  why: {
    en: 'Who may attach to the pod is at a shell at once.',
    'zh-CN': '能 attach 到该 Pod 的人立即得到一个 shell。',
  },
  advice: { en: 'Remove stdin and tty.', 'zh-CN': '删除 stdin 与 tty。' },
  references: [securityContextPage],
  bad: [podWith({ container: 'tty: true' })],
  good: [podWith({ container: 'tty: false' }), podWith()],
  check: (view, answer) => {
    eachContainer(view, answer, (container) =>
      ['stdin', 'tty']
        .filter((field) => isTrue(container.spec[field]))
        .map((field) => ({
          path: [...container.path, field],
          params: { field },
          wanted: false,
          review: true,
        })),
    );
  },
};
