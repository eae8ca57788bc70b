import type { CheckRule } from '../../contract.ts';
import { networkFault } from '../fault.ts';
import type { NetworkView } from '../view.ts';

/** Overlay networks whose traffic crosses hosts in the clear. */
export const overlayEncryption: CheckRule<NetworkView> = {
  id: 'NET-OVERLAY-PLAIN',
  aliases: { 'docker-bench': ['7.3'] },
  severity: 'high',
  family: 'encryption',
  title: { en: 'Overlay network not encrypted', 'zh-CN': 'Overlay 网络未加密' },
  message: {
    en: 'Traffic of the network {network} crosses hosts in the clear',
    'zh-CN': '网络 {network} 的流量以明文跨主机传输',
  },
  why: {
    en: 'What containers say to each other between hosts can be read and changed by anybody on the way.',
    'zh-CN': '主机之间的容器流量可被途中的任何人读取和更改。',
  },
  advice: { en: 'Create it with --opt encrypted.', 'zh-CN': '创建时使用 --opt encrypted。' },
  references: [
    'https://docs.docker.com/engine/network/drivers/overlay/#encrypt-traffic-on-an-overlay-network',
  ],
  bad: ['{"Name": "front", "Driver": "overlay", "Scope": "swarm"}'],
  good: [
    '{"Name": "front", "Driver": "overlay", "Options": {"encrypted": ""}}',
    '{"Name": "front", "Driver": "bridge"}',
  ],
  check: (view, answer) => {
    if (view.driver !== 'overlay')
      return answer.notApplicable({ en: 'no overlay network', 'zh-CN': '不是 overlay 网络' });
    if ('encrypted' in view.options && view.options['encrypted'] !== 'false')
      return answer.passed({ en: 'encrypted', 'zh-CN': '已加密' });
    answer.fail(
      networkFault(view, {
        pointer: '/Options',
        observed: { en: 'Options: no "encrypted"', 'zh-CN': '选项中没有 "encrypted"' },
        wanted: { en: 'encrypted', 'zh-CN': '已加密' },
        command: `docker network create -d overlay --opt encrypted NAME`,
      }),
    );
  },
};
