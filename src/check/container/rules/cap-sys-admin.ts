import type { CheckRule } from '../../contract.ts';
import { checkCapability } from '../capability-rule.ts';
import type { ContainerView } from '../view.ts';

/** CAP_SYS_ADMIN, added or through `--privileged`. */
export const capSysAdmin: CheckRule<ContainerView> = {
  id: 'CTR-CAP-ADMIN',
  aliases: { 'docker-bench': ['C.5.3.3'] },
  severity: 'critical',
  family: 'caps',
  title: { en: 'CAP_SYS_ADMIN present', 'zh-CN': '具有 CAP_SYS_ADMIN' },
  why: {
    en: 'It is most of what root is: mounting, namespaces, cgroups, devices. Several published escapes need nothing else.',
    'zh-CN': '它几乎等同于 root：挂载、命名空间、cgroup、设备。多种公开的逃逸只需要它。',
  },
  advice: {
    en: 'Drop SYS_ADMIN; use a narrower capability or a helper on the host.',
    'zh-CN': '去掉 SYS_ADMIN；改用更小的能力或主机上的辅助程序。',
  },
  references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html'],
  bad: [
    '{"Name": "/web", "HostConfig": {"CapAdd": ["SYS_ADMIN"]}}',
    '{"Name": "/web", "HostConfig": {"Privileged": true}}',
    '{"Name": "/web", "HostConfig": {"CapAdd": ["ALL"]}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {}}',
    '{"Name": "/web", "HostConfig": {"CapAdd": ["ALL"], "CapDrop": ["SYS_ADMIN"]}}',
  ],
  check: (view, answer) => {
    checkCapability(view, answer, 'SYS_ADMIN');
  },
};
