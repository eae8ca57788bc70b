import type { CheckRule } from '../../contract.ts';
import { judgeSetting } from '../settings.ts';
import type { DaemonView } from '../view.ts';

/** The default for containers that do not say. */
export const daemonNoNewPrivileges: CheckRule<DaemonView> = {
  id: 'DMN-NNP',
  aliases: { 'docker-bench': ['2.14'] },
  severity: 'medium',
  family: 'privilege-escalation',
  title: { en: 'no-new-privileges is not the default', 'zh-CN': '默认未启用 no-new-privileges' },
  why: {
    en: 'Containers that do not ask for it may gain privileges through setuid programs.',
    'zh-CN': '未要求该选项的容器可通过 setuid 程序提升权限。',
  },
  advice: { en: 'Set "no-new-privileges": true.', 'zh-CN': '设置 "no-new-privileges": true。' },
  references: ['https://docs.docker.com/reference/cli/dockerd/'],
  bad: ['{}', '{"no-new-privileges": false}'],
  good: [
    '{"no-new-privileges": true}',
    '{"info": {"value": {"SecurityOptions": ["name=no-new-privileges"]}}}',
  ],
  check: (view, answer) => {
    judgeSetting(view, answer, {
      name: 'no-new-privileges',
      good: (value) => value === true,
      wanted: 'true',
      json: 'true',
      edit: 'review',
    });
  },
};
