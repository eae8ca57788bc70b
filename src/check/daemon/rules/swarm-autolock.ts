import type { CheckRule } from '../../contract.ts';
import { daemonFault } from '../fault.ts';
import { swarmOf } from '../swarm.ts';
import { objectOf } from '../../../formats/json-values.ts';
import type { DaemonView } from '../view.ts';

/** Keys of the swarm that lie open on the disk of a manager. */
export const swarmAutolock: CheckRule<DaemonView> = {
  id: 'SWM-AUTOLOCK',
  aliases: { 'docker-bench': ['7.5', '7.6'] },
  severity: 'medium',
  title: { en: 'Swarm manager autolock is off', 'zh-CN': '未启用 Swarm 管理节点自动锁定' },
  why: {
    en: 'Without it the keys that encrypt the traffic and the store of the swarm lie readable beside it.',
    'zh-CN': '未启用时，加密流量与存储的密钥以可读形式存放在旁边。',
  },
  advice: {
    en: 'docker swarm update --autolock=true, keep the key elsewhere, and rotate it: docker swarm unlock-key --rotate.',
    'zh-CN':
      '执行 docker swarm update --autolock=true，另行保管密钥并轮换：docker swarm unlock-key --rotate。',
  },
  references: ['https://docs.docker.com/engine/swarm/swarm_manager_locking/'],
  bad: [
    '{"info": {"value": {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true, "Cluster": {"Spec": {"EncryptionConfig": {"AutoLockManagers": false}}}}}}}',
  ],
  good: [
    '{"info": {"value": {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true, "Cluster": {"Spec": {"EncryptionConfig": {"AutoLockManagers": true}}}}}}}',
    '{"info": {"value": {"Swarm": {"LocalNodeState": "inactive", "ControlAvailable": true}}}}',
  ],
  check: (view, answer) => {
    const swarm = swarmOf(view, answer, true);
    if (swarm === undefined) return;
    if (objectOf(swarm.spec['EncryptionConfig'])['AutoLockManagers'] === true)
      return answer.needsHuman({
        en: '7.5 autolock is on: pass. 7.6 nothing tells when the key was rotated: docker swarm unlock-key --rotate',
        'zh-CN':
          '7.5 已启用自动锁定：通过。7.6 无从得知密钥何时轮换：docker swarm unlock-key --rotate',
      });
    answer.fail(
      daemonFault(view, {
        name: 'Swarm/Cluster/Spec/EncryptionConfig',
        observed: 'AutoLockManagers: false',
        wanted: 'true',
        command: 'docker swarm update --autolock=true',
      }),
    );
  },
};
