import { repeated } from '../repeated.ts';
import { buildCheckPage, dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';

/** A stage has more than one HEALTHCHECK. */
export const healthcheckMulti: DockerfileRule = {
  id: 'DF-HEALTHCHECK-MULTI',
  aliases: {
    hadolint: ['DL3012'],
    trivy: ['DS-0023'],
    buildkit: ['MultipleInstructionsDisallowed'],
  },
  severity: 'medium',
  title: { en: 'A stage has more than one HEALTHCHECK', 'zh-CN': '一个阶段有多个 HEALTHCHECK' },
  message: {
    en: '{instruction} in line {line} is without effect: a later one of the stage replaces it',
    'zh-CN': '第 {line} 行的 {instruction} 无效：该阶段后面的同类指令会取代它',
  },
  why: {
    en: 'Only the last HEALTHCHECK of a stage counts; what the others ask for never happens.',
    'zh-CN': '阶段中只有最后一个 HEALTHCHECK 生效，其余都不会执行。',
  },
  advice: { en: 'Keep the last one only.', 'zh-CN': '只保留最后一个。' },
  references: [buildCheckPage('multiple-instructions-disallowed'), dockerfilePage('healthcheck')],
  bad: [
    `FROM alpine:3.20
HEALTHCHECK CMD a
HEALTHCHECK NONE
`,
  ],
  good: [
    `FROM alpine:3.20
HEALTHCHECK CMD a
`,
    `FROM alpine:3.20 AS one
HEALTHCHECK CMD a
FROM one
HEALTHCHECK CMD a
`,
  ],
  check: (view, { fail }) => {
    repeated(view, { keyword: 'HEALTHCHECK', aliases: healthcheckMulti.aliases }, fail);
  },
};
