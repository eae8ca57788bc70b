import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** COPY --from names its own stage. */
export const copyFromSelf: DockerfileRule = {
  id: 'DF-COPY-FROM-SELF',
  aliases: {
    hadolint: ['DL3023'],
    trivy: ['DS-0006'],
    kics: ['d/copy_from_references_current_from_alias'],
  },
  severity: 'critical',
  title: { en: 'COPY --from names its own stage', 'zh-CN': 'COPY --from 指向自身阶段' },
  message: {
    en: '"{name}" is the stage that the instruction stands in',
    'zh-CN': '“{name}”就是该指令所在的阶段',
  },
  why: {
    en: 'A stage cannot copy from itself: builders refuse the file.',
    'zh-CN': '阶段不能从自身复制，构建器会拒绝该文件。',
  },
  advice: {
    en: 'Name the stage that has the files; within one stage use RUN cp.',
    'zh-CN': '写出拥有文件的阶段；同一阶段内使用 RUN cp。',
  },
  references: [dockerfilePage('copy---from')],
  bad: [
    `FROM alpine:3.20 AS build
COPY --from=build /a /b
`,
  ],
  good: [
    `FROM alpine:3.20 AS build
FROM alpine:3.20
COPY --from=build /a /b
`,
    `FROM alpine:3.20 AS a
COPY --from=b /a /b
`,
  ],
  check: (view, { fail }) => {
    for (const { reads, name, index } of view.file.stages) {
      for (const { instruction, source } of reads) {
        const own = name === undefined ? String(index) : name;
        if (source.toLowerCase() === own || source === String(index))
          fail({ at: place(view, instruction), params: { name: source } });
      }
    }
  },
};
