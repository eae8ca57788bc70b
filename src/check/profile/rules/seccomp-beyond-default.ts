import { dockerDefault } from '../docker-default.ts';
import { beyondDefault, forbidden, letsUnnamed, listed } from '../seccomp-calls.ts';
import { linesAt, seccompPage } from '../seccomp.ts';
import type { SeccompRule } from '../seccomp.ts';
import type { Text } from '../../../model/index.ts';
import { filled } from '../../words.ts';

/** Calls with which containers were left, or the kernel taken over, more than once. */
const sharp: ReadonlySet<string> = new Set(
  (
    'add_key bpf delete_module finit_module fsconfig fsmount fsopen init_module io_uring_enter io_uring_register ' +
    'io_uring_setup ioperm iopl kexec_file_load kexec_load keyctl mount move_mount open_by_handle_at open_tree ' +
    'perf_event_open pivot_root process_vm_writev reboot request_key setns umount2 unshare userfaultfd'
  ).split(' '),
);

/** More than Docker allows by itself. */
export const seccompBeyondDefault: SeccompRule = {
  id: 'PROF-SECCOMP-DIFF',
  aliases: { 'moby-profiles': ['seccomp-default'] },
  severity: 'medium',
  family: 'seccomp',
  title: {
    en: "The seccomp profile allows more than Docker's default",
    'zh-CN': 'seccomp 配置比 Docker 默认配置更宽松',
  },
  message: {
    en: "Docker's default profile forbids or limits these calls, this one lets them through: {names}",
    'zh-CN': 'Docker 默认配置禁止或限制以下调用,而此配置放行:{names}',
  },
  why: {
    en: "A profile of one's own replaces the default. What it allows beyond that makes the container weaker than one without any profile, and the calls left out of the default are those that kernels were broken with.",
    'zh-CN':
      '自定义配置会取代默认配置。多放行的调用使容器比不指定配置时更脆弱,而默认配置排除的正是屡次被用来攻破内核的调用。',
  },
  advice: {
    en: 'Remove the calls, limit them by arguments, or keep them for containers that have the capability (includes.caps).',
    'zh-CN': '删除这些调用,用参数加以限制,或仅对拥有相应 capability 的容器放行(includes.caps)。',
  },
  references: [seccompPage, 'https://github.com/moby/profiles/tree/main/seccomp'],
  bad: [
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read", "mount", "unshare"], "action": "SCMP_ACT_ALLOW"}]}',
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["io_uring_setup"], "action": "SCMP_ACT_LOG"}]}',
    '{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["mount"], "action": "SCMP_ACT_ERRNO"}]}',
  ],
  good: [
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read", "ptrace", "chroot"], "action": "SCMP_ACT_ALLOW"}]}',
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["mount"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_ADMIN"]}}]}',
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["clone"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 2114060288, "op": "SCMP_CMP_MASKED_EQ"}]}]}',
  ],
  check: (view, answer) => {
    if (letsUnnamed(view)) {
      const closed = forbidden(view);
      const open = [...sharp].filter((name) => !closed.has(name));
      const at = linesAt(view, view.defaultAction.lines);
      if (open.length > 0) answer.fail({ at, params: { names: listed(open) }, severity: 'high' });
      return;
    }
    const [first, ...further] = beyondDefault(view);
    if (first === undefined) return;
    const names = [first, ...further].map(({ value }) => value);
    const weapons = names.filter((name) => sharp.has(name));
    answer.fail({
      at: linesAt(view, first.lines),
      also: further.slice(0, 50).map(({ lines }) => linesAt(view, lines)),
      params: { names: listed([...weapons, ...names.filter((name) => !sharp.has(name))]) },
      evidence: names.slice(0, 10).map(treatment),
      ...(weapons.length > 0 ? { severity: 'high' } : {}),
    });
  },
};

function treatment(name: string): Text {
  const found = dockerDefault(name);
  const how: Text =
    found.allowed === 'with a capability'
      ? { en: `allows it with ${found.capability}`, 'zh-CN': `在拥有 ${found.capability} 时允许` }
      : treatments[found.allowed];
  return filled({ en: '{name}: Docker {how}', 'zh-CN': '{name}：Docker {how}' }, { name, how });
}

const treatments: Readonly<Record<'always' | 'some arguments' | 'never', Text>> = {
  always: { en: 'allows it always', 'zh-CN': '始终允许' },
  'some arguments': { en: 'allows it some arguments', 'zh-CN': '只允许部分参数' },
  never: { en: 'allows it never', 'zh-CN': '不允许' },
};
