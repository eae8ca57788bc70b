import { objectOf } from '../../../formats/json-values.ts';
import { isWindows, securityContextOf, shown } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';
import { notSet } from '../../words.ts';

/** Windows containers run as ContainerUser. */
export const winUser: KubernetesRule = {
  id: 'K8S-WIN-USER',
  aliases: {
    kyverno: ['require-run-as-containeruser'],
    kubescape: ['set-runasusername-value', 'set-gmsacredentialspecname-value'],
  },
  severity: 'low',
  family: 'non-root',
  title: {
    en: 'A Windows container does not run as ContainerUser',
    'zh-CN': 'Windows 容器未以 ContainerUser 运行',
  },
  message: {
    en: 'The Windows user of container "{container}" is {name}',
    'zh-CN': '容器 "{container}" 的 Windows 用户为 {name}',
  },
  why: {
    en: 'ContainerAdministrator may install services and read every file of the container.',
    'zh-CN': 'ContainerAdministrator 可安装服务并读取容器内所有文件。',
  },
  advice: {
    en: 'Set windowsOptions.runAsUserName: ContainerUser.',
    'zh-CN': '设置 windowsOptions.runAsUserName: ContainerUser。',
  },
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-runasusername/'],
  bad: [podWith({ pod: 'os: { name: windows }' })],
  good: [
    podWith({
      pod: 'os: { name: windows }\nsecurityContext: { windowsOptions: { runAsUserName: ContainerUser } }',
    }),
    podWith(),
  ],
  check: (view, answer) => {
    eachContainer(view, answer, (container, pod) => {
      const own = objectOf(securityContextOf(container.spec)['windowsOptions']);
      const inherited = objectOf(securityContextOf(pod.spec)['windowsOptions']);
      const name = shown(own['runAsUserName'] ?? inherited['runAsUserName']);
      if (name === 'ContainerUser' || (name === '' && !isWindows(pod))) return undefined;
      return {
        path: [...container.path, 'securityContext', 'windowsOptions', 'runAsUserName'],
        params: { name: name === '' ? notSet : name },
      };
    });
  },
};
