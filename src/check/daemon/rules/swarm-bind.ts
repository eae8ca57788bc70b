import type { CheckRule } from '../../contract.ts';
import { daemonFault } from '../fault.ts';
import { swarmOf } from '../swarm.ts';
import type { DaemonView } from '../view.ts';

/** The port of the managers on every address. */
export const swarmBind: CheckRule<DaemonView> = {
  id: 'SWM-BIND',
  aliases: { 'docker-bench': ['7.2'] },
  severity: 'medium',
  title: { en: 'Swarm listens on every interface', 'zh-CN': 'Swarm 在所有网卡上监听' },
  why: {
    en: 'Nodes speak to each other on port 2377; on every address it is open to all networks of the host.',
    'zh-CN': '节点之间通过 2377 端口通信；绑定所有地址意味着对主机的全部网络开放。',
  },
  advice: {
    en: 'Join with --listen-addr of the network of the nodes.',
    'zh-CN': '加入时用 --listen-addr 指定节点网络的地址。',
  },
  references: ['https://docs.docker.com/reference/cli/docker/swarm/init/'],
  bad: [
    '{"info": {"value": {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true}}}, "listeners": {"value": ["0.0.0.0:2377"]}}',
  ],
  good: [
    '{"info": {"value": {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true}}}, "listeners": {"value": ["10.0.0.4:2377", "0.0.0.0:22"]}}',
    '{"info": {"value": {"Swarm": {"LocalNodeState": "inactive", "ControlAvailable": true}}}}',
  ],
  check: (view, answer) => {
    const swarm = swarmOf(view, answer, true);
    if (swarm === undefined) return;
    if (view.listeners?.state !== 'value')
      return answer.couldNotRead({
        en: 'listening ports of the machine',
        'zh-CN': '本机监听的端口',
      });
    const open = view.listeners.value.filter(
      (one) => one === '0.0.0.0:2377' || one === '[::]:2377',
    );
    if (open.length === 0)
      return answer.passed({
        en: 'port 2377 on single addresses',
        'zh-CN': '2377 端口只监听特定地址',
      });
    answer.fail(
      daemonFault(view, {
        name: 'Swarm/ListenAddr',
        observed: open.join(', '),
        wanted: { en: 'one address', 'zh-CN': '单个地址' },
        command: 'docker swarm leave --force && docker swarm init --listen-addr ADDRESS:2377',
      }),
    );
  },
};
