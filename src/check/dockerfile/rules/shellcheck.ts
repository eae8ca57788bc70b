import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** What our reader of scripts finds wrong by itself; the rest of ShellCheck is its own. */
export const shellcheck: DockerfileRule = {
  id: 'DF-SHELLCHECK',
  aliases: { hadolint: ['SC*'] },
  severity: 'medium',
  title: { en: 'The script of a RUN does not end', 'zh-CN': 'RUN 的脚本没有结束' },
  why: {
    en: 'A quote or bracket that does not close: the shell refuses the script, or reads it other than meant.',
    'zh-CN': '引号或括号未闭合：shell 会拒绝该脚本，或以非预期方式解析。',
  },
  advice: {
    en: 'Close it. For the grammar beyond that, run ShellCheck.',
    'zh-CN': '补全闭合符；更多语法检查请使用 ShellCheck。',
  },
  references: ['https://www.shellcheck.net/wiki/SC1073', dockerfilePage('run')],
  bad: [
    `FROM alpine:3.20
RUN echo 'a
`,
    `FROM alpine:3.20
RUN if true; then echo "$(x; fi
`,
  ],
  good: [
    `FROM alpine:3.20
RUN echo 'a'
`,
    `FROM alpine:3.20
RUN echo it\\'s
`,
    `FROM alpine:3.20
RUN ["echo", "it\\u0027s"]
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction, open } of view.runs())
      if (open) fail({ at: place(view, instruction) });
  },
};
