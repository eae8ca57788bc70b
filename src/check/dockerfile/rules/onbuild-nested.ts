import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** ONBUILD of an instruction that cannot stand there. */
export const onbuildNested: DockerfileRule = {
  id: 'DF-ONBUILD-NESTED',
  aliases: { hadolint: ['DL3043'] },
  severity: 'high',
  title: {
    en: 'ONBUILD of an instruction that cannot stand there',
    'zh-CN': 'ONBUILD 中不允许的指令',
  },
  message: {
    en: '{instruction} cannot stand inside ONBUILD',
    'zh-CN': '{instruction} 不能出现在 ONBUILD 中',
  },
  why: {
    en: 'Builders refuse ONBUILD, FROM and MAINTAINER inside ONBUILD.',
    'zh-CN': '构建器拒绝 ONBUILD 内的 ONBUILD、FROM 和 MAINTAINER。',
  },
  advice: {
    en: 'Write the instruction without ONBUILD, or remove it.',
    'zh-CN': '去掉 ONBUILD，或删除该指令。',
  },
  references: [dockerfilePage('onbuild')],
  bad: [
    `FROM alpine:3.20
ONBUILD ONBUILD RUN x
`,
    `FROM alpine:3.20
ONBUILD FROM x
`,
  ],
  good: [
    `FROM alpine:3.20
ONBUILD RUN x
`,
    `FROM alpine:3.20
ONBUILD USER 1
`,
  ],
  check: (view, { fail }) => {
    for (const { instructions: all } of view.file.stages)
      for (const { inner, ...outer } of all)
        if (inner !== undefined && /^(?:ONBUILD|FROM|MAINTAINER)$/.test(inner.keyword))
          fail({ at: place(view, outer), params: { instruction: inner.keyword } });
  },
};
