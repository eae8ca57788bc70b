import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** A stage has a reserved name. */
export const stageReserved: DockerfileRule = {
  id: 'DF-STAGE-RESERVED',
  aliases: { hadolint: ['DL3063'], buildkit: ['ReservedStageName'] },
  severity: 'medium',
  title: { en: 'A stage has a reserved name', 'zh-CN': '阶段使用了保留名称' },
  message: {
    en: '"{name}" is a reserved name and should not be that of a stage',
    'zh-CN': '“{name}”是保留名称，不应作为阶段名',
  },
  why: {
    en: '"scratch" and "context" mean something else to the builder, so that the stage cannot be reached by its name.',
    'zh-CN': '“scratch”和“context”对构建器有特殊含义，无法用该名称引用此阶段。',
  },
  advice: { en: 'Choose another name.', 'zh-CN': '换一个名称。' },
  references: [buildCheckPage('reserved-stage-name')],
  bad: [
    `FROM alpine:3.20 AS scratch
`,
    `FROM alpine:3.20 AS Context
`,
  ],
  good: [
    `FROM alpine:3.20 AS base
`,
    `FROM scratch
`,
  ],
  check: (view, { fail }) => {
    for (const { name, nameWord } of view.file.stages)
      if (nameWord !== undefined && (name === 'scratch' || name === 'context'))
        fail({ at: place(view, nameWord), params: { name } });
  },
};
