import { listed } from '../seccomp-calls.ts';
import { linesAt, ociSeccompPage } from '../seccomp.ts';
import type { Given, SeccompRule, SeccompView } from '../seccomp.ts';

/** Names that two unconditional blocks give different actions. */
function contradictions({ blocks }: SeccompView): readonly Given<string>[] {
  const actions = new Map<string, string>();
  return blocks
    .filter(({ args, capabilities, arches, excluded }) => {
      return args.length + capabilities.length + arches.length === 0 && !excluded;
    })
    .flatMap(({ names, action }) => names.map((name) => ({ name, action: action.value })))
    .filter(({ name, action }) => {
      const earlier = actions.get(name.value);
      actions.set(name.value, earlier ?? action);
      return earlier !== undefined && earlier !== action;
    })
    .map(({ name }) => name);
}

/** Two blocks that say different things about one call. */
export const seccompRepeated: SeccompRule = {
  id: 'PROF-SECCOMP-REPEATED',
  aliases: {},
  severity: 'medium',
  family: 'seccomp',
  title: {
    en: 'The seccomp profile gives one call two actions',
    'zh-CN': 'seccomp 配置对同一调用给出两个动作',
  },
  message: {
    en: 'An earlier block gives these calls another action: {names}',
    'zh-CN': '前面的块对这些调用给出了不同的动作:{names}',
  },
  why: {
    en: 'runc follows the block that stands first, and leaves out blocks with the default action wherever they stand; it tells no error. A call that a later block forbids stays open.',
    'zh-CN':
      'runc 以靠前的块为准,并忽略动作与默认动作相同的块,且不报错。后面的块所禁止的调用因此仍然放行。',
  },
  advice: {
    en: 'Keep one block for each call, or part them by arguments.',
    'zh-CN': '每个调用只保留一个块,或用参数条件区分。',
  },
  references: [ociSeccompPage],
  bad: [
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["ptrace"], "action": "SCMP_ACT_ALLOW"}, {"names": ["ptrace"], "action": "SCMP_ACT_ERRNO"}]}',
  ],
  good: [
    '{"defaultAction": "SCMP_ACT_KILL", "syscalls": [{"names": ["clone3"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_ADMIN"]}}, {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38, "excludes": {"caps": ["CAP_SYS_ADMIN"]}}]}',
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}, {"names": ["read", "write"], "action": "SCMP_ACT_ALLOW"}]}',
  ],
  check: (view, answer) => {
    const [first, ...further] = contradictions(view);
    if (first === undefined) return;
    answer.fail({
      at: linesAt(view, first.lines),
      also: further.slice(0, 50).map(({ lines }) => linesAt(view, lines)),
      params: { names: listed([first, ...further].map(({ value }) => value.slice(0, 40))) },
    });
  },
};
