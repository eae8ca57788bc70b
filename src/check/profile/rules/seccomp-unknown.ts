import { listed } from '../seccomp-calls.ts';
import { linesAt } from '../seccomp.ts';
import type { Given, SeccompRule, SeccompView } from '../seccomp.ts';
import { isSystemCall } from '../system-calls.ts';

function unknownIn({ blocks }: SeccompView): readonly Given<string>[] {
  return blocks.flatMap(({ names }) => names).filter(({ value }) => !isSystemCall(value));
}

/** Names that no kernel has: the runtime leaves them out without a word. */
export const seccompUnknown: SeccompRule = {
  id: 'PROF-SECCOMP-UNKNOWN',
  aliases: {},
  severity: 'medium',
  family: 'seccomp',
  title: {
    en: 'The seccomp profile names calls that no kernel has',
    'zh-CN': 'seccomp 配置中有任何内核都没有的系统调用',
  },
  message: {
    en: 'No kernel has a call of this name: {names}',
    'zh-CN': '任何内核都没有该名称的系统调用:{names}',
  },
  why: {
    en: 'libseccomp cannot resolve the name and the runtime leaves it out without an error, so a call meant to be forbidden stays open, or one meant to be allowed fails.',
    'zh-CN':
      'libseccomp 无法解析该名称,运行时会静默忽略它:本想禁止的调用仍然放行,或本想放行的调用失败。',
  },
  advice: {
    en: 'Use the name of the kernel (syscalls(2)), not that of a library function: openat for open, exit_group for exit, newfstatat for fstatat.',
    'zh-CN': '使用内核中的名称(见 syscalls(2)),而不是库函数名:例如用 newfstatat 而不是 fstatat。',
  },
  references: ['https://man7.org/linux/man-pages/man2/syscalls.2.html'],
  bad: [
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["raed", "write"], "action": "SCMP_ACT_ALLOW"}]}',
    '{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["fstatat"], "action": "SCMP_ACT_ERRNO"}]}',
  ],
  good: [
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read", "newfstatat", "arm_fadvise64_64"], "action": "SCMP_ACT_ALLOW"}]}',
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["landlock_create_ruleset", "mseal"], "action": "SCMP_ACT_ALLOW"}]}',
  ],
  check: (view, answer) => {
    const [first, ...further] = unknownIn(view);
    if (first === undefined) return;
    const names = [first, ...further].map(({ value }) => value.slice(0, 40));
    answer.fail({
      at: linesAt(view, first.lines),
      also: further.slice(0, 50).map(({ lines }) => linesAt(view, lines)),
      params: { names: listed(names) },
    });
  },
};
