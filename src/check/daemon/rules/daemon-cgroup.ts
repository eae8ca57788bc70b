import type { CheckRule } from '../../contract.ts';
import { judgeSetting } from '../settings.ts';
import type { DaemonView } from '../view.ts';

/** A parent cgroup that somebody chose for all containers. */
export const daemonCgroup: CheckRule<DaemonView> = {
  id: 'DMN-CGROUP',
  aliases: { 'docker-bench': ['2.10'] },
  severity: 'low',
  family: 'cgroup',
  title: { en: 'Default cgroup parent changed', 'zh-CN': '更改了默认 cgroup 父组' },
  why: {
    en: 'Limits of another parent count for every container.',
    'zh-CN': '所有容器都将受另一父组的限制。',
  },
  advice: {
    en: 'Remove cgroup-parent unless its limits were chosen.',
    'zh-CN': '除非是有意设置，否则去掉 cgroup-parent。',
  },
  references: ['https://docs.docker.com/reference/cli/dockerd/'],
  bad: ['{"cgroup-parent": "/foo"}'],
  good: ['{}', '{"cgroup-parent": ""}'],
  check: (view, answer) => {
    judgeSetting(view, answer, {
      name: 'cgroup-parent',
      good: (value) => value === '',
      wanted: { en: 'the default', 'zh-CN': '默认值' },
      json: '""',
    });
  },
};
