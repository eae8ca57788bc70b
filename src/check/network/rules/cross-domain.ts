import { asIs } from '../../words.ts';
import type { CheckRule } from '../../contract.ts';
import { domainOf } from '../members.ts';
import { networkFault } from '../fault.ts';
import { shellWord } from '../../../formats/shell-quoting.ts';
import { printable } from '../../../model/index.ts';
import type { NetworkView } from '../view.ts';

/** Containers of several applications or tenants on one network. */
export const crossDomain: CheckRule<NetworkView> = {
  id: 'NET-CROSS-DOMAIN',
  aliases: {},
  severity: 'medium',
  family: 'network-isolation',
  title: {
    en: 'Containers of different domains share a network',
    'zh-CN': '不同安全域的容器共用网络',
  },
  message: {
    en: 'The network {network} joins {domains}',
    'zh-CN': '网络 {network} 连接了 {domains}',
  },
  why: {
    en: 'What is on one network reaches every port of the rest: a flaw in one application opens the other.',
    'zh-CN': '同一网络内可互访全部端口：一个应用的缺陷会打开另一个应用。',
  },
  advice: {
    en: 'Give each application its network; where two must speak, one network for these two containers.',
    'zh-CN': '每个应用使用各自的网络；必须互通时，只为这两个容器建一个网络。',
  },
  references: ['https://docs.docker.com/engine/network/drivers/bridge/'],
  bad: [
    '{"network": {"Name": "front", "Driver": "bridge"}, "members": [{"name": "a", "labels": {"com.docker.compose.project": "shop"}}, {"name": "b", "labels": {"com.docker.compose.project": "billing"}}]}',
    '{"network": {"Name": "front", "Driver": "bridge"}, "members": [{"name": "a", "labels": {"plimsoll.domain": "x", "com.docker.compose.project": "shop"}}, {"name": "b", "labels": {"com.docker.compose.project": "shop"}}]}',
  ],
  good: [
    '{"network": {"Name": "front", "Driver": "bridge"}, "members": [{"name": "a", "labels": {"com.docker.compose.project": "shop"}}, {"name": "b", "labels": {"com.docker.compose.project": "shop"}}]}',
    '{"network": {"Name": "front", "Driver": "bridge"}, "members": [{"name": "a"}, {"name": "b", "labels": {"plimsoll.domain": "x"}}]}',
    '{"network": {"Name": "front", "Driver": "bridge"}, "members": []}',
  ],
  check: (view, answer) => {
    if (view.driver === 'null' || view.driver === 'host')
      return answer.notApplicable({ en: 'no network of containers', 'zh-CN': '不是容器网络' });
    const domains = new Map<string, string[]>();
    for (const member of view.members) {
      const domain = domainOf(member);
      if (domain !== undefined) domains.set(domain, [...(domains.get(domain) ?? []), member.name]);
    }
    if (domains.size < 2)
      return answer.passed(
        domains.size === 0
          ? { en: 'no container names its domain', 'zh-CN': '没有容器说明其所属域' }
          : asIs([...domains.keys()].map((name) => printable(name)).join('')),
      );
    const said = [...domains]
      .map(([domain, names]) => `${domain}: ${names.slice(0, 4).join(', ')}`)
      .join('; ');
    const fault = networkFault(view, {
      pointer: '/Containers',
      observed: said,
      wanted: { en: 'containers of one domain', 'zh-CN': '同一域的容器' },
      command: `docker network disconnect ${shellWord(view.subject)} CONTAINER`,
    });
    answer.fail({
      ...fault,
      params: {
        network: view.subject,
        domains: printable([...domains.keys()].slice(0, 4).join(', ')),
      },
    });
  },
};
