import type { CheckRule } from '../../contract.ts';
import { settingFault, shown } from '../fault.ts';
import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { ContainerView } from '../view.ts';

/** Nothing in Docker limits bandwidth: who needs it sets it outside. */
export const networkBandwidth: CheckRule<ContainerView> = {
  id: 'CTR-NETBW',
  aliases: {},
  severity: 'low',
  level: 'strict',
  family: 'limits',
  title: { en: 'No network bandwidth limit', 'zh-CN': '没有网络带宽限制' },
  why: {
    en: 'Docker has no limit of bandwidth; one container can fill the line of all.',
    'zh-CN': 'Docker 本身没有带宽限制；一个容器就能占满所有人的线路。',
  },
  advice: {
    en: 'Shape the traffic of the veth of the container with tc on the host, or use a network plugin that does. State it in the label plimsoll.bandwidth.',
    'zh-CN':
      '在主机上用 tc 限制容器 veth 的流量，或使用支持限速的网络插件，并在标签 plimsoll.bandwidth 中注明。',
  },
  references: ['https://man7.org/linux/man-pages/man8/tc-tbf.8.html'],
  bad: ['{"Name": "/web", "HostConfig": {"NetworkMode": "shop"}}'],
  good: [
    '{"Name": "/web", "HostConfig": {"NetworkMode": "shop"}, "Config": {"Labels": {"plimsoll.bandwidth": "100mbit"}}}',
    '{"Name": "/web", "HostConfig": {"NetworkMode": "none"}}',
  ],
  check: (view, answer) => {
    const mode = textOf(view.host['NetworkMode']) ?? 'default';
    if (mode === 'none')
      return answer.notApplicable({ en: 'the container has no network', 'zh-CN': '容器没有网络' });
    const stated = textOf(objectOf(view.config['Labels'])['plimsoll.bandwidth']);
    if (stated !== undefined)
      return answer.passed({
        en: `label plimsoll.bandwidth: ${shown(stated)}`,
        'zh-CN': `标签 plimsoll.bandwidth：${shown(stated)}`,
      });
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/NetworkMode',
        observed: { en: 'no limit stated', 'zh-CN': '未说明上限' },
        wanted: {
          en: 'a limit on the host, stated in the label plimsoll.bandwidth',
          'zh-CN': '在主机上限速，并用标签 plimsoll.bandwidth 说明',
        },
        command: 'tc qdisc add dev VETH root tbf rate 100mbit burst 32kbit latency 400ms',
      }),
    );
  },
};
