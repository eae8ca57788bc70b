import { letsUnnamed } from '../seccomp-calls.ts';
import { linesAt, seccompPage } from '../seccomp.ts';
import type { SeccompRule } from '../seccomp.ts';

/** 64-bit kernels that also run programs of the second kind. */
const pairs: readonly (readonly [main: string, other: string])[] = [
  ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86'],
  ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM'],
];

/** The 32-bit way into the kernel is not in the list. */
export const seccompArchitectures: SeccompRule = {
  id: 'PROF-SECCOMP-ARCH',
  aliases: {},
  severity: 'low',
  level: 'strict',
  family: 'seccomp',
  title: {
    en: 'The seccomp profile leaves 32-bit programs out',
    'zh-CN': 'seccomp 配置未包含 32 位架构',
  },
  message: {
    en: 'The profile is for {main} alone: 32-bit programs in the container ({other}) are killed at their first call',
    'zh-CN': '该配置仅针对 {main}:容器中的 32 位程序({other})在首次系统调用时即被终止',
  },
  why: {
    en: 'A filter for one architecture kills every call that comes in another way. That is the strictest choice, and a surprise for images with 32-bit programs in them.',
    'zh-CN':
      '只针对一种架构的过滤器会终止通过其他方式进入的所有调用。这是最严格的选择,但会让含 32 位程序的镜像意外失败。',
  },
  advice: {
    en: 'Use archMap with subArchitectures as the default profile does, or leave it and note in the file that 32-bit programs are not wanted.',
    'zh-CN':
      '像默认配置那样使用带 subArchitectures 的 archMap;若确实不需要 32 位程序,请注明后保留。',
  },
  references: [seccompPage],
  bad: [
    '{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}',
  ],
  good: [
    '{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"], "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}',
    '{"defaultAction": "SCMP_ACT_ERRNO", "archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]}], "syscalls": []}',
    '{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_RISCV64"], "syscalls": []}',
  ],
  check: (view, answer) => {
    if (letsUnnamed(view)) return;
    const names = new Set(view.architectures.map(({ value }) => value));
    for (const [main, other] of pairs) {
      const given = view.architectures.find(({ value }) => value === main);
      if (given === undefined || names.has(other)) continue;
      answer.fail({ at: linesAt(view, given.lines), params: { main, other } });
    }
  },
};
