import { buildCheckPage, dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** FROM uses an argument that is not declared. */
export const fromUndefArg: DockerfileRule = {
  id: 'DF-FROM-UNDEF-ARG',
  aliases: { buildkit: ['UndefinedArgInFrom'] },
  severity: 'medium',
  title: { en: 'FROM uses an argument that is not declared', 'zh-CN': 'FROM 使用了未声明的参数' },
  message: {
    en: 'FROM uses the argument "{name}", which is not declared before it',
    'zh-CN': 'FROM 使用的参数“{name}”未在其之前声明',
  },
  why: {
    en: 'The variable is empty, so that another image is pulled than meant, or none.',
    'zh-CN': '该变量为空，会拉取错误的镜像或无法拉取。',
  },
  advice: {
    en: 'Declare it with ARG before the first FROM, or correct its name.',
    'zh-CN': '在第一个 FROM 之前用 ARG 声明，或更正名称。',
  },
  references: [
    buildCheckPage('undefined-arg-in-from'),
    dockerfilePage('understand-how-arg-and-from-interact'),
  ],
  bad: [
    `FROM alpine:\${VERSION}
`,
    `ARG BASE=alpine
FROM --platform=$BULIDPLATFORM $BASE
`,
  ],
  good: [
    `ARG VERSION=3.20
FROM alpine:\${VERSION}
`,
    `FROM --platform=$BUILDPLATFORM alpine:3.20
`,
    `FROM alpine:\${VERSION:-3.20}
`,
  ],
  check: (view, { fail }) => {
    for (const { from, fromExpansion, platformExpansion } of view.file.stages) {
      if (from === undefined) continue;
      const names = [...(platformExpansion?.unset ?? []), ...(fromExpansion?.unset ?? [])];
      for (const name of new Set(names)) fail({ at: place(view, from), params: { name } });
    }
  },
};
