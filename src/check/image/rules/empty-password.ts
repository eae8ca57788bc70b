import type { CheckRule } from '../../contract.ts';
import { judgeMarks } from '../content-rule.ts';
import type { ImageView } from '../view.ts';

/** Accounts that need no password. */
export const emptyPassword: CheckRule<ImageView> = {
  id: 'IMG-EMPTY-PASSWORD',
  aliases: { dockle: ['DKL-LI-0001'] },
  severity: 'high',
  family: 'users',
  title: { en: 'Account with an empty password', 'zh-CN': '存在空密码账号' },
  message: {
    en: 'Accounts without a password: {names}',
    'zh-CN': '空密码账号：{names}',
  },
  why: {
    en: 'su and login let anybody in as that user.',
    'zh-CN': 'su 与 login 会允许任何人以该用户登录。',
  },
  advice: { en: 'Lock the account: passwd -l NAME.', 'zh-CN': '锁定账号：passwd -l NAME。' },
  references: ['https://man7.org/linux/man-pages/man5/shadow.5.html'],
  bad: [
    '{"Config": {}, "content": {"value": [{"kind": "empty-password", "path": "etc/shadow", "what": "app"}]}}',
  ],
  good: ['{"Config": {}, "content": {"value": []}}', '{"Config": {}}'],
  check: (view, answer) => {
    judgeMarks(view, answer, {
      kind: 'empty-password',
      tell: ({ path, what = '' }) => `${what} in ${path}`,
      wanted: {
        en: 'every account locked or with a password',
        'zh-CN': '所有账号均已锁定或设有密码',
      },
    });
  },
};
