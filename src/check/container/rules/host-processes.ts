import type { CheckRule } from '../../contract.ts';
import { sharesHost } from '../effective.ts';
import { settingFault, runAgain } from '../fault.ts';
import type { ContainerView } from '../view.ts';

/** `PidMode: host`. */
export const hostProcesses: CheckRule<ContainerView> = {
  id: 'CTR-PID-HOST',
  aliases: { 'docker-bench': ['5.16'], amicontained: ['pidns'] },
  severity: 'high',
  family: 'host-pid',
  title: { en: "Host's processes visible", 'zh-CN': '可见主机进程' },
  why: {
    en: 'It sees every process of the host with its environment, and may signal those of its user.',
    'zh-CN': '可以看到主机的全部进程及其环境变量，并向同用户的进程发信号。',
  },
  advice: { en: 'Leave --pid host out.', 'zh-CN': '去掉 --pid host。' },
  references: ['https://man7.org/linux/man-pages/man7/namespaces.7.html'],
  bad: ['{"Name": "/web", "HostConfig": {"PidMode": "host"}}'],
  good: [
    '{"Name": "/web", "HostConfig": {"PidMode": ""}}',
    '{"Name": "/web", "HostConfig": {"PidMode": "private"}}',
  ],
  check: (view, answer) => {
    if (!sharesHost(view, 'PidMode')) return;
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/PidMode',
        observed: 'host',
        wanted: { en: 'a namespace of its own', 'zh-CN': '独立的命名空间' },
        command: runAgain(view, '--pid private'),
      }),
    );
  },
};
