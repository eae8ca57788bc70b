import type { CheckRule } from '../../contract.ts';
import { judgeMarks } from '../content-rule.ts';
import type { ImageView } from '../view.ts';

/** Two accounts with one id or one name. */
export const duplicateUsers: CheckRule<ImageView> = {
  id: 'IMG-DUP-USER',
  aliases: { dockle: ['DKL-LI-0002'] },
  severity: 'medium',
  family: 'users',
  title: { en: 'Accounts share an id or name', 'zh-CN': '账号共用 ID 或名称' },
  message: {
    en: 'Accounts share an id or name: {names}',
    'zh-CN': '账号共用 ID 或名称：{names}',
  },
  why: {
    en: 'Files of one are files of the other: separation by users does not hold.',
    'zh-CN': '一个账号的文件也属于另一个：按用户隔离失效。',
  },
  advice: { en: 'Give each account its own id.', 'zh-CN': '为每个账号分配独立的 ID。' },
  references: ['https://man7.org/linux/man-pages/man5/passwd.5.html'],
  bad: [
    '{"Config": {}, "content": {"value": [{"kind": "duplicate-account", "path": "etc/passwd", "what": "user id 0: root, toor"}]}}',
  ],
  good: ['{"Config": {}, "content": {"value": []}}', '{"Config": {}}'],
  check: (view, answer) => {
    judgeMarks(view, answer, {
      kind: 'duplicate-account',
      tell: ({ path, what = '' }) => `${what} in ${path}`,
      wanted: { en: 'each id and name once', 'zh-CN': '每个 ID 和名称只出现一次' },
    });
  },
};
