import type { CheckRule } from '../../contract.ts';
import { judgeMarks } from '../content-rule.ts';
import type { ImageView } from '../view.ts';

/** Programs that run as their owner, whoever starts them. */
export const setuidFiles: CheckRule<ImageView> = {
  id: 'IMG-SUID',
  aliases: { dockle: ['CIS-DI-0008'], 'docker-bench': ['4.8'], cdk: ['system.setuid_files'] },
  severity: 'medium',
  family: 'suid',
  title: { en: 'setuid or setgid programs', 'zh-CN': '含有 setuid 或 setgid 程序' },
  message: {
    en: 'setuid or setgid programs: {count}',
    'zh-CN': 'setuid 或 setgid 程序：{count} 个',
  },
  why: {
    en: 'A flaw in one of them makes a plain user of the container root.',
    'zh-CN': '其中任何一个的缺陷都可让容器内的普通用户成为 root。',
  },
  advice: {
    en: 'Take the bit away in the build, or start with no-new-privileges.',
    'zh-CN': '在构建时去掉该位，或以 no-new-privileges 启动。',
  },
  references: ['https://man7.org/linux/man-pages/man7/inode.7.html'],
  bad: [
    '{"Config": {}, "content": {"value": [{"kind": "setuid", "path": "usr/bin/su", "what": "4755"}]}}',
  ],
  good: ['{"Config": {}, "content": {"value": []}}', '{"Config": {}}'],
  check: (view, answer) => {
    judgeMarks(view, answer, {
      kind: 'setuid',
      tell: ({ path, what }) => (what === undefined ? path : `${path} (${what})`),
      wanted: { en: 'none, or no-new-privileges', 'zh-CN': '没有，或设置 no-new-privileges' },
    });
  },
};
