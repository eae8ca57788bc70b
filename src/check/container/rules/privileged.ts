import type { CheckRule } from '../../contract.ts';
import { isPrivileged } from '../effective.ts';
import { settingFault, runAgain } from '../fault.ts';
import type { ContainerView } from '../view.ts';

/** `--privileged`: every capability, every device, no seccomp, no AppArmor. */
export const privileged: CheckRule<ContainerView> = {
  id: 'CTR-PRIVILEGED',
  aliases: { 'docker-bench': ['5.5'] },
  severity: 'critical',
  family: 'privileged',
  title: { en: 'Privileged container', 'zh-CN': '特权容器' },
  message: {
    en: '{container} runs privileged: nothing separates its root from the host',
    'zh-CN': '{container} 以特权模式运行：其 root 与主机之间没有隔离',
  },
  why: {
    en: 'A privileged container has every capability and device of the host and neither seccomp nor AppArmor. Who is root in it mounts the disks of the host.',
    'zh-CN':
      '特权容器拥有主机的全部能力和设备，且没有 seccomp 与 AppArmor。容器内的 root 可以直接挂载主机磁盘。',
  },
  advice: {
    en: 'Leave --privileged out and give the one capability or device that is needed.',
    'zh-CN': '去掉 --privileged，只授予所需的单个能力或设备。',
  },
  references: ['https://docs.docker.com/reference/cli/docker/container/run/#privileged'],
  bad: ['{"Name": "/web", "HostConfig": {"Privileged": true}}'],
  good: [
    '{"Name": "/web", "HostConfig": {"Privileged": false}}',
    '{"Name": "/web", "HostConfig": {"CapAdd": ["NET_ADMIN"]}}',
  ],
  check: (view, answer) => {
    if (!isPrivileged(view)) return;
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/Privileged',
        observed: 'true',
        wanted: 'false',
        command: runAgain(view, '--cap-drop ALL --cap-add NEEDED'),
      }),
    );
  },
};
