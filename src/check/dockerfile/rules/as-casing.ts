import { replace } from '../edits.ts';
import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** AS and FROM differ in case. */
export const asCasing: DockerfileRule = {
  id: 'DF-AS-CASING',
  aliases: { buildkit: ['FromAsCasing'] },
  severity: 'low',
  level: 'strict',
  title: { en: 'AS and FROM differ in case', 'zh-CN': 'AS 与 FROM 的大小写不一致' },
  message: {
    en: "'{as}' does not match the case of '{from}'",
    'zh-CN': '“{as}”与“{from}”的大小写不一致',
  },
  why: {
    en: 'One instruction in two styles reads badly, and searches miss it.',
    'zh-CN': '同一指令混用两种写法，难读也难以搜索。',
  },
  advice: { en: 'Write both in the same case.', 'zh-CN': '两者使用相同的大小写。' },
  references: [buildCheckPage('from-as-casing')],
  bad: [
    `FROM alpine:3.20 as build
`,
    `from alpine:3.20 AS build
`,
  ],
  good: [
    `FROM alpine:3.20 AS build
`,
    `from alpine:3.20 as build
`,
  ],
  check: (view, { fail }) => {
    for (const { from, asWord } of view.file.stages) {
      if (from === undefined || asWord === undefined) continue;
      const { text } = from.written;
      const wanted = text === text.toLowerCase() ? 'as' : 'AS';
      // A FROM of mixed case is another rule's.
      if (asWord.text === wanted || (wanted === 'AS' && text !== text.toUpperCase())) continue;
      const params = { as: asWord.text, from: text };
      fail({ at: place(view, asWord), params, edits: [replace(view, asWord, wanted)] });
    }
  },
};
