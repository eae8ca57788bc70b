import { asIs } from '../../words.ts';
import type { CheckRule } from '../../contract.ts';
import { configFault } from '../fault.ts';
import { textOf } from '../../../formats/json-values.ts';
import { printable } from '../../../model/index.ts';
import type { ImageView } from '../view.ts';

/** The user that containers of the image start as. */
export const imageUser: CheckRule<ImageView> = {
  id: 'IMG-USER-ROOT',
  aliases: { dockle: ['CIS-DI-0001'], 'docker-bench': ['4.1'] },
  severity: 'high',
  family: 'non-root',
  title: { en: 'Image runs as root', 'zh-CN': '镜像以 root 运行' },
  why: {
    en: 'Every container of it is root unless somebody remembers --user.',
    'zh-CN': '除非记得使用 --user，否则其所有容器都是 root。',
  },
  advice: {
    en: 'End the Dockerfile with USER and a user that is not root.',
    'zh-CN': '在 Dockerfile 末尾用 USER 指定非 root 用户。',
  },
  references: ['https://docs.docker.com/reference/dockerfile/#user'],
  bad: [
    '{"Config": {"User": ""}}',
    '{"Config": {"User": "0"}}',
    '{"config": {"User": "root:root"}, "rootfs": {}}',
  ],
  good: ['{"Config": {"User": "app"}}', '{"Config": {"User": "1000:1000"}}'],
  check: (view, answer) => {
    const user = textOf(view.config['User']) ?? '';
    const name = user.split(':')[0]?.trim() ?? '';
    if (name !== '' && name !== 'root' && !/^0+$/.test(name))
      return answer.passed(asIs(`USER ${printable(user)}`));
    const fault = configFault(view, '/Config/User', {
      observed: user === '' ? 'none, so root' : user,
      wanted: { en: 'a user that is not root', 'zh-CN': '非 root 用户' },
    });
    const entry = view.history.findLast(({ createdBy }) =>
      /(?:^|#\(nop\)\s+)USER\s/.test(createdBy),
    );
    answer.fail(
      entry === undefined
        ? fault
        : {
            ...fault,
            at: {
              history: { index: entry.index, createdBy: printable(entry.createdBy) },
              ...fault.at,
            },
          },
    );
  },
};
