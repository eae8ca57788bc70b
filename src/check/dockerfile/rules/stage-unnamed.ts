import { replace } from '../edits.ts';
import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** A stage is referred to by its number. */
export const stageUnnamed: DockerfileRule = {
  id: 'DF-STAGE-UNNAMED',
  aliases: { kics: ['d/using_unnamed_build_stages'] },
  severity: 'low',
  level: 'strict',
  title: { en: 'A stage is referred to by its number', 'zh-CN': '用序号引用阶段' },
  message: {
    en: 'Stage {number} is referred to by its number',
    'zh-CN': '以序号引用了第 {number} 个阶段',
  },
  why: {
    en: 'A stage put in before it changes the number, and another stage is copied from without a word.',
    'zh-CN': '在其之前插入阶段会改变序号，从而悄悄从别的阶段复制。',
  },
  advice: {
    en: 'Give the stage a name with AS, and use the name.',
    'zh-CN': '用 AS 给阶段命名并使用该名称。',
  },
  references: [dockerfilePage('from')],
  bad: [
    `FROM alpine:3.20
FROM debian:12
COPY --from=0 /a /a
`,
  ],
  good: [
    `FROM alpine:3.20 AS build
FROM debian:12
COPY --from=build /a /a
`,
    `FROM debian:12
COPY --from=nginx:1 /a /a
`,
  ],
  check: (view, { fail }) => {
    for (const { reads } of view.file.stages) {
      for (const { instruction, flag, source, stage } of reads) {
        if (stage === undefined || !/^\d+$/.test(source) || stage.name === source) continue;
        const edits =
          stage.name === undefined || flag.name !== 'from'
            ? []
            : [replace(view, flag, `--from=${stage.name}`)];
        fail({ at: place(view, instruction), params: { number: source }, edits });
      }
    }
  },
};
