import type { CheckRule } from '../../contract.ts';
import { daemonFault } from '../fault.ts';
import { swarmOf } from '../swarm.ts';
import { valueOf } from '../../fact.ts';
import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { DaemonView } from '../view.ts';

/** Orders and data of the swarm on one network. */
export const swarmPlanes: CheckRule<DaemonView> = {
  id: 'SWM-PLANES',
  aliases: { 'docker-bench': ['7.9'] },
  severity: 'low',
  level: 'strict',
  title: { en: 'Swarm management and data share a network', 'zh-CN': 'Swarm 管理与数据共用网络' },
  why: {
    en: 'Load or an intruder in the traffic of containers then reaches the managers.',
    'zh-CN': '容器流量中的负载或入侵者因此可触及管理节点。',
  },
  advice: {
    en: 'Join with --data-path-addr of another network.',
    'zh-CN': '加入时用 --data-path-addr 指定另一网络。',
  },
  references: ['https://docs.docker.com/engine/swarm/networking/'],
  bad: [
    '{"info": {"value": {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true, "NodeAddr": "10.0.0.4", "DataPathAddr": "10.0.0.4"}}}}',
  ],
  good: [
    '{"info": {"value": {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true, "NodeAddr": "10.0.0.4", "DataPathAddr": "10.1.0.4"}}}}',
    '{"info": {"value": {"Swarm": {"LocalNodeState": "inactive", "ControlAvailable": true}}}}',
  ],
  check: (view, answer) => {
    const swarm = swarmOf(view, answer, false);
    if (swarm === undefined) return;
    const data = textOf(objectOf(objectOf(valueOf(view.info))['Swarm'])['DataPathAddr']);
    if (data === undefined)
      return answer.needsHuman({
        en: 'docker swarm init and join: was --data-path-addr given? ss -lun | grep 4789 shows the address of the data',
        'zh-CN':
          'docker swarm init 和 join 时是否指定了 --data-path-addr？ss -lun | grep 4789 可查看数据所用的地址',
      });
    if (data !== swarm.nodeAddress)
      return answer.passed({
        en: `managers on ${swarm.nodeAddress}, data on ${data}`,
        'zh-CN': `管理流量使用 ${swarm.nodeAddress}，数据流量使用 ${data}`,
      });
    answer.fail(
      daemonFault(view, {
        name: 'Swarm/DataPathAddr',
        observed: data,
        wanted: {
          en: `another address than ${swarm.nodeAddress}`,
          'zh-CN': `与 ${swarm.nodeAddress} 不同的地址`,
        },
        command: 'docker swarm join --data-path-addr ADDRESS',
      }),
    );
  },
};
