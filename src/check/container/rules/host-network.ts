import type { CheckRule } from '../../contract.ts';
import { sharesHost } from '../effective.ts';
import { settingFault, runAgain } from '../fault.ts';
import type { ContainerView } from '../view.ts';

/** `NetworkMode: host`. */
export const hostNetwork: CheckRule<ContainerView> = {
  id: 'CTR-NET-HOST',
  aliases: { 'docker-bench': ['5.10'], cdk: ['network.namespace'] },
  severity: 'high',
  family: 'host-network',
  title: { en: 'Host network', 'zh-CN': '使用主机网络' },
  why: {
    en: 'It reaches every service that listens on the loopback of the host, and can listen in its name.',
    'zh-CN': '可以访问主机回环地址上的全部服务，并以主机的名义监听。',
  },
  advice: {
    en: 'Use a network of its own and publish the ports.',
    'zh-CN': '使用独立网络并发布所需端口。',
  },
  references: ['https://man7.org/linux/man-pages/man7/namespaces.7.html'],
  bad: ['{"Name": "/web", "HostConfig": {"NetworkMode": "host"}}'],
  good: [
    '{"Name": "/web", "HostConfig": {"NetworkMode": ""}}',
    '{"Name": "/web", "HostConfig": {"NetworkMode": "front"}}',
  ],
  check: (view, answer) => {
    if (!sharesHost(view, 'NetworkMode')) return;
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/NetworkMode',
        observed: 'host',
        wanted: { en: 'a namespace of its own', 'zh-CN': '独立的命名空间' },
        command: runAgain(view, '--network NAME'),
      }),
    );
  },
};
