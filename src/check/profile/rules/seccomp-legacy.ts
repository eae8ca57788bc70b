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
    en: '{count} blocks name their call under "name", which containerd and the OCI specification do not know',
    'zh-CN': '{count} 个块用 "name" 给出系统调用,containerd 与 OCI 规范均不识别',
  },
  why: {
    en: 'The OCI specification has "names" only. containerd, and Kubernetes on it, reads such a block as one without calls: the same file confines otherwise there than under Docker, or is refused.',
    'zh-CN':
      'OCI 规范只有 "names"。containerd 以及基于它的 Kubernetes 会把这种块当作没有调用的块:同一文件在那里的约束效果与 Docker 不同,或被拒绝。',
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
