import { repeated } from '../repeated.ts';
import { buildCheckPage, dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';

/** A stage has more than one ENTRYPOINT. */
export const entrypointMulti: DockerfileRule = {
  id: 'DF-ENTRYPOINT-MULTI',
  aliases: {
    hadolint: ['DL4004'],
    trivy: ['DS-0007'],
    kics: ['d/multiple_entrypoint_instructions_listed'],
    buildkit: ['MultipleInstructionsDisallowed'],
  },
  severity: 'medium',
  title: { en: 'A stage has more than one ENTRYPOINT', 'zh-CN': '一个阶段有多个 ENTRYPOINT' },
  message: {
    en: '{instruction} in line {line} is without effect: a later one of the stage replaces it',
    'zh-CN': '第 {line} 行的 {instruction} 无效：该阶段后面的同类指令会取代它',
  },
  why: {
    en: 'Only the last ENTRYPOINT of a stage counts; what the others ask for never happens.',
    'zh-CN': '阶段中只有最后一个 ENTRYPOINT 生效，其余都不会执行。',
  },
  advice: { en: 'Keep the last one only.', 'zh-CN': '只保留最后一个。' },
  references: [buildCheckPage('multiple-instructions-disallowed'), dockerfilePage('entrypoint')],
  bad: [
    `FROM alpine:3.20
ENTRYPOINT ["a"]
ENTRYPOINT ["b"]
`,
  ],
  good: [
    `FROM alpine:3.20
ENTRYPOINT ["a"]
`,
    `FROM alpine:3.20 AS one
ENTRYPOINT ["a"]
FROM one
ENTRYPOINT ["a"]
`,
  ],
  check: (view, { fail }) => {
    repeated(view, { keyword: 'ENTRYPOINT', aliases: entrypointMulti.aliases }, fail);
  },
};
