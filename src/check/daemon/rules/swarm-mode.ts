import type { CheckRule } from '../../contract.ts';
import { daemonFault } from '../fault.ts';
import { swarmOf } from '../swarm.ts';
import type { DaemonView } from '../view.ts';

/** Swarm mode, which opens ports and keeps keys. */
export const swarmMode: CheckRule<DaemonView> = {
  id: 'SWM-ENABLED',
  aliases: { 'docker-bench': ['5.1'] },
  severity: 'low',
  level: 'strict',
  title: { en: 'Swarm mode is on', 'zh-CN': '启用了 Swarm 模式' },
  why: {
    en: 'Swarm mode opens three ports and keeps keys of the cluster; on a host that is no part of one it only adds ways in.',
    'zh-CN': 'Swarm 模式会打开三个端口并保存集群密钥；不需要时只是增加攻击面。',
  },
  advice: { en: 'Leave the swarm where it is not used.', 'zh-CN': '不使用时退出 swarm。' },
  references: ['https://docs.docker.com/engine/swarm/swarm-mode/'],
  bad: [
    '{"info": {"value": {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true, "Nodes": 1}}}}',
  ],
  good: [
    '{"info": {"value": {"Swarm": {"LocalNodeState": "inactive", "ControlAvailable": true}}}}',
    '{"info": {"value": {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true, "Nodes": 3}}}}',
  ],
  check: (view, answer) => {
    const swarm = swarmOf(view, answer, false);
    if (swarm === undefined) return;
    if (swarm.nodes > 1 || !swarm.manager)
      return answer.needsHuman({
        en: 'docker node ls: is every node needed?',
        'zh-CN': 'docker node ls：每个节点都需要吗？',
      });
    answer.fail(
      daemonFault(view, {
        name: 'Swarm',
        observed: { en: 'active, with this node alone', 'zh-CN': '已启用，只有本节点' },
        wanted: { en: 'inactive, or more nodes', 'zh-CN': '未启用，或有更多节点' },
        command: 'docker swarm leave --force',
      }),
    );
  },
};
