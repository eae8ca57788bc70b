import type { CheckRule } from '../../contract.ts';
import { judgeSetting } from '../settings.ts';
import { valueOf } from '../../fact.ts';
import { objectOf } from '../../../formats/json-values.ts';
import type { DaemonView } from '../view.ts';

/** Containers end when the daemon does. */
export const liveRestore: CheckRule<DaemonView> = {
  id: 'DMN-LIVE-RESTORE',
  aliases: { 'docker-bench': ['2.15'] },
  severity: 'low',
  title: { en: 'live-restore is off', 'zh-CN': '未启用 live-restore' },
  why: {
    en: 'An update or crash of the daemon stops every container; so updates are put off.',
    'zh-CN': '守护进程升级或崩溃会停止所有容器，于是升级被推迟。',
  },
  advice: { en: 'Set "live-restore": true.', 'zh-CN': '设置 "live-restore": true。' },
  references: ['https://docs.docker.com/engine/daemon/live-restore/'],
  bad: ['{}', '{"info": {"value": {"LiveRestoreEnabled": false}}}'],
  good: [
    '{"live-restore": true}',
    '{"info": {"value": {"LiveRestoreEnabled": false, "Swarm": {"LocalNodeState": "active"}}}}',
  ],
  check: (view, answer) => {
    const swarm = objectOf(objectOf(valueOf(view.info))['Swarm']);
    if (swarm['LocalNodeState'] === 'active')
      return answer.notApplicable({
        en: 'a node of a swarm cannot have it',
        'zh-CN': 'Swarm 节点不能使用该设置',
      });
    judgeSetting(view, answer, {
      name: 'live-restore',
      good: (value) => value === true,
      wanted: 'true',
      json: 'true',
      edit: 'sure',
    });
  },
};
