import { letsUnnamed, letThrough, listed, forbidden } from '../seccomp-calls.ts';
import { linesAt, seccompPage } from '../seccomp.ts';
import type { SeccompRule, SeccompView } from '../seccomp.ts';

/**
 * Calls between the moment the filter is in force and the program's end, without each of which runc
 * 1.1 starts nothing, whatever the program. Found by leaving out one call of Docker's default at a
 * time; test/daemon/profiles.test.ts finds it again.
 */
export const always: readonly string[] = [
  'close',
  'execve',
  'fstatfs',
  'getdents64',
  'openat',
  'write',
];

/** Needed besides unless the container has no-new-privileges: the filter is then in force before user and capabilities are set. */
export const withPrivileges: readonly string[] = [
  'capget',
  'capset',
  'chdir',
  'fstat',
  'getcwd',
  'getppid',
  'newfstatat',
  'prctl',
  'read',
  'setgid',
  'setgroups',
  'setuid',
];

/** Without these no program starts that is linked with shared libraries. */
const withLibraries: readonly string[] = ['mmap', 'mprotect'];

function missing(view: SeccompView, names: readonly string[]): readonly string[] {
  const allowed = letThrough(view);
  const closed = forbidden(view);
  return names.filter((name) => (letsUnnamed(view) ? closed.has(name) : !allowed.has(name)));
}

/** An allow-list without the calls that the runtime itself makes. */
export const seccompStartable: SeccompRule = {
  id: 'PROF-SECCOMP-STARTABLE',
  aliases: {},
  severity: 'high',
  family: 'seccomp',
  title: {
    en: 'No container can start with the seccomp profile',
    'zh-CN': '使用该 seccomp 配置的容器无法启动',
  },
  message: {
    en: 'No container starts with this profile: the runtime itself needs {names}',
    'zh-CN': '使用此配置的容器无法启动:运行时自身需要 {names}',
  },
  why: {
    en: 'The filter is in force before the program starts, so the last steps of the runtime go through it as well. Whoever cannot start a container with a profile starts it with none.',
    'zh-CN':
      '过滤器在程序启动之前已生效,运行时的最后几步也要经过它。无法用某配置启动容器的人,最终会不用任何配置启动。',
  },
  advice: {
    en: 'Add the calls named. Begin with the default profile of Docker and take calls away, instead of beginning with nothing.',
    'zh-CN': '加入所列调用。应从 Docker 默认配置出发逐步删减,而不是从零开始。',
  },
  references: [seccompPage, 'https://github.com/moby/moby/issues/22252'],
  bad: [
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"name": "read", "action": "SCMP_ACT_ALLOW"}, {"name": "write", "action": "SCMP_ACT_ALLOW"}]}',
    `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ${JSON.stringify(always)}, "action": "SCMP_ACT_ALLOW"}]}`,
    '{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["execve"], "action": "SCMP_ACT_ERRNO"}]}',
  ],
  good: [
    `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ${JSON.stringify([...always, ...withPrivileges, 'mmap', 'mprotect'])}, "action": "SCMP_ACT_ALLOW"}]}`,
    '{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["mount"], "action": "SCMP_ACT_ERRNO"}]}',
  ],
  check: (view, answer) => {
    const { lines } = view.blocks[0] ?? view.defaultAction;
    const first = missing(view, always);
    const further = missing(view, withPrivileges);
    const evidence = [
      { en: 'measured with runc 1.1 on x86-64', 'zh-CN': '在 x86-64 上以 runc 1.1 测得' },
    ];
    if (first.length > 0) {
      const names = listed([...first, ...further]);
      answer.fail({ at: linesAt(view, lines), params: { names }, evidence });
    } else if (further.length > 0)
      answer.fail({
        at: linesAt(view, lines),
        severity: 'medium',
        message: {
          en: 'Containers start with this profile only under no-new-privileges: without it the runtime needs {names}',
          'zh-CN': '仅在启用 no-new-privileges 时容器才能使用此配置启动:否则运行时还需要 {names}',
        },
        params: { names: listed(further) },
        evidence,
      });
    const shared = missing(view, withLibraries);
    if (first.length + further.length === 0 && shared.length > 0)
      answer.fail({
        at: linesAt(view, lines),
        severity: 'medium',
        message: {
          en: 'Only programs without shared libraries start with this profile: the dynamic linker needs {names}',
          'zh-CN': '使用此配置只能启动静态链接的程序:动态链接器需要 {names}',
        },
        params: { names: listed(shared) },
      });
  },
};
