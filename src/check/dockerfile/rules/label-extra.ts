import { labelsOf } from '../labels.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** A label that is not on the list. */
export const labelExtra: DockerfileRule = {
  id: 'DF-LABEL-EXTRA',
  aliases: { hadolint: ['DL3050'] },
  severity: 'low',
  level: 'optional',
  family: 'labels',
  title: { en: 'A label that is not on the list', 'zh-CN': '标签不在列表中' },
  message: { en: '"{key}" is no label that is known here', 'zh-CN': '“{key}”不是此处已知的标签' },
  why: {
    en: 'A slip of the pen in a name hides a label from the tools that look for it.',
    'zh-CN': '名称笔误会使工具找不到该标签。',
  },
  advice: { en: 'Correct the name, or add it to the list.', 'zh-CN': '更正名称，或将其加入列表。' },
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  options: { allowed: [] },
  bad: [
    `FROM alpine:3.20
LABEL org.opencontainers.image.licence=MIT
`,
  ],
  good: [
    `FROM alpine:3.20
LABEL org.opencontainers.image.licenses=MIT
`,
    `FROM alpine:3.20
LABEL org.example.x=1
`,
  ],
  check: (view, { fail, option }) => {
    const allowed = option('allowed');
    const names = new Set(Array.isArray(allowed) ? allowed.map(String) : []);
    for (const { pair, key } of labelsOf(view)) {
      const unknown =
        names.size > 0
          ? !names.has(key)
          : key.startsWith(prefix) && !annotations.has(key.slice(prefix.length));
      if (unknown) fail({ at: place(view, pair), params: { key } });
    }
  },
};

const prefix = 'org.opencontainers.image.';

/** Names that the image specification gives below `org.opencontainers.image.`. */
const annotations: ReadonlySet<string> = new Set([
  'created',
  'authors',
  'url',
  'documentation',
  'source',
  'version',
  'revision',
  'vendor',
  'licenses',
  'ref.name',
  'title',
  'description',
  'base.digest',
  'base.name',
]);
