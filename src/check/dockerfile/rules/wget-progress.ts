import { insertAfter } from '../edits.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** wget draws a progress bar into the build log. */
export const wgetProgress: DockerfileRule = {
  id: 'DF-WGET-PROGRESS',
  aliases: { hadolint: ['DL3047'] },
  severity: 'low',
  level: 'strict',
  title: {
    en: 'wget draws a progress bar into the build log',
    'zh-CN': 'wget 在构建日志中绘制进度条',
  },
  why: {
    en: 'Every dot is a line of the log; real messages drown in it.',
    'zh-CN': '每个进度点都写入日志，淹没真正的信息。',
  },
  advice: {
    en: 'Add -q, -nv or --progress=dot:giga.',
    'zh-CN': '加上 -q、-nv 或 --progress=dot:giga。',
  },
  references: ['https://www.gnu.org/software/wget/manual/wget.html'],
  bad: [
    `FROM alpine:3.20
RUN wget https://example.org/x
`,
  ],
  good: [
    `FROM alpine:3.20
RUN wget -q https://example.org/x
`,
    `FROM alpine:3.20
RUN wget --progress=dot:giga https://example.org/x
`,
    `FROM alpine:3.20
RUN wget --version
`,
  ],
  check: (view, { fail }) => {
    for (const { commands } of view.runs()) {
      for (const command of commands) {
        if (command.name !== 'wget' || !command.args.some(({ text }) => /:\/\/|\$/.test(text)))
          continue;
        if (
          command.args.some(({ text }) =>
            /^(?:-[a-zA-Z]*[qoa]|-nv|--(?:quiet|no-verbose|progress|output-file|append-output))/.test(
              text,
            ),
          )
        )
          continue;
        fail({ at: place(view, command), edits: [insertAfter(view, command.nameWord, ' -nv')] });
      }
    }
  },
};
