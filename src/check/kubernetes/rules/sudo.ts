import { listOf } from '../../../formats/json-values.ts';
import { shown } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith } from '../examples.ts';
import { securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';

/** No command goes through sudo. */
export const sudo: KubernetesRule = {
  id: 'K8S-SUDO',
  aliases: {
    kubescape: ['C-0062', 'sudo-in-container-entrypoint'],
  },
  severity: 'medium',
  family: 'sudo',
  title: { en: 'sudo in the command', 'zh-CN': '命令中使用 sudo' },
  message: {
    en: 'Container "{container}" starts through sudo',
    'zh-CN': '容器 "{container}" 通过 sudo 启动',
  },
  why: {
    en: 'sudo needs a setuid root program in the image, and a password-less way to be root.',
    'zh-CN': 'sudo 需要镜像中有 setuid root 程序和免密成为 root 的途径。',
  },
  advice: {
    en: 'Start as the user that is needed, and drop sudo from the image.',
    'zh-CN': '以所需用户启动，并从镜像中移除 sudo。',
  },
  references: [securityContextPage],
  bad: [podWith({ container: 'command: [sudo, /app]' })],
  good: [podWith({ container: 'command: [/app, --no-sudo-needed]' }), podWith()],
  check: (view, answer) => {
    eachContainer(view, answer, (container) =>
      listOf(container.spec['command']).flatMap((word, index) =>
        /(?:^|[\s;&|/])sudo(?:\s|$)/.test(shown(word))
          ? [{ path: [...container.path, 'command', index] }]
          : [],
      ),
    );
  },
};
