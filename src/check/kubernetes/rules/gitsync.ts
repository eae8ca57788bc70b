import { listOf, objectOf } from '../../../formats/json-values.ts';
import { shown } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith } from '../examples.ts';
import { imageOf } from '../images.ts';
import type { KubernetesRule } from '../rule.ts';

const variables = new Set([
  'GITSYNC_GIT',
  'GIT_SYNC_GIT',
  'GITSYNC_EXECHOOK_COMMAND',
  'GIT_SYNC_EXECHOOK_COMMAND',
  'GITSYNC_GIT_CONFIG',
  'GIT_SYNC_GIT_CONFIG',
]);

/** git-sync runs no program that its settings name. */
export const gitSync: KubernetesRule = {
  id: 'K8S-GITSYNC',
  aliases: {
    checkov: ['CKV_K8S_159'],
  },
  severity: 'medium',
  title: { en: 'git-sync takes a command from its settings', 'zh-CN': 'git-sync 从设置中接受命令' },
  message: {
    en: 'Container "{container}" gives git-sync a program to run',
    'zh-CN': '容器 "{container}" 让 git-sync 运行指定程序',
  },
  why: {
    en: 'Who can set the variables or flags of git-sync runs programs in its container.',
    'zh-CN': '能设置 git-sync 变量或参数的人可在其容器内运行程序。',
  },
  advice: {
    en: 'Do not set GIT_SYNC_GIT, GITSYNC_GIT, --git or exec hooks from what others can change.',
    'zh-CN': '不要用他人可改动的值设置 GIT_SYNC_GIT、GITSYNC_GIT、--git 或执行钩子。',
  },
  references: ['https://github.com/kubernetes/git-sync'],
  bad: [
    podWith({
      image: 'registry.k8s.io/git-sync/git-sync:v4.2.1',
      container: 'env: [{ name: GITSYNC_GIT, value: /tmp/x }]',
    }),
  ],
  good: [
    podWith({ image: 'registry.k8s.io/git-sync/git-sync:v4.2.1' }),
    podWith({ container: 'env: [{ name: GITSYNC_GIT, value: /tmp/x }]' }),
  ],
  check: (view, answer) => {
    eachContainer(view, answer, (container) => {
      if (imageOf(container)?.repository.endsWith('/git-sync') !== true) return [];
      const env = listOf(container.spec['env']).flatMap((item, index) =>
        variables.has(shown(objectOf(item)['name']))
          ? [{ path: [...container.path, 'env', index] }]
          : [],
      );
      const args = listOf(container.spec['args']).flatMap((word, index) =>
        /^--?(?:git|exechook-command|password|git-config)(?:=|$)/.test(shown(word))
          ? [{ path: [...container.path, 'args', index] }]
          : [],
      );
      return [...env, ...args];
    });
  },
};
