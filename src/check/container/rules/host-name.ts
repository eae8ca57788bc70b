import type { CheckRule } from '../../contract.ts';
import { sharesHost } from '../effective.ts';
import { settingFault, runAgain } from '../fault.ts';
import type { ContainerView } from '../view.ts';

/** `UTSMode: host`. */
export const hostName: CheckRule<ContainerView> = {
  id: 'CTR-UTS-HOST',
  aliases: { 'docker-bench': ['5.21'] },
  severity: 'medium',
  family: 'host-uts',
  title: { en: "Host's name shared", 'zh-CN': '共享主机名' },
  why: {
    en: 'It can rename the host, on whose name logs and certificates rely.',
    'zh-CN': '可以更改主机名，而日志与证书依赖于它。',
  },
  advice: { en: 'Leave --uts host out.', 'zh-CN': '去掉 --uts host。' },
  references: ['https://man7.org/linux/man-pages/man7/namespaces.7.html'],
  bad: ['{"Name": "/web", "HostConfig": {"UTSMode": "host"}}'],
  good: [
    '{"Name": "/web", "HostConfig": {"UTSMode": ""}}',
    '{"Name": "/web", "HostConfig": {"UTSMode": "private"}}',
  ],
  check: (view, answer) => {
    if (!sharesHost(view, 'UTSMode')) return;
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/UTSMode',
        observed: 'host',
        wanted: { en: 'a namespace of its own', 'zh-CN': '独立的命名空间' },
        command: runAgain(view, '--hostname NAME'),
      }),
    );
  },
};
