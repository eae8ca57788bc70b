import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** An instruction stands before the first FROM. */
export const order: DockerfileRule = {
  id: 'DF-ORDER',
  aliases: { hadolint: ['DL3061'] },
  severity: 'high',
  title: {
    en: 'An instruction stands before the first FROM',
    'zh-CN': '指令出现在第一个 FROM 之前',
  },
  message: {
    en: '{instruction} stands before the first FROM',
    'zh-CN': '{instruction} 出现在第一个 FROM 之前',
  },
  why: {
    en: 'Only ARG, comments and directives may stand there: builders refuse the file.',
    'zh-CN': '那里只能有 ARG、注释和解析指令，构建器会拒绝该文件。',
  },
  advice: { en: 'Move the instruction behind FROM.', 'zh-CN': '把该指令移到 FROM 之后。' },
  references: [dockerfilePage('format')],
  bad: [
    `RUN true
FROM alpine:3.20
`,
  ],
  good: [
    `FROM alpine:3.20
RUN true
`,
    `# a
ARG A=1
FROM alpine:3.20
`,
  ],
  check: (view, { fail }) => {
    const [first] = view.file.stages;
    if (first === undefined || first.from !== undefined) return;
    for (const instruction of first.instructions)
      fail({ at: place(view, instruction), params: { instruction: instruction.keyword } });
  },
};
