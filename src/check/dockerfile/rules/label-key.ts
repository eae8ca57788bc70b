import { labelsOf } from '../labels.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** A label has a name that is against the rules. */
export const labelKey: DockerfileRule = {
  id: 'DF-LABEL-KEY',
  aliases: { hadolint: ['DL3048'] },
  severity: 'low',
  level: 'strict',
  family: 'labels',
  title: { en: 'A label has a name that is against the rules', 'zh-CN': '标签名称不符合规则' },
  message: { en: '"{key}" is no good name for a label', 'zh-CN': '“{key}”不是合适的标签名称' },
  why: {
    en: 'Tools part labels by their names; one in a reserved name space or with other characters is not found or means something else.',
    'zh-CN': '工具按名称区分标签；保留命名空间或含其他字符的名称无法被识别或含义不同。',
  },
  advice: {
    en: 'Use small letters, digits, dots and dashes, begun with your own reversed domain.',
    'zh-CN': '使用小写字母、数字、点和连字符，并以自己的反写域名开头。',
  },
  references: ['https://docs.docker.com/engine/manage-resources/labels/'],
  bad: [
    `FROM alpine:3.20
LABEL com.docker.x=1
`,
    `FROM alpine:3.20
LABEL A_B=1
`,
  ],
  good: [
    `FROM alpine:3.20
LABEL org.example.name=1
`,
    `FROM alpine:3.20
LABEL maintainer=x
`,
  ],
  check: (view, { fail }) => {
    for (const { pair, key } of labelsOf(view)) {
      const reserved = /^(?:com\.docker|io\.docker|org\.dockerproject)\./.test(key);
      if (!reserved && /^[a-z0-9](?:[a-z0-9]|[.-](?=[a-z0-9]))*$/.test(key)) continue;
      fail({ at: place(view, pair), params: { key } });
    }
  },
};
