import type { CheckRule } from '../../contract.ts';
import { daemonFault } from '../fault.ts';
import { swarmOf } from '../swarm.ts';
import type { DaemonView } from '../view.ts';

/** More managers than a quorum needs. */
export const swarmManagers: CheckRule<DaemonView> = {
  id: 'SWM-MANAGERS',
  aliases: { 'docker-bench': ['7.1'] },
  severity: 'low',
  title: { en: 'Many swarm managers', 'zh-CN': 'Swarm 管理节点过多' },
  why: {
    en: 'Each manager holds all keys and can order every node.',
    'zh-CN': '每个管理节点都持有全部密钥并可指挥所有节点。',
  },
  advice: {
    en: 'Demote managers until three, five or seven are left.',
    'zh-CN': '降级多余的管理节点，保留三、五或七个。',
  },
  references: ['https://docs.docker.com/engine/swarm/admin_guide/'],
  bad: [
    '{"info": {"value": {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true, "Managers": 9, "Nodes": 20}}}}',
    '{"info": {"value": {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true, "Managers": 2, "Nodes": 5}}}}',
  ],
  good: [
    '{"info": {"value": {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true, "Managers": 3, "Nodes": 9}}}}',
    '{"info": {"value": {"Swarm": {"LocalNodeState": "inactive", "ControlAvailable": true}}}}',
  ],
  check: (view, answer) => {
    const swarm = swarmOf(view, answer, true);
    if (swarm === undefined) return;
    const { managers } = swarm;
    if ([1, 3, 5, 7].includes(managers))
      return answer.passed({ en: `${managers} managers`, 'zh-CN': `${managers} 个管理节点` });
    answer.fail(
      daemonFault(view, {
        name: 'Swarm/Managers',
        observed: { en: `${managers} managers`, 'zh-CN': `${managers} 个管理节点` },
        wanted: { en: '1, 3, 5 or 7', 'zh-CN': '1、3、5 或 7' },
        command: 'docker node demote NODE',
      }),
    );
  },
};
