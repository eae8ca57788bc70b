import type { Text } from '../../../model/index.ts';
import { linesAt, ociSeccompPage } from '../seccomp.ts';
import type { Given, SeccompRule, SeccompView } from '../seccomp.ts';

const actions: ReadonlySet<string> = new Set(
  'ALLOW ERRNO KILL KILL_PROCESS KILL_THREAD LOG NOTIFY TRACE TRAP'
    .split(' ')
    .map((word) => `SCMP_ACT_${word}`),
);

const operators: ReadonlySet<string> = new Set(
  'EQ GE GT LE LT MASKED_EQ NE'.split(' ').map((word) => `SCMP_CMP_${word}`),
);

const architectures: ReadonlySet<string> = new Set(
  (
    'AARCH64 ARM LOONGARCH64 M68K MIPS MIPS64 MIPS64N32 MIPSEL MIPSEL64 MIPSEL64N32 PARISC PARISC64 PPC PPC64 ' +
    'PPC64LE RISCV64 S390 S390X SH SHEB X32 X86 X86_64'
  )
    .split(' ')
    .map((word) => `SCMP_ARCH_${word}`),
);

/** What is wrong, and the value. */
interface Flaw {
  readonly what: Text;
  readonly given: Given<string>;
}

const flaw = (en: string, zh: string, given: Given<string>): Flaw => ({
  what: { en, 'zh-CN': zh },
  given,
});

function* flawsOf(view: SeccompView): Generator<Flaw> {
  const { defaultAction, defaultErrno, lines } = view;
  if (!actions.has(defaultAction.value))
    yield flaw('unknown default action', '未知的默认动作', defaultAction);
  if (defaultErrno !== undefined && (defaultErrno < 0 || defaultErrno > 4095))
    yield flaw('error number outside 0 to 4095', '错误码超出 0 到 4095', {
      value: String(defaultErrno),
      lines,
    });
  for (const given of view.architectures)
    if (!architectures.has(given.value)) yield flaw('unknown architecture', '未知的架构', given);
  if (view.bothLists)
    yield flaw('two lists of architectures', '同时给出两份架构列表', {
      value: 'architectures, archMap',
      lines,
    });
  for (const block of view.blocks) {
    if (!actions.has(block.action.value)) yield flaw('unknown action', '未知的动作', block.action);
    if (block.names.length === 0)
      yield flaw('a block without names', '没有名称的块', { value: 'names', lines: block.lines });
    if (block.both)
      yield flaw('a block with two lists of names', '块中同时有 name 和 names', {
        value: 'name, names',
        lines: block.lines,
      });
    for (const { index, op, lines: at } of block.args) {
      if (index === undefined || !Number.isInteger(index) || index < 0 || index > 5)
        yield flaw('no argument of that number', '没有该编号的参数', {
          value: String(index),
          lines: at,
        });
      if (op === undefined || !operators.has(op))
        yield flaw('unknown comparison', '未知的比较运算', { value: op ?? 'none', lines: at });
    }
  }
}

/** Values that Docker and runc refuse: the container is not started. */
export const seccompForm: SeccompRule = {
  id: 'PROF-SECCOMP-FORM',
  aliases: {},
  severity: 'high',
  family: 'seccomp',
  title: {
    en: 'The seccomp profile is refused by the runtime',
    'zh-CN': 'seccomp 配置会被运行时拒绝',
  },
  message: {
    en: 'No container starts with this profile: {what} "{value}"',
    'zh-CN': '使用此配置的容器无法启动:{what} "{value}"',
  },
  why: {
    en: 'The runtime reads the whole profile before it starts a container, and stops at the first value it does not know. People then start the container with seccomp=unconfined, which is worse than no profile of their own.',
    'zh-CN':
      '运行时在启动容器前读取整个配置,遇到不认识的值就停止。人们随后往往改用 seccomp=unconfined 启动,比没有自定义配置更糟。',
  },
  advice: {
    en: 'Write actions as SCMP_ACT_…, comparisons as SCMP_CMP_… and architectures as SCMP_ARCH_…, argument numbers from 0 to 5, and give each block its names in one list.',
    'zh-CN':
      '动作写作 SCMP_ACT_…,比较写作 SCMP_CMP_…,架构写作 SCMP_ARCH_…,参数编号为 0 到 5,每个块只用一份名称列表。',
  },
  references: [ociSeccompPage],
  bad: [
    '{"defaultAction": "SCMP_ACT_DENY", "syscalls": []}',
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "ALLOW"}]}',
    '{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["amd64"], "syscalls": []}',
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["clone"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 6, "value": 0, "op": "SCMP_CMP_EQ"}]}]}',
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"name": "read", "names": ["write"], "action": "SCMP_ACT_ALLOW"}]}',
  ],
  good: [
    '{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}',
    '{"defaultAction": "SCMP_ACT_LOG", "syscalls": [{"names": ["clone"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 2114060288, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}]}]}',
  ],
  check: (view, answer) => {
    for (const { what, given } of flawsOf(view)) {
      const { value, lines } = given;
      const fill = (text: string, word: string): string => text.replace('{what}', word);
      const { message } = seccompForm;
      if (message === undefined) return;
      answer.fail({
        at: linesAt(view, lines),
        params: { value: value.slice(0, 60) },
        message: { en: fill(message.en, what.en), 'zh-CN': fill(message['zh-CN'], what['zh-CN']) },
      });
    }
  },
};
