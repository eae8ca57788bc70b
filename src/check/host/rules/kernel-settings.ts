import { asIs } from '../../words.ts';
import { unreadWords } from '../../fact.ts';
import type { CheckRule } from '../../contract.ts';
import { hostFault } from '../fault.ts';
import type { HostView } from '../view.ts';
import type { Text } from '../../../model/index.ts';

/** Settings, the values that are good, and the one to set. */
const wantedSettings: readonly (readonly [string, readonly string[], string])[] = [
  ['kernel.randomize_va_space', ['2'], '2'],
  ['kernel.kptr_restrict', ['1', '2'], '1'],
  ['kernel.dmesg_restrict', ['1'], '1'],
  ['kernel.unprivileged_bpf_disabled', ['1', '2'], '1'],
  ['kernel.yama.ptrace_scope', ['1', '2', '3'], '1'],
  ['fs.protected_symlinks', ['1'], '1'],
  ['fs.protected_hardlinks', ['1'], '1'],
  ['net.ipv4.conf.all.route_localnet', ['0'], '0'],
];

/** Settings of the kernel that make flaws harder to use. */
export const kernelSettings: CheckRule<HostView> = {
  id: 'DMN-HARDENED',
  aliases: { 'docker-bench': ['1.2.1'] },
  severity: 'low',
  level: 'strict',
  title: { en: 'Kernel settings not hardened', 'zh-CN': '内核设置未加固' },
  message: { en: '{path} is weaker than it can be', 'zh-CN': '{path} 未达到应有的强度' },
  why: {
    en: 'Containers share the kernel of the host: what eases an attack on it eases a way out of all of them.',
    'zh-CN': '容器共用主机内核：便于攻击内核的设置也便于所有容器逃逸。',
  },
  advice: {
    en: 'Set it in /etc/sysctl.d and run sysctl --system.',
    'zh-CN': '在 /etc/sysctl.d 中设置并执行 sysctl --system。',
  },
  references: ['https://docs.kernel.org/admin-guide/sysctl/kernel.html'],
  bad: [
    '{"sysctls": {"kernel.randomize_va_space": {"value": "0"}}}',
    '{"sysctls": {"kernel.kptr_restrict": {"value": "0"}}}',
  ],
  good: [
    '{"sysctls": {"kernel.randomize_va_space": {"value": "2"}}}',
    '{"sysctls": {"kernel.unprivileged_bpf_disabled": {"value": "2"}}}',
  ],
  check: (view, answer) => {
    let gap: Text | undefined;
    for (const [name, good, wanted] of wantedSettings) {
      const fact = view.sysctls.get(name);
      if (fact === undefined || fact.state === 'absent') continue;
      if (fact.state === 'unread') gap ??= unreadWords(name, fact.code);
      else if (good.includes(fact.value)) answer.passed(asIs(`${name} = ${fact.value}`));
      else
        answer.fail(
          hostFault({
            path: name,
            observed: fact.value,
            wanted,
            command: `sysctl -w ${name}=${wanted}`,
          }),
        );
    }
    if (gap !== undefined) return answer.couldNotRead(gap);
    if (view.sysctls.size === 0)
      return answer.notApplicable({
        en: 'kernel settings were not asked for',
        'zh-CN': '未查询内核参数',
      });
    answer.needsHuman({
      en: 'The rest of a host is for its own benchmark: run the CIS benchmark of the distribution, look for failed items',
      'zh-CN': '主机的其余部分有专门的基准：请运行该发行版的 CIS 基准，查看未通过的项目',
    });
  },
};
