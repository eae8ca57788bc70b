import type { CheckRule } from '../../contract.ts';
import { historyFault } from '../fault.ts';
import type { ImageView } from '../view.ts';

/** ADD where COPY would do. */
export const historyAdd: CheckRule<ImageView> = {
  id: 'IMG-HISTORY-ADD',
  aliases: { dockle: ['CIS-DI-0009'], 'docker-bench': ['4.9'] },
  severity: 'low',
  title: { en: 'ADD in the history', 'zh-CN': '历史记录中使用了 ADD' },
  why: {
    en: 'ADD fetches addresses and unpacks archives unasked; COPY does what it says.',
    'zh-CN': 'ADD 会自动下载与解包；COPY 只做字面上的事。',
  },
  advice: { en: 'Use COPY.', 'zh-CN': '使用 COPY。' },
  references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  bad: [
    '{"Config": {}, "History": ["/bin/sh -c #(nop) ADD file:aa in / ", "/bin/sh -c #(nop) ADD dir:bb in /srv "]}',
    '{"Config": {}, "History": ["FROM x", "ADD app.tar /srv # buildkit"]}',
  ],
  good: [
    '{"Config": {}, "History": ["/bin/sh -c #(nop) ADD file:aa in / "]}',
    '{"Config": {}, "History": ["COPY . /srv # buildkit"]}',
  ],
  check: (view, answer) => {
    view.history.forEach((entry) => {
      const text = entry.createdBy.replace(/^\/bin\/sh -c #\(nop\)\s+/, '');
      // The root file system of a base image comes as ADD: nobody could have written COPY.
      if (
        !/^ADD\s/.test(text) ||
        /^ADD (?:file|multi):\S+ in \/\s*$/.test(text) ||
        (entry.index === 0 && / \/\s*(?:# buildkit)?$/.test(text))
      )
        return;
      answer.fail(historyFault(view, entry, { observed: text, wanted: 'COPY' }));
    });
  },
};
