import type { CheckRule } from '../../contract.ts';
import { judgeSetting } from '../settings.ts';
import type { DaemonView } from '../view.ts';

/** Whether Docker keeps the rules that separate its networks. */
export const iptables: CheckRule<DaemonView> = {
  id: 'DMN-IPTABLES',
  aliases: { 'docker-bench': ['2.4'] },
  severity: 'medium',
  family: 'network-isolation',
  title: { en: 'Docker does not manage iptables', 'zh-CN': 'Docker 不管理 iptables' },
  why: {
    en: 'Without these rules networks are not separated from each other unless somebody writes them by hand.',
    'zh-CN': '没有这些规则，各网络之间不会隔离，除非有人手工编写。',
  },
  advice: { en: 'Remove "iptables": false.', 'zh-CN': '去掉 "iptables": false。' },
  references: ['https://docs.docker.com/engine/network/packet-filtering-firewalls/'],
  bad: [
    '{"iptables": false}',
    '{"commandLine": {"value": ["dockerd", "--iptables=false"]}, "file": {"absent": true}}',
  ],
  good: ['{}', '{"iptables": true}'],
  check: (view, answer) => {
    judgeSetting(view, answer, {
      name: 'iptables',
      good: (value) => value === true,
      wanted: 'true',
      json: 'true',
      edit: 'review',
    });
  },
};
