import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';

/** Copied files are given to another user. */
export const chownFlag: DockerfileRule = {
  id: 'DF-CHOWN-FLAG',
  aliases: { kics: ['d/chown_flag_exists'] },
  severity: 'low',
  level: 'strict',
  title: { en: 'Copied files are given to another user', 'zh-CN': '复制的文件被赋予其他用户' },
  message: {
    en: 'The copied files belong to "{owner}", who can change them',
    'zh-CN': '复制的文件属于“{owner}”，其可以修改这些文件',
  },
  why: {
    en: 'A program that runs as their owner may change them: whoever breaks into it stays.',
    'zh-CN': '以其所有者运行的程序可以修改它们：入侵者可借此驻留。',
  },
  advice: {
    en: 'Leave programs and libraries to root, and give the user only what it has to write.',
    'zh-CN': '程序与库归 root 所有，只把需要写入的部分交给用户。',
  },
  references: [dockerfilePage('copy---chown---chmod')],
  bad: [
    `FROM alpine:3.20
COPY --chown=app:app bin /app
`,
  ],
  good: [
    `FROM alpine:3.20
COPY bin /app
`,
    `FROM alpine:3.20
COPY --chown=root:root bin /app
`,
    `FROM alpine:3.20
COPY --chown=0 bin /app
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction } of instructions(view, 'COPY', 'ADD')) {
      const flag = instruction.flags.find(({ name }) => name === 'chown');
      if (flag === undefined || /^(?:root|0)(?::|$)/.test(flag.value ?? '')) continue;
      fail({ at: place(view, flag), params: { owner: flag.value ?? '' } });
    }
  },
};
