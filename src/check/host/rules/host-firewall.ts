import { asIs } from '../../words.ts';
import type { CheckRule } from '../../contract.ts';
import { hostFault } from '../fault.ts';
import { valueOf, unreadWords } from '../../fact.ts';
import { restrictingRules } from '../firewall.ts';
import { printable } from '../../../model/index.ts';
import type { HostView } from '../view.ts';

/** Who may reach published ports: only the chain DOCKER-USER can say. */
export const hostFirewall: CheckRule<HostView> = {
  id: 'HOST-FIREWALL',
  aliases: {},
  severity: 'medium',
  family: 'network-isolation',
  title: { en: 'Published ports open to everybody', 'zh-CN': '发布的端口对所有人开放' },
  message: {
    en: '{count} published ports are open to everybody who reaches the host',
    'zh-CN': '有 {count} 个已发布端口对所有能访问主机者开放',
  },
  why: {
    en: 'Docker opens published ports before ufw and firewalld see the packet. Only rules in DOCKER-USER, or in nftables before it, restrict who may come.',
    'zh-CN':
      'Docker 在 ufw 与 firewalld 之前放行已发布端口。只有 DOCKER-USER 链或更早的 nftables 规则能限制来源。',
  },
  advice: {
    en: 'Publish on one address, or drop in DOCKER-USER what does not come from where it should.',
    'zh-CN': '只在一个地址发布，或在 DOCKER-USER 中丢弃来源不符的流量。',
  },
  references: ['https://docs.docker.com/engine/network/packet-filtering-firewalls/'],
  bad: [
    '{"published": {"value": [{"container": "web", "address": "0.0.0.0", "port": 8080}]}, "dockerUser": {"value": ["-N DOCKER-USER", "-A DOCKER-USER -j RETURN"]}}',
    '{"published": {"value": [{"container": "web", "address": "10.0.0.4", "port": 8080}]}, "dockerUser": {"absent": true}}',
  ],
  good: [
    '{"firewallBackend": "nftables", "published": {"value": [{"container": "web", "address": "0.0.0.0", "port": 8080}]}, "dockerUser": {"absent": true}}',
    '{"published": {"value": [{"container": "web", "address": "0.0.0.0", "port": 8080}]}, "dockerUser": {"value": ["-N DOCKER-USER", "-A DOCKER-USER ! -s 10.0.0.0/8 -i eth0 -j DROP"]}}',
    '{"published": {"value": [{"container": "web", "address": "127.0.0.1", "port": 8080}]}, "dockerUser": {"absent": true}}',
    '{"published": {"value": [{"container": "web", "address": "0.0.0.0", "port": 8080}]}, "dockerUser": {"value": ["chain DOCKER-USER {", "ip saddr != 10.0.0.0/8 drop", "}"]}}',
  ],
  check: (view, answer) => {
    if (view.published === undefined)
      return answer.notApplicable({
        en: 'published ports were not asked for',
        'zh-CN': '未查询已发布的端口',
      });
    if (view.published.state === 'unread')
      return answer.couldNotRead(
        unreadWords({ en: 'containers', 'zh-CN': '容器' }, view.published.code),
      );
    const open = (valueOf(view.published) ?? []).filter(
      ({ address }) => !/^(?:127\.|::1$|\[::1\]$)/.test(address),
    );
    if (open.length === 0)
      return answer.passed({
        en: 'no port is published beyond the loopback',
        'zh-CN': '没有端口发布到回环地址之外',
      });
    if (view.dockerUser === undefined)
      return answer.couldNotRead({
        en: 'rules of the firewall were not asked for',
        'zh-CN': '未查询防火墙规则',
      });
    if (view.dockerUser.state === 'unread')
      return answer.couldNotRead(unreadWords('DOCKER-USER', view.dockerUser.code));
    if (view.firewallBackend.startsWith('nftables') && view.dockerUser.state === 'absent') {
      return answer.needsHuman({
        en: 'The daemon uses nftables, where DOCKER-USER does not exist: nft list ruleset, wanted: a chain with hook forward that drops what does not come from where it should',
        'zh-CN':
          '守护进程使用 nftables，其中没有 DOCKER-USER：运行 nft list ruleset，应有一条 hook forward 的链丢弃来源不当的流量',
      });
    }
    const rules = restrictingRules(valueOf(view.dockerUser) ?? []);
    if (rules.length > 0)
      return answer.passed(asIs(`DOCKER-USER: ${printable(rules.slice(0, 3).join('; '))}`));
    const some = open
      .slice(0, 4)
      .map((one) => `${one.container} on ${one.address}:${one.port}`)
      .join(', ');
    const fault = hostFault({
      path: 'DOCKER-USER',
      observed: `${view.dockerUser.state === 'absent' ? 'no such chain' : 'no rule that drops'}; ${some}`,
      wanted: {
        en: 'a rule that drops what does not come from where it should',
        'zh-CN': '丢弃来源不当流量的规则',
      },
      command: 'iptables -I DOCKER-USER -i eth0 ! -s 10.0.0.0/8 -j DROP',
    });
    answer.fail({ ...fault, params: { count: open.length } });
  },
};
