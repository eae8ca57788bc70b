import type { CheckRule } from '../../contract.ts';
import { sharesHost } from '../effective.ts';
import { settingFault, runAgain } from '../fault.ts';
import type { ContainerView } from '../view.ts';

/** `UsernsMode: host`. */
export const hostUserNamespace: CheckRule<ContainerView> = {
  id: 'CTR-USERNS-HOST',
  aliases: { 'docker-bench': ['5.31'], amicontained: ['userns'] },
  severity: 'high',
  family: 'userns',
  title: { en: 'User namespace switched off', 'zh-CN': '关闭了用户命名空间' },
  why: {
    en: 'The daemon maps root to another user; this container is exempt, its root is the root of the host.',
    'zh-CN': '守护进程已将 root 映射为其他用户；该容器却被豁免，其 root 即主机 root。',
  },
  advice: { en: 'Leave --userns host out.', 'zh-CN': '去掉 --userns host。' },
  references: ['https://man7.org/linux/man-pages/man7/namespaces.7.html'],
  bad: ['{"Name": "/web", "HostConfig": {"UsernsMode": "host"}}'],
  good: [
    '{"Name": "/web", "HostConfig": {"UsernsMode": ""}}',
    '{"Name": "/web", "HostConfig": {"UsernsMode": "private"}}',
  ],
  check: (view, answer) => {
    if (!sharesHost(view, 'UsernsMode')) return;
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/UsernsMode',
        observed: 'host',
        wanted: { en: 'a namespace of its own', 'zh-CN': '独立的命名空间' },
        command: runAgain(view, '--userns=""'),
      }),
    );
  },
};
