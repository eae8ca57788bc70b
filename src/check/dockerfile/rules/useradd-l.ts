import { insertAfter } from '../edits.ts';
import { practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** useradd with a high number and without -l. */
export const useraddL: DockerfileRule = {
  id: 'DF-USERADD-L',
  aliases: { hadolint: ['DL3046'] },
  severity: 'medium',
  title: {
    en: 'useradd with a high number and without -l',
    'zh-CN': 'useradd 使用大 UID 且没有 -l',
  },
  message: {
    en: 'useradd with number {number} and without -l writes a huge log file',
    'zh-CN': 'useradd 使用 UID {number} 且没有 -l，会写入巨大的日志文件',
  },
  why: {
    en: 'It writes a log file as long as the highest number: gigabytes in the layer.',
    'zh-CN': '会写入与最大 UID 等长的日志文件，使该层增大数 GB。',
  },
  advice: { en: 'Add -l (--no-log-init).', 'zh-CN': '加上 -l（--no-log-init）。' },
  references: [practicesPage('user'), 'https://github.com/golang/go/issues/13548'],
  bad: [
    `FROM debian:12
RUN useradd -u 1234567 app
`,
  ],
  good: [
    `FROM debian:12
RUN useradd -l -u 1234567 app
`,
    `FROM debian:12
RUN useradd -u 1000 app
`,
    `FROM debian:12
RUN useradd app
`,
  ],
  check: (view, { fail }) => {
    for (const { commands } of view.runs()) {
      for (const command of commands) {
        if (command.name !== 'useradd') continue;
        const words = command.args.map(({ text }) => text);
        const at = words.findIndex((word) => /^(?:-[a-zA-Z]*u|--uid)$/.test(word));
        const number =
          at === -1
            ? words.map((word) => /^--uid=(\d+)$/.exec(word)?.[1]).find(Boolean)
            : words[at + 1];
        // Five digits are 20 MB of log at most.
        if (number === undefined || !/^\d{6,}$/.test(number)) continue;
        if (words.some((word) => /^(?:-[a-km-zA-Z]*l[a-zA-Z]*|--no-log-init)$/.test(word)))
          continue;
        fail({
          at: place(view, command),
          params: { number },
          edits: [insertAfter(view, command.nameWord, ' -l')],
        });
      }
    }
  },
};
