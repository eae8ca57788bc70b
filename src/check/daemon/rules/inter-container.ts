import type { CheckRule } from '../../contract.ts';
import { judgeSetting } from '../settings.ts';
import type { DaemonView } from '../view.ts';

/** Containers of the default bridge may reach each other. */
export const interContainer: CheckRule<DaemonView> = {
  id: 'DMN-ICC',
  aliases: { 'docker-bench': ['2.2'] },
  severity: 'medium',
  family: 'network-isolation',
  title: {
    en: 'Containers on the default bridge reach each other',
    'zh-CN': '默认网桥上的容器可互相访问',
  },
  why: {
    en: 'With icc every container of the default bridge reaches every port of every other.',
    'zh-CN': 'icc 开启时，默认网桥上的容器可访问彼此的所有端口。',
  },
  advice: {
    en: 'Set "icc": false and create a network for each application.',
    'zh-CN': '设置 "icc": false，并为每个应用创建网络。',
  },
  references: ['https://docs.docker.com/engine/network/packet-filtering-firewalls/'],
  bad: ['{"icc": true}', '{}', '{"commandLine": {"value": ["dockerd"]}, "file": {"absent": true}}'],
  good: [
    '{"icc": false}',
    '{"commandLine": {"value": ["dockerd", "--icc=false"]}, "file": {"absent": true}}',
    '{"bridge": {"value": {"Options": {"com.docker.network.bridge.enable_icc": "false"}}}, "info": {"value": {}}, "commandLine": {"unread": "EACCES"}}',
  ],
  check: (view, answer) => {
    if (view.bridge?.state === 'absent')
      return answer.notApplicable({
        en: 'the daemon has no default bridge',
        'zh-CN': '守护进程没有默认网桥',
      });
    judgeSetting(view, answer, {
      name: 'icc',
      good: (value) => value === false,
      wanted: 'false',
      json: 'false',
      edit: 'review',
    });
  },
};
