import type { CheckRule } from '../../contract.ts';
import { settingFault, update } from '../fault.ts';
import { objectOf, textOf, numberOf } from '../../../formats/json-values.ts';
import type { ContainerView } from '../view.ts';

/** A container that is started again without end. */
export const restartPolicy: CheckRule<ContainerView> = {
  id: 'CTR-RESTART',
  aliases: { 'docker-bench': ['5.15'] },
  severity: 'low',
  family: 'restart',
  title: { en: 'Restarts without end', 'zh-CN': '无限次重启' },
  why: {
    en: 'A program that crashes on an attack is started again for the next try, and the crash is not noticed.',
    'zh-CN': '被攻击而崩溃的程序会被反复启动，崩溃也无人察觉。',
  },
  advice: {
    en: 'Use on-failure:5, or unless-stopped where something outside watches.',
    'zh-CN': '使用 on-failure:5；若有外部监控可使用 unless-stopped。',
  },
  references: ['https://docs.docker.com/engine/containers/start-containers-automatically/'],
  bad: [
    '{"Name": "/web", "HostConfig": {"RestartPolicy": {"Name": "always", "MaximumRetryCount": 0}}}',
    '{"Name": "/web", "HostConfig": {"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 0}}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 5}}}',
    '{"Name": "/web", "HostConfig": {"RestartPolicy": {"Name": "no"}}}',
    '{"Name": "/web", "HostConfig": {}}',
  ],
  check: (view, answer) => {
    const policy = objectOf(view.host['RestartPolicy']);
    const name = textOf(policy['Name']) ?? 'no';
    const most = numberOf(policy['MaximumRetryCount']) ?? 0;
    if (name === 'no' || (name === 'on-failure' && most > 0 && most <= 5)) return;
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/RestartPolicy',
        observed: name === 'on-failure' ? `on-failure:${most === 0 ? 'without end' : most}` : name,
        wanted: { en: 'on-failure:5 or none', 'zh-CN': 'on-failure:5 或不重启' },
        command: update(view, '--restart on-failure:5'),
      }),
    );
  },
};
