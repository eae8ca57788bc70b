import type { CheckRule } from '../../contract.ts';
import { daemonFault } from '../fault.ts';
import { swarmOf } from '../swarm.ts';
import { objectOf, numberOf } from '../../../formats/json-values.ts';
import type { DaemonView } from '../view.ts';

/** How long certificates of nodes are good. */
export const swarmCertificates: CheckRule<DaemonView> = {
  id: 'SWM-CERTS',
  aliases: { 'docker-bench': ['7.7', '7.8'] },
  severity: 'low',
  level: 'strict',
  title: { en: 'Swarm certificates live long', 'zh-CN': 'Swarm 证书有效期过长' },
  why: {
    en: 'A stolen certificate of a node is good until it ends: ninety days by default.',
    'zh-CN': '被盗的节点证书在到期前一直有效：默认九十天。',
  },
  advice: {
    en: 'docker swarm update --cert-expiry 720h, and rotate the CA: docker swarm ca --rotate.',
    'zh-CN': '执行 docker swarm update --cert-expiry 720h，并轮换 CA:docker swarm ca --rotate。',
  },
  references: ['https://docs.docker.com/engine/swarm/how-swarm-mode-works/pki/'],
  options: { days: 30 },
  bad: [
    '{"info": {"value": {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true, "Cluster": {"Spec": {"CAConfig": {"NodeCertExpiry": 7776000000000000}}}}}}}',
  ],
  good: [
    '{"info": {"value": {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true, "Cluster": {"Spec": {"CAConfig": {"NodeCertExpiry": 2592000000000000}}}}}}}',
    '{"info": {"value": {"Swarm": {"LocalNodeState": "inactive", "ControlAvailable": true}}}}',
  ],
  check: (view, answer) => {
    const swarm = swarmOf(view, answer, true);
    if (swarm === undefined) return;
    const days = (numberOf(objectOf(swarm.spec['CAConfig'])['NodeCertExpiry']) ?? 7776e12) / 864e11;
    const most = Number(answer.option('days'));
    if (days <= most)
      return answer.needsHuman({
        en: `7.7 certificates live ${days} days: pass. 7.8 nothing tells when the CA was rotated: docker swarm ca --rotate`,
        'zh-CN': `7.7 证书有效期 ${days} 天：通过。7.8 无从得知 CA 何时轮换：docker swarm ca --rotate`,
      });
    answer.fail(
      daemonFault(view, {
        name: 'Swarm/Cluster/Spec/CAConfig',
        observed: { en: `NodeCertExpiry: ${days} days`, 'zh-CN': `NodeCertExpiry：${days} 天` },
        wanted: { en: `at most ${most} days`, 'zh-CN': `最多 ${most} 天` },
        command: `docker swarm update --cert-expiry ${most * 24}h`,
      }),
    );
  },
};
