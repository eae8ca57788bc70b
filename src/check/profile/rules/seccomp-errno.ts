import { forbidden, letsUnnamed, letThrough, listed, newestNamed } from '../seccomp-calls.ts';
import { linesAt, seccompPage } from '../seccomp.ts';
import type { SeccompRule, SeccompView } from '../seccomp.ts';
import { newCall } from '../system-calls.ts';

const enosys = 38;

/** Calls that C libraries try first, and go back to an older one when told ENOSYS and only then. */
const tried: readonly string[] = ['clone3', 'faccessat2', 'fchmodat2', 'openat2'];

/** True when a block answers ENOSYS for the call, whatever the arguments. */
function answersNoSuchCall({ blocks }: SeccompView, name: string): boolean {
  return blocks.some(
    ({ action, errno, names }) =>
      action.value === 'SCMP_ACT_ERRNO' &&
      errno === enosys &&
      names.some(({ value }) => value === name),
  );
}

/**
 * runc answers ENOSYS by itself for calls with a higher number than any that the profile names, so
 * only calls below the newest one named are in question.
 */
function refused(view: SeccompView): readonly string[] {
  const allowed = letThrough(view);
  const newest = newestNamed(view);
  return tried.filter((name) => {
    const number = newCall(name)?.number ?? Infinity;
    return number < newest && !allowed.has(name) && !answersNoSuchCall(view, name);
  });
}

/** New calls get "not permitted" where programs wait for "no such call". */
export const seccompErrno: SeccompRule = {
  id: 'PROF-SECCOMP-ERRNO',
  aliases: {},
  severity: 'medium',
  family: 'seccomp',
  title: {
    en: 'The seccomp profile refuses new calls with EPERM instead of ENOSYS',
    'zh-CN': 'seccomp 配置对新系统调用返回 EPERM 而不是 ENOSYS',
  },
  message: {
    en: 'Programs that try {names} first get an error that stops them, instead of ENOSYS, which makes them use the older call',
    'zh-CN': '优先尝试 {names} 的程序会得到致命错误,而不是使其回退到旧调用的 ENOSYS',
  },
  why: {
    en: 'C libraries try a new call and go back to the old one when the kernel says that there is no such call. Any other error they hand on: threads cannot be started (clone3 since glibc 2.34), files seem unreadable (faccessat2).',
    'zh-CN':
      'C 库先尝试新调用,仅当内核回答“无此调用”时才回退。其他错误会直接上报:无法创建线程(glibc 2.34 起的 clone3)、文件看似不可读(faccessat2)。',
  },
  advice: {
    en: 'Allow the calls, or give them a block of their own with SCMP_ACT_ERRNO and "errnoRet": 38 (ENOSYS), or make 38 the defaultErrnoRet.',
    'zh-CN':
      '放行这些调用,或为其单设一个 SCMP_ACT_ERRNO 且 "errnoRet": 38(ENOSYS)的块,或将 defaultErrnoRet 设为 38。',
  },
  references: [
    seccompPage,
    'https://github.com/moby/moby/issues/42680',
    'https://github.com/opencontainers/runc/pull/2750',
  ],
  bad: [
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read", "clone", "futex_waitv"], "action": "SCMP_ACT_ALLOW"}]}',
    '{"defaultAction": "SCMP_ACT_KILL_PROCESS", "syscalls": [{"names": ["clone", "close_range"], "action": "SCMP_ACT_ALLOW"}]}',
  ],
  good: [
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read", "clone"], "action": "SCMP_ACT_ALLOW"}]}',
    '{"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "syscalls": [{"names": ["futex_waitv"], "action": "SCMP_ACT_ALLOW"}]}',
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["faccessat2", "openat2", "close_range"], "action": "SCMP_ACT_ALLOW"}, {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}]}',
  ],
  check: (view, answer) => {
    const { defaultAction, defaultErrno } = view;
    if (letsUnnamed(view)) {
      const closed = tried.filter(
        (name) => forbidden(view).has(name) && !answersNoSuchCall(view, name),
      );
      const block = view.blocks.find(({ names }) =>
        names.some(({ value }) => closed.includes(value)),
      );
      if (block !== undefined)
        answer.fail({ at: linesAt(view, block.lines), params: { names: listed(closed) } });
      return;
    }
    if (defaultAction.value === 'SCMP_ACT_ERRNO' && defaultErrno === enosys) return;
    const names = refused(view);
    if (names.length > 0)
      answer.fail({ at: linesAt(view, defaultAction.lines), params: { names: listed(names) } });
  },
};
