import { repeated } from '../repeated.ts';
import { buildCheckPage, dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';

/** A stage has more than one CMD. */
export const cmdMulti: DockerfileRule = {
  id: 'DF-CMD-MULTI',
  aliases: {
    hadolint: ['DL4003'],
    trivy: ['DS-0016'],
    kics: ['d/multiple_cmd_instructions_listed'],
    buildkit: ['MultipleInstructionsDisallowed'],
  },
  severity: 'medium',
  title: { en: 'A stage has more than one CMD', 'zh-CN': '一个阶段有多个 CMD' },
  message: {
    en: '{instruction} in line {line} is without effect: a later one of the stage replaces it',
    'zh-CN': '第 {line} 行的 {instruction} 无效：该阶段后面的同类指令会取代它',
  },
  why: {
    en: 'Only the last CMD of a stage counts; what the others ask for never happens.',
    'zh-CN': '阶段中只有最后一个 CMD 生效，其余都不会执行。',
  },
  advice: { en: 'Keep the last one only.', 'zh-CN': '只保留最后一个。' },
  references: [buildCheckPage('multiple-instructions-disallowed'), dockerfilePage('cmd')],
  bad: [
    `FROM alpine:3.20
CMD ["a"]
CMD ["b"]
`,
  ],
  good: [
    `FROM alpine:3.20
CMD ["a"]
`,
    `FROM alpine:3.20 AS one
CMD ["a"]
FROM one
CMD ["a"]
`,
  ],
  check: (view, { fail }) => {
    repeated(view, { keyword: 'CMD', aliases: cmdMulti.aliases }, fail);
  },
};
