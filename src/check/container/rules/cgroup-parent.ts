import type { CheckRule } from '../../contract.ts';
import { settingFault, runAgain } from '../fault.ts';
import { textOf } from '../../../formats/json-values.ts';
import type { ContainerView } from '../view.ts';

/** A parent cgroup that somebody chose. */
export const cgroupParent: CheckRule<ContainerView> = {
  id: 'CTR-CGROUP',
  aliases: { 'docker-bench': ['5.25'], cdk: ['cgroups.dump'] },
  severity: 'medium',
  family: 'cgroup',
  title: { en: 'Custom cgroup parent', 'zh-CN': '自定义 cgroup 父组' },
  why: {
    en: 'Below another parent other limits are in force than those the daemon was set up with.',
    'zh-CN': '在其他父组之下，生效的限制与守护进程设置的不同。',
  },
  advice: {
    en: 'Leave --cgroup-parent out unless the parent has limits that were chosen.',
    'zh-CN': '除非父组设有明确的限制，否则去掉 --cgroup-parent。',
  },
  references: ['https://docs.kernel.org/admin-guide/cgroup-v2.html'],
  bad: [
    '{"Name": "/web", "HostConfig": {"CgroupParent": "/"}}',
    '{"Name": "/web", "HostConfig": {"CgroupParent": "/system.slice"}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"CgroupParent": ""}}',
    '{"Name": "/web", "HostConfig": {}}',
  ],
  check: (view, answer) => {
    const parent = textOf(view.host['CgroupParent']);
    if (parent === undefined) return;
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/CgroupParent',
        observed: parent,
        wanted: { en: "the daemon's own", 'zh-CN': '守护进程的默认值' },
        command: runAgain(view, '--cgroup-parent ""'),
      }),
    );
  },
};
