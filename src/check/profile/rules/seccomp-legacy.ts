import { linesAt, seccompPage } from '../seccomp.ts';
import type { SeccompRule } from '../seccomp.ts';

/** One call a block, under `name`: the form before Docker 1.13. */
export const seccompLegacy: SeccompRule = {
  id: 'PROF-SECCOMP-LEGACY',
  aliases: {},
  severity: 'low',
  family: 'seccomp',
  title: {
    en: 'The seccomp profile uses the old form with "name"',
    'zh-CN': 'seccomp 配置使用旧的 "name" 写法',
  },
  message: {
    en: '{count} blocks name their call under "name", which runtimes other than Docker do not read',
    'zh-CN': '{count} 个块用 "name" 给出系统调用,Docker 以外的运行时不读取它',
  },
  why: {
    en: 'The OCI specification knows "names" only. containerd, Podman and Kubernetes read such a block as one without calls, and refuse the profile or run with another one than Docker.',
    'zh-CN':
      'OCI 规范只有 "names"。containerd、Podman 和 Kubernetes 会把这种块当作空块:要么拒绝该配置,要么实际生效的规则与 Docker 不同。',
  },
  advice: {
    en: 'Write "names": ["read", "write"], and put the calls with the same action into one block.',
    'zh-CN': '写成 "names": ["read", "write"],并把动作相同的调用放进同一个块。',
  },
  references: [seccompPage],
  bad: [
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"name": "read", "action": "SCMP_ACT_ALLOW", "args": []}]}',
  ],
  good: [
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}',
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "name": "", "action": "SCMP_ACT_ALLOW"}]}',
  ],
  check: (view, answer) => {
    const [first, ...further] = view.blocks.filter(({ legacy }) => legacy);
    if (first === undefined) return;
    answer.fail({
      at: linesAt(view, first.lines),
      also: further.slice(0, 50).map(({ lines }) => linesAt(view, lines)),
      params: { count: further.length + 1 },
    });
  },
};
