import type { CheckRule } from '../../contract.ts';
import { historyFault } from '../fault.ts';
import { runEntries } from '../history.ts';
import type { ImageView } from '../view.ts';

/** sudo in the build. */
export const historySudo: CheckRule<ImageView> = {
  id: 'IMG-HISTORY-SUDO',
  aliases: { dockle: ['DKL-DI-0001'] },
  severity: 'medium',
  family: 'sudo',
  title: { en: 'sudo in the history', 'zh-CN': '历史记录中使用了 sudo' },
  why: {
    en: 'An image that needs sudo keeps it, with its rules, for whoever gets in.',
    'zh-CN': '需要 sudo 的镜像会连同其规则一起留给入侵者。',
  },
  advice: {
    en: 'Use USER to change the user, and gosu or setpriv at start.',
    'zh-CN': '用 USER 切换用户，启动时使用 gosu 或 setpriv。',
  },
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  bad: [
    '{"Config": {}, "History": ["/bin/sh -c sudo apt-get update"]}',
    '{"Config": {}, "History": ["RUN /bin/sh -c true && sudo make # buildkit"]}',
  ],
  good: [
    '{"Config": {}, "History": ["/bin/sh -c echo sudoers"]}',
    '{"Config": {}, "History": ["/bin/sh -c #(nop) LABEL sudo=1"]}',
  ],
  check: (view, answer) => {
    for (const { entry, commands } of runEntries(view.history)) {
      const found = commands.find((command) => /^sudo\s/.test(command));
      if (found !== undefined)
        answer.fail(
          historyFault(view, entry, {
            observed: found,
            wanted: { en: 'no sudo', 'zh-CN': '不使用 sudo' },
          }),
        );
    }
  },
};
