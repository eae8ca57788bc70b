import { replace } from '../edits.ts';
import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** Instructions are written in different cases. */
export const casing: DockerfileRule = {
  id: 'DF-CASING',
  aliases: { buildkit: ['ConsistentInstructionCasing'] },
  severity: 'low',
  level: 'strict',
  title: { en: 'Instructions are written in different cases', 'zh-CN': '指令大小写不统一' },
  message: {
    en: "'{instruction}' differs from the case of most instructions ({wanted})",
    'zh-CN': '“{instruction}”与多数指令的大小写（{wanted}）不一致',
  },
  why: {
    en: 'A file in two styles reads badly, and searches for instructions miss some.',
    'zh-CN': '一个文件中混用两种写法，难读且搜索会遗漏。',
  },
  advice: {
    en: 'Write all instructions in the case of the majority.',
    'zh-CN': '所有指令统一使用多数的大小写。',
  },
  references: [buildCheckPage('consistent-instruction-casing')],
  bad: [
    `FROM alpine:3.20
copy a /a
`,
    `FROM alpine:3.20
Run true
`,
  ],
  good: [
    `FROM alpine:3.20
RUN true
`,
    `from alpine:3.20
run true
`,
  ],
  check: (view, { fail }) => {
    const written = view.file.stages
      .flatMap(({ from, instructions: all }) => [...(from === undefined ? [] : [from]), ...all])
      .map((one) => one.written);
    const small = written.filter(({ text }) => text === text.toLowerCase()).length;
    const capital = written.filter(({ text }) => text === text.toUpperCase()).length;
    const wanted = small > capital ? 'lowercase' : 'uppercase';
    for (const word of written) {
      const right = small > capital ? word.text.toLowerCase() : word.text.toUpperCase();
      if (word.text === right) continue;
      const edits = [replace(view, word, right)];
      fail({ at: place(view, word), params: { instruction: word.text, wanted }, edits });
    }
  },
};
