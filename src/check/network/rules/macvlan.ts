import type { CheckRule } from '../../contract.ts';
import { networkFault } from '../fault.ts';
import type { NetworkView } from '../view.ts';

/** Networks that put containers on the wire beside the host. */
export const macvlan: CheckRule<NetworkView> = {
  id: 'NET-MACVLAN',
  aliases: {},
  severity: 'low',
  level: 'strict',
  family: 'network-isolation',
  title: { en: 'macvlan or ipvlan network', 'zh-CN': 'macvlan 或 ipvlan 网络' },
  why: {
    en: 'Containers have addresses of their own on the network of the host: no rule of the host, DOCKER-USER included, sees their traffic.',
    'zh-CN': '容器在主机所在网络上有独立地址：主机的规则（包括 DOCKER-USER）都看不到其流量。',
  },
  advice: {
    en: 'Use a bridge with published ports, or filter on the switch.',
    'zh-CN': '使用网桥并发布端口，或在交换机上过滤。',
  },
  references: ['https://docs.docker.com/engine/network/drivers/macvlan/'],
  bad: ['{"Name": "front", "Driver": "macvlan"}', '{"Name": "front", "Driver": "ipvlan"}'],
  good: [
    '{"Name": "front", "Driver": "bridge"}',
    '{"Name": "front", "Driver": "macvlan", "Internal": true}',
  ],
  check: (view, answer) => {
    if ((view.driver !== 'macvlan' && view.driver !== 'ipvlan') || view.internal) return;
    answer.fail(
      networkFault(view, {
        pointer: '/Driver',
        observed: `Driver: ${view.driver}`,
        wanted: 'bridge',
        command: 'docker network create NAME',
      }),
    );
  },
};
