import type { CheckRule } from '../../contract.ts';
import { daemonFault } from '../fault.ts';
import { swarmOf } from '../swarm.ts';
import type { DaemonView } from '../view.ts';

/** A swarm whose services get no secrets the safe way. */
export const swarmSecrets: CheckRule<DaemonView> = {
  id: 'SWM-SECRETS',
  aliases: { 'docker-bench': ['7.4'] },
  severity: 'low',
  family: 'secrets',
  title: { en: 'Docker secrets not used', 'zh-CN': '未使用 Docker secrets' },
  why: {
    en: 'Without secrets credentials travel in environment variables and configuration files.',
    'zh-CN': '不使用 secrets 时，凭据会出现在环境变量与配置文件中。',
  },
  advice: {
    en: 'docker secret create NAME -, and give it to the services.',
    'zh-CN': '使用 docker secret create NAME - 创建并提供给服务。',
  },
  references: ['https://docs.docker.com/engine/swarm/secrets/'],
  bad: [
    '{"info": {"value": {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true}}}, "secrets": {"value": 0}}',
  ],
  good: [
    '{"info": {"value": {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true}}}, "secrets": {"value": 2}}',
    '{"info": {"value": {"Swarm": {"LocalNodeState": "inactive", "ControlAvailable": true}}}}',
  ],
  check: (view, answer) => {
    const swarm = swarmOf(view, answer, true);
    if (swarm === undefined) return;
    if (view.secrets?.state !== 'value') {
      const code = view.secrets?.state === 'unread' ? view.secrets.code : undefined;
      return answer.couldNotRead({
        en: `docker secret ls: ${code ?? 'not asked'}`,
        'zh-CN': `docker secret ls：${code ?? '未查询'}`,
      });
    }
    if (view.secrets.value > 0)
      return answer.passed({
        en: `${view.secrets.value} secrets`,
        'zh-CN': `${view.secrets.value} 个 secret`,
      });
    answer.fail(
      daemonFault(view, {
        name: 'secrets',
        observed: { en: '0 secrets', 'zh-CN': '0 个 secret' },
        wanted: { en: 'credentials of services as secrets', 'zh-CN': '服务凭据使用 secret' },
        command: 'docker secret create NAME -',
      }),
    );
  },
};
