import type { CheckRule } from '../../contract.ts';
import { settingFault, update } from '../fault.ts';
import { numberAt } from '../limit-rule.ts';
import type { ContainerView } from '../view.ts';

/** No limit of processes. */
export const pidsLimit: CheckRule<ContainerView> = {
  id: 'CTR-PIDS',
  aliases: { 'docker-bench': ['5.29'] },
  severity: 'medium',
  family: 'limits',
  title: { en: 'No limit of processes', 'zh-CN': '没有进程数限制' },
  why: {
    en: 'A fork bomb in one container takes every process id of the host.',
    'zh-CN': '一个容器内的 fork 炸弹会耗尽主机的全部进程号。',
  },
  advice: { en: 'Give --pids-limit.', 'zh-CN': '使用 --pids-limit。' },
  references: ['https://docs.docker.com/engine/containers/resource_constraints/'],
  bad: [
    '{"Name": "/web", "HostConfig": {}}',
    '{"Name": "/web", "HostConfig": {"PidsLimit": 0}}',
    '{"Name": "/web", "HostConfig": {"PidsLimit": -1}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"PidsLimit": 100}}',
    '{"Name": "/web", "HostConfig": {"PidsLimit": 1}}',
  ],
  check: (view, answer) => {
    const most = numberAt(view, 'PidsLimit');
    if (most > 0) return answer.passed({ en: `${most} processes`, 'zh-CN': `${most} 个进程` });
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/PidsLimit',
        observed: most === -1 ? '-1 (no limit)' : 'no limit',
        wanted: { en: 'a limit', 'zh-CN': '设置上限' },
        command: update(view, '--pids-limit 200'),
      }),
    );
  },
};
