import type { CheckRule } from '../../contract.ts';
import { checkCapability } from '../capability-rule.ts';
import type { ContainerView } from '../view.ts';

/** CAP_SYS_PTRACE, added or through `--privileged`. */
export const capSysPtrace: CheckRule<ContainerView> = {
  id: 'CTR-CAP-PTRACE',
  aliases: { 'docker-bench': ['C.5.3.4'], cdk: ['check-ptrace'] },
  severity: 'high',
  family: 'caps',
  title: { en: 'CAP_SYS_PTRACE present', 'zh-CN': '具有 CAP_SYS_PTRACE' },
  why: {
    en: 'It reads and writes the memory of other processes; with the processes of the host in sight that is the host.',
    'zh-CN': '它可以读写其他进程的内存；若能看到主机进程，就等于控制主机。',
  },
  advice: {
    en: 'Drop SYS_PTRACE; use a narrower capability or a helper on the host.',
    'zh-CN': '去掉 SYS_PTRACE；改用更小的能力或主机上的辅助程序。',
  },
  references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html'],
  bad: [
    '{"Name": "/web", "HostConfig": {"CapAdd": ["SYS_PTRACE"]}}',
    '{"Name": "/web", "HostConfig": {"Privileged": true}}',
    '{"Name": "/web", "HostConfig": {"CapAdd": ["ALL"]}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {}}',
    '{"Name": "/web", "HostConfig": {"CapAdd": ["ALL"], "CapDrop": ["SYS_PTRACE"]}}',
  ],
  check: (view, answer) => {
    checkCapability(view, answer, 'SYS_PTRACE');
  },
};
