import { replace } from '../edits.ts';
import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** The name of a stage has capital letters. */
export const stageCasing: DockerfileRule = {
  id: 'DF-STAGE-CASING',
  aliases: { buildkit: ['StageNameCasing'] },
  severity: 'low',
  level: 'strict',
  title: { en: 'The name of a stage has capital letters', 'zh-CN': '阶段名含有大写字母' },
  message: {
    en: 'Stage name "{name}" should be in small letters',
    'zh-CN': '阶段名“{name}”应使用小写',
  },
  why: {
    en: 'Names of stages are compared without regard to case; mixed spelling makes readers look for two.',
    'zh-CN': '阶段名不区分大小写，混用大小写会让读者误以为是两个阶段。',
  },
  advice: { en: 'Write it in small letters.', 'zh-CN': '使用小写字母。' },
  references: [buildCheckPage('stage-name-casing')],
  bad: [
    `FROM alpine:3.20 AS Build
`,
  ],
  good: [
    `FROM alpine:3.20 AS build
`,
    `FROM alpine:3.20
`,
  ],
  check: (view, { fail }) => {
    for (const { name, nameWord } of view.file.stages) {
      if (nameWord === undefined || name === undefined || nameWord.text === name) continue;
      const edits = [replace(view, nameWord, name)];
      fail({ at: place(view, nameWord), params: { name: nameWord.text }, edits });
    }
  },
};
