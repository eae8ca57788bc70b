import { labelsOf } from '../labels.ts';
import type { DockerfileRule } from '../rule.ts';
import { chainOf, place } from '../view.ts';

/** A label that is asked for is missing. */
export const labelMissing: DockerfileRule = {
  id: 'DF-LABEL-MISSING',
  aliases: { hadolint: ['DL3049'] },
  severity: 'low',
  level: 'optional',
  family: 'labels',
  title: { en: 'A label that is asked for is missing', 'zh-CN': '缺少要求的标签' },
  message: { en: 'The label "{key}" is missing', 'zh-CN': '缺少标签“{key}”' },
  why: {
    en: 'Whoever meets the image later cannot tell who made it, from what, and under which licence.',
    'zh-CN': '之后遇到该镜像的人无法得知其作者、来源和许可证。',
  },
  advice: { en: 'Set it with LABEL.', 'zh-CN': '用 LABEL 设置。' },
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  options: { required: ['org.opencontainers.image.source'] },
  bad: [
    `FROM alpine:3.20
LABEL a=1
`,
  ],
  good: [
    `FROM alpine:3.20
LABEL org.opencontainers.image.source=https://example.org/x
`,
    `FROM alpine:3.20 AS b
LABEL org.opencontainers.image.source="x"
FROM b
`,
  ],
  check: (view, { fail, option }) => {
    const { target } = view.file;
    const required = option('required');
    if (target?.from === undefined || !Array.isArray(required)) return;
    const stages = new Set(chainOf(target));
    const keys = new Set(
      labelsOf(view)
        .filter(({ stage }) => stages.has(stage))
        .map(({ key }) => key),
    );
    for (const key of required)
      if (!keys.has(String(key)))
        fail({ at: place(view, target.from), params: { key: String(key) } });
  },
};
