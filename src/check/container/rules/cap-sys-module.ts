import type { CheckRule } from '../../contract.ts';
import { checkCapability } from '../capability-rule.ts';
import type { ContainerView } from '../view.ts';

/** CAP_SYS_MODULE, added or through `--privileged`. */
export const capSysModule: CheckRule<ContainerView> = {
  id: 'CTR-CAP-MODULE',
  aliases: { 'docker-bench': ['C.5.3.2'], deepce: ['sys-module'] },
  severity: 'critical',
  family: 'caps',
  title: { en: 'CAP_SYS_MODULE present', 'zh-CN': '具有 CAP_SYS_MODULE' },
  why: {
    en: 'It loads code into the kernel that all containers and the host share.',
    'zh-CN': '它可以向所有容器与主机共用的内核加载代码。',
  },
  advice: {
    en: 'Drop SYS_MODULE; use a narrower capability or a helper on the host.',
    'zh-CN': '去掉 SYS_MODULE；改用更小的能力或主机上的辅助程序。',
  },
  references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html'],
  bad: [
    '{"Name": "/web", "HostConfig": {"CapAdd": ["SYS_MODULE"]}}',
    '{"Name": "/web", "HostConfig": {"Privileged": true}}',
    '{"Name": "/web", "HostConfig": {"CapAdd": ["ALL"]}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {}}',
    '{"Name": "/web", "HostConfig": {"CapAdd": ["ALL"], "CapDrop": ["SYS_MODULE"]}}',
  ],
  check: (view, answer) => {
    checkCapability(view, answer, 'SYS_MODULE');
  },
};
