import type { CheckRule } from '../../contract.ts';
import { settingFault, shellWord } from '../fault.ts';
import { textOf } from '../../../formats/json-values.ts';
import type { ContainerView } from '../view.ts';

/** The default bridge, on which every container without a network meets. */
export const defaultBridge: CheckRule<ContainerView> = {
  id: 'CTR-BRIDGE-DEFAULT',
  aliases: { 'docker-bench': ['5.30'] },
  severity: 'low',
  family: 'network-isolation',
  title: { en: 'Default bridge in use', 'zh-CN': '使用默认网桥' },
  why: {
    en: 'All containers without a network of their own share this bridge and reach each other; it has no names and no isolation.',
    'zh-CN': '没有指定网络的容器都在此网桥上互通，既无名称解析也无隔离。',
  },
  advice: {
    en: 'Create a network for each application and join only its containers.',
    'zh-CN': '为每个应用创建网络，只加入其自身的容器。',
  },
  references: [
    'https://docs.docker.com/engine/network/drivers/bridge/#differences-between-user-defined-bridges-and-the-default-bridge',
  ],
  bad: [
    '{"Name": "/web", "HostConfig": {"NetworkMode": "default"}}',
    '{"Name": "/web", "HostConfig": {"NetworkMode": "bridge"}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"NetworkMode": "shop"}}',
    '{"Name": "/web", "HostConfig": {"NetworkMode": "none"}}',
  ],
  check: (view, answer) => {
    const mode = textOf(view.host['NetworkMode']) ?? '';
    if (mode !== 'default' && mode !== 'bridge') return;
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/NetworkMode',
        observed: mode,
        wanted: { en: 'a network of its own', 'zh-CN': '独立的网络' },
        command: `docker network create app && docker network connect app ${shellWord(view.subject)} && docker network disconnect bridge ${shellWord(view.subject)}`,
      }),
    );
  },
};
