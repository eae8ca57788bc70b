import { appArmorManual, lineAt } from '../apparmor.ts';
import type { AppArmorRuleCheck } from '../apparmor.ts';

/** Modes in which a profile forbids nothing. */
const idle: ReadonlySet<string> = new Set(['complain', 'unconfined', 'default_allow', 'prompt']);

/** A profile that is loaded and does not confine. */
export const appArmorMode: AppArmorRuleCheck = {
  id: 'PROF-APPARMOR-MODE',
  aliases: {},
  severity: 'high',
  family: 'apparmor',
  title: { en: 'The AppArmor profile forbids nothing', 'zh-CN': 'AppArmor 配置不起约束作用' },
  message: {
    en: 'Profile "{name}" is in mode {mode}: what it does not allow happens all the same',
    'zh-CN': '配置 "{name}" 处于 {mode} 模式:未允许的操作照样会发生',
  },
  why: {
    en: 'In these modes the kernel writes down what the rules would forbid, at most. Tools that ask whether a container has a profile see one.',
    'zh-CN': '在这些模式下,内核至多记录规则本应禁止的操作;而检查工具看到的却是“已有配置”。',
  },
  advice: {
    en: 'Remove the flag once the profile is complete (aa-enforce).',
    'zh-CN': '配置完善后删除该标志(aa-enforce)。',
  },
  references: [appArmorManual],
  bad: [
    'profile shop flags=(attach_disconnected, complain) {\n  /etc/shop r,\n}\n',
    'profile shop flags=(unconfined) {\n}\n',
  ],
  good: [
    'profile shop flags=(attach_disconnected,mediate_deleted) {\n  /etc/shop r,\n}\n',
    'profile complain {\n  /etc/shop r,\n}\n',
  ],
  check: (view, answer) => {
    const { name, flags, startLine } = view.profile;
    const mode = flags.find((flag) => idle.has(flag));
    if (mode !== undefined) answer.fail({ at: lineAt(view, startLine), params: { name, mode } });
  },
};
