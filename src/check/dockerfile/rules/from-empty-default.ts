import { expandWord, unknownValue } from '../../../formats/dockerfile/expand.ts';
import { platformArguments } from '../../../formats/dockerfile/stages.ts';
import { imageOf } from '../images.ts';
import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** With the defaults of its arguments FROM names no valid image. */
export const fromEmptyDefault: DockerfileRule = {
  id: 'DF-FROM-EMPTY-DEFAULT',
  aliases: { buildkit: ['InvalidDefaultArgInFrom'] },
  severity: 'medium',
  title: {
    en: 'With the defaults of its arguments FROM names no valid image',
    'zh-CN': '使用参数默认值时 FROM 不是有效的镜像名',
  },
  message: {
    en: 'With the defaults of its arguments "{image}" names no valid image',
    'zh-CN': '使用参数默认值时“{image}”不是有效的镜像名',
  },
  why: {
    en: 'A build without --build-arg fails, or takes an image nobody meant.',
    'zh-CN': '未指定 --build-arg 的构建会失败，或使用意外的镜像。',
  },
  advice: {
    en: 'Give the argument a default with which the name is complete.',
    'zh-CN': '为参数设置能使镜像名完整的默认值。',
  },
  references: [buildCheckPage('invalid-default-arg-in-from')],
  bad: [
    `ARG TAG
FROM busybox:\${TAG}
`,
    `ARG IMAGE
FROM $IMAGE
`,
  ],
  good: [
    `ARG TAG=1.36
FROM busybox:\${TAG}
`,
    `ARG VARIANT=""
FROM busybox:stable\${VARIANT}
`,
    `FROM busybox:\${TAG}
`,
  ],
  check: (view, { fail }) => {
    const { file } = view;
    for (const { image, from, fromExpansion } of file.stages) {
      if (image === undefined || from === undefined || !image.text.includes('$')) continue;
      // Undeclared ones are another rule's; values that only the build knows are nobody's.
      if (fromExpansion?.unset.length !== 0) continue;
      const { text } = expandWord(image.text, (name) => {
        const value = file.globalArguments.get(name)?.value;
        if (value !== unknownValue)
          return value ?? (platformArguments.has(name) ? unknownValue : undefined);
        return '';
      });
      if (text === undefined || imageOf(text) !== undefined) continue;
      fail({ at: place(view, from), params: { image: image.text } });
    }
  },
};
