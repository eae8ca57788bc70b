import { labelsOf } from '../labels.ts';
import type { DockerfileRule } from '../rule.ts';
import { place, valueOf } from '../view.ts';

/** The value of a label does not have the form that its name promises. */
export const labelValue: DockerfileRule = {
  id: 'DF-LABEL-VALUE',
  aliases: { hadolint: ['DL3051', 'DL3052', 'DL3053', 'DL3054', 'DL3055', 'DL3056', 'DL3058'] },
  severity: 'low',
  level: 'strict',
  family: 'labels',
  title: {
    en: 'The value of a label does not have the form that its name promises',
    'zh-CN': '标签的值不符合其名称要求的形式',
  },
  message: { en: 'The label "{key}" should be {form}', 'zh-CN': '标签“{key}”的值应为 {form}' },
  why: {
    en: 'Tools that read the label skip it, or show nonsense.',
    'zh-CN': '读取该标签的工具会忽略它或显示错误信息。',
  },
  advice: {
    en: 'Correct the value: an address, a time of RFC 3339, an SPDX expression, a commit, a version.',
    'zh-CN': '更正其值：地址、RFC 3339 时间、SPDX 表达式、提交或版本。',
  },
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  bad: [
    `FROM alpine:3.20
LABEL org.opencontainers.image.created=yesterday
`,
    `FROM alpine:3.20
LABEL org.opencontainers.image.url=""
`,
  ],
  good: [
    `FROM alpine:3.20
LABEL org.opencontainers.image.created=2026-01-02T03:04:05Z
`,
    `FROM alpine:3.20
LABEL org.opencontainers.image.licenses="MIT OR Apache-2.0"
`,
    `FROM alpine:3.20
LABEL org.opencontainers.image.version=$V
`,
    `FROM alpine:3.20
LABEL org.example.url=x
`,
  ],
  check: (view, { fail }) => {
    for (const { pair, key, instruction } of labelsOf(view)) {
      const value = valueOf(view, instruction, pair.value?.text ?? '');
      if (value === undefined) continue;
      const form = forms.get(key.replace(/^org\.opencontainers\.image\./, ''));
      if (form === undefined || !key.startsWith('org.opencontainers.image.')) continue;
      if (value === '' || !form[0].test(value))
        fail({ at: place(view, pair), params: { key, form: form[1] } });
    }
  },
};

const address = /^[a-z][a-z0-9+.-]*:\/\/\S+$/i;

/** What the image specification says of values, by the end of the name. */
const forms: ReadonlyMap<string, readonly [RegExp, string]> = new Map([
  [
    'created',
    [/^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/, 'RFC 3339'],
  ],
  ['url', [address, 'URL']],
  ['documentation', [address, 'URL']],
  ['source', [address, 'URL']],
  ['licenses', [/^[A-Za-z0-9.+()-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+()-]+)*$/, 'SPDX']],
  ['revision', [/^[\w.:/-]+$/, 'commit']],
  ['version', [/^\S+$/, 'version']],
  ['title', [/\S/, 'text']],
  ['description', [/\S/, 'text']],
]);
