import { parseCheckDirective } from '../../../formats/dockerfile/directives.ts';
import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** The comment above FROM or ARG does not begin with the name it describes. */
export const defDesc: DockerfileRule = {
  id: 'DF-DEF-DESC',
  aliases: { buildkit: ['InvalidDefinitionDescription'] },
  severity: 'low',
  level: 'optional',
  title: {
    en: 'The comment above FROM or ARG does not begin with the name it describes',
    'zh-CN': 'FROM 或 ARG 上方的注释未以其描述的名称开头',
  },
  message: {
    en: 'The comment above {instruction} should have the form "{form}"',
    'zh-CN': '{instruction} 上方的注释应为“{form}”的形式',
  },
  why: {
    en: 'docker build --call=outline shows such comments as descriptions; this one it takes for no description.',
    'zh-CN': 'docker build --call=outline 会把这类注释显示为说明；该注释不会被识别。',
  },
  advice: {
    en: 'Begin the comment with the name, or part it from the instruction by an empty line.',
    'zh-CN': '注释以名称开头，或用空行与指令隔开。',
  },
  references: [buildCheckPage('invalid-definition-description')],
  options: { always: false },
  bad: [
    `# check=experimental=InvalidDefinitionDescription
# the version
ARG VERSION=1
FROM alpine:3.20
`,
  ],
  good: [
    `# check=experimental=InvalidDefinitionDescription
# VERSION of the program
ARG VERSION=1
FROM alpine:3.20
`,
    `# the version
ARG VERSION=1
FROM alpine:3.20
`,
  ],
  check: (view, { fail, option }) => {
    const directive = view.file.syntax.directives.find(({ name }) => name === 'check');
    const { experimental } = parseCheckDirective(directive?.value ?? '');
    const asked = experimental.some(
      (one) => one === 'all' || one === 'InvalidDefinitionDescription',
    );
    if (!asked && option('always') !== true) return;
    for (const instruction of view.file.syntax.instructions) {
      const last = instruction.comments.at(-1);
      if (last === undefined || last.text === '') continue;
      const names =
        instruction.keyword === 'ARG'
          ? instruction.pairs.map(({ key }) => key.text)
          : instruction.keyword === 'FROM' && instruction.words.length === 3
            ? [instruction.words[2]?.text ?? '']
            : [];
      if (names.length === 0) continue;
      const [first = ''] = last.text.split(/\s/, 1);
      if (names.length === 1 && first === names[0]) continue;
      const name = names.length === 1 ? (names[0] ?? '') : '<arg_key>';
      const params = { instruction: instruction.keyword, form: `# ${name} <description>` };
      fail({ at: place(view, instruction), params });
    }
  },
};
