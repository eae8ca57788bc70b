import { letsUnnamed } from '../seccomp-calls.ts';
import { linesAt, seccompPage } from '../seccomp.ts';
import type { SeccompRule } from '../seccomp.ts';

/** A list of what is forbidden instead of one of what is allowed. */
export const seccompDefaultAllow: SeccompRule = {
  id: 'PROF-SECCOMP-LINT',
  aliases: {},
  severity: 'high',
  family: 'seccomp',
  title: {
    en: 'The seccomp profile allows every call it does not name',
    'zh-CN': 'seccomp 配置放行所有未列出的系统调用',
  },
  message: {
    en: 'Calls that the profile does not name are let through ({action})',
    'zh-CN': '未列出的系统调用会被放行({action})',
  },
  why: {
    en: 'Each kernel brings new calls, and a list of forbidden ones never has them. SCMP_ACT_LOG writes them down and lets them through all the same.',
    'zh-CN': '每个新内核都会增加系统调用,黑名单永远不会包含它们。SCMP_ACT_LOG 只是记录,同样放行。',
  },
  advice: {
    en: 'Set defaultAction to SCMP_ACT_ERRNO and list what the program needs; begin with the default profile of Docker.',
    'zh-CN':
      '将 defaultAction 设为 SCMP_ACT_ERRNO,并列出程序需要的调用;可以 Docker 默认配置为起点。',
  },
  references: [seccompPage],
  bad: [
    '{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["mount", "reboot"], "action": "SCMP_ACT_ERRNO"}]}',
    '{"defaultAction": "SCMP_ACT_LOG"}',
  ],
  good: [
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}',
    '{"defaultAction": "SCMP_ACT_KILL_PROCESS", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_LOG"}]}',
  ],
  check: (view, answer) => {
    if (!letsUnnamed(view)) return;
    const { value: action, lines } = view.defaultAction;
    answer.fail({ at: linesAt(view, lines), params: { action } });
  },
};
