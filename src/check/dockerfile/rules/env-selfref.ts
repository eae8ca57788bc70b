import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';

/** ENV uses a variable that the same instruction sets. */
export const envSelfref: DockerfileRule = {
  id: 'DF-ENV-SELFREF',
  aliases: { hadolint: ['DL3044'] },
  severity: 'high',
  title: {
    en: 'ENV uses a variable that the same instruction sets',
    'zh-CN': 'ENV 引用了同一指令中设置的变量',
  },
  message: {
    en: '"{user}" uses "{name}", which the same ENV sets: the value is not there yet',
    'zh-CN': '“{user}”引用了同一 ENV 中设置的“{name}”：此时还没有值',
  },
  why: {
    en: 'All values of one ENV are worked out before any is set: the variable has its old value, or none.',
    'zh-CN': '同一 ENV 的所有值在赋值之前求值：引用得到旧值或空值。',
  },
  advice: { en: 'Set it in an ENV before.', 'zh-CN': '在之前的 ENV 中设置该变量。' },
  references: [dockerfilePage('env'), dockerfilePage('environment-replacement')],
  bad: [
    `FROM alpine:3.20
ENV A=1 B=$A
`,
  ],
  good: [
    `FROM alpine:3.20
ENV A=1
ENV B=$A
`,
    `FROM alpine:3.20
ENV PATH=/x:$PATH
`,
    `FROM alpine:3.20
ENV A=1 B='$A'
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction } of instructions(view, 'ENV')) {
      const names = new Set(instruction.pairs.map(({ key }) => key.text));
      for (const { key, value } of instruction.pairs) {
        const { used, unset } = view.file.expand(instruction, value?.text ?? '');
        const name = [...used, ...unset].find((one) => one !== key.text && names.has(one));
        // With a value from before it may be meant.
        if (name === undefined || view.file.variable(instruction, name) !== undefined) continue;
        fail({ at: place(view, instruction), params: { name, user: key.text } });
      }
    }
  },
};
