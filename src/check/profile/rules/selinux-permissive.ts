import { lineOf, selinuxNotebook, wordsOf } from '../selinux.ts';
import type { SelinuxRule } from '../selinux.ts';

/** A domain that is watched and not confined. */
export const selinuxPermissive: SelinuxRule = {
  id: 'PROF-SELINUX-PERMISSIVE',
  aliases: {},
  severity: 'high',
  family: 'selinux',
  title: {
    en: 'The SELinux policy makes a domain permissive',
    'zh-CN': 'SELinux 策略将域设为宽容模式',
  },
  message: {
    en: 'Domain "{type}" is permissive: what the policy denies happens all the same',
    'zh-CN': '域 "{type}" 为宽容模式:策略拒绝的操作照样会发生',
  },
  why: {
    en: 'Denials of a permissive domain are written down and not enforced. It is meant for developing a policy, and stays in force with the module that holds it.',
    'zh-CN': '宽容域的拒绝只记录不执行。它用于开发策略,却会随模块一直生效。',
  },
  advice: {
    en: 'Remove the statement once the policy is complete.',
    'zh-CN': '策略完善后删除该语句。',
  },
  references: [selinuxNotebook],
  bad: [
    'module shop 1.0;\nrequire { type shop_t; }\npermissive shop_t;\n',
    { files: { 'shop.cil': '(block shop\n  (type process)\n  (typepermissive process))\n' } },
  ],
  good: [
    'module shop 1.0;\nrequire { type shop_t; class file read; }\nallow shop_t shop_t:file read;\n',
    { files: { 'shop.cil': '(block shop\n  (type permissive))\n' } },
  ],
  check: (view, answer) => {
    for (const { kind, parts, line } of view.statements) {
      if (kind !== 'permissive' && kind !== 'typepermissive') continue;
      answer.fail({
        at: lineOf(view, line),
        params: { type: wordsOf(parts).join(' ').slice(0, 80) },
      });
    }
  },
};
