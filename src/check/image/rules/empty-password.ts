import type { CheckRule } from '../../contract.ts';
import { judgeFiles } from '../content-rule.ts';
import type { ImageView } from '../view.ts';

/** Accounts that need no password. */
export const emptyPassword: CheckRule<ImageView> = {
  id: 'IMG-EMPTY-PASSWORD',
  aliases: { dockle: ['DKL-LI-0001'] },
  severity: 'high',
  family: 'users',
  title: { en: 'Account with an empty password', 'zh-CN': '存在空密码账号' },
  message: {
    en: '{image} has {count} accounts without a password',
    'zh-CN': '{image} 中有 {count} 个空密码账号',
  },
  why: {
    en: 'su and login let anybody in as that user.',
    'zh-CN': 'su 与 login 会允许任何人以该用户登录。',
  },
  advice: { en: 'Lock the account: passwd -l NAME.', 'zh-CN': '锁定账号：passwd -l NAME。' },
  references: ['https://man7.org/linux/man-pages/man5/shadow.5.html'],
  bad: ['{"Config": {}, "content": {"value": {"emptyPasswords": ["app"]}}}'],
  good: ['{"Config": {}, "content": {"value": {"emptyPasswords": []}}}', '{"Config": {}}'],
  check: (view, answer) => {
    judgeFiles(view, answer, {
      of: (content) => content.emptyPasswords,
      wanted: 'every account locked or with a password',
    });
  },
};
