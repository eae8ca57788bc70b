import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** COPY --from names no stage before it. */
export const copyFromUnknown: DockerfileRule = {
  id: 'DF-COPY-FROM-UNKNOWN',
  aliases: { hadolint: ['DL3022'] },
  severity: 'medium',
  title: { en: 'COPY --from names no stage before it', 'zh-CN': 'COPY --from 未指向之前的阶段' },
  message: {
    en: 'COPY --from="{name}" names no stage before it, and would be pulled as an image',
    'zh-CN': 'COPY --from=“{name}”不是之前的阶段，会被当作镜像拉取',
  },
  why: {
    en: "The builder takes the name for an image and pulls it from the registry: a slip of the pen brings in a stranger's files.",
    'zh-CN': '构建器会把该名称当作镜像去拉取：笔误会引入陌生人的文件。',
  },
  advice: {
    en: 'Correct the name, or write the image with its tag.',
    'zh-CN': '更正名称，或写出带标签的镜像名。',
  },
  references: [dockerfilePage('copy---from')],
  bad: [
    `FROM alpine:3.20 AS build
FROM scratch
COPY --from=biuld /a /a
`,
  ],
  good: [
    `FROM alpine:3.20 AS build
FROM scratch
COPY --from=build /a /a
`,
    `FROM scratch
COPY --from=nginx:1.27 /a /a
`,
    `FROM scratch
COPY --from=r.example/x /a /a
`,
    `FROM scratch
COPY --from=$STAGE /a /a
`,
  ],
  check: (view, { fail }) => {
    for (const { reads, index } of view.file.stages) {
      for (const { instruction, flag, source, stage } of reads) {
        if (flag.name !== 'from' || stage !== undefined || /[:/@$.]/.test(source)) continue;
        if (/^\d+$/.test(source) && Number(source) === index) continue;
        fail({ at: place(view, instruction), params: { name: source } });
      }
    }
  },
};
