import { replace } from '../edits.ts';
import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';

/** ENV or LABEL in the old form without "=". */
export const legacyKv: DockerfileRule = {
  id: 'DF-LEGACY-KV',
  aliases: { buildkit: ['LegacyKeyValueFormat'] },
  severity: 'low',
  level: 'strict',
  title: {
    en: 'ENV or LABEL in the old form without "="',
    'zh-CN': 'ENV 或 LABEL 使用了没有“=”的旧写法',
  },
  message: {
    en: '"{name}" is set in the old form "{instruction} key value": write "{instruction} key=value"',
    'zh-CN': '“{name}”使用旧写法“{instruction} key value”：请改为“{instruction} key=value”',
  },
  why: {
    en: 'The old form takes everything behind the name as the value, so that a second pair on the line is lost in it.',
    'zh-CN': '旧写法把名称之后的全部内容当作值，同一行的第二个键值对会被吞掉。',
  },
  advice: {
    en: 'Write name=value, with quotes around values that hold blanks.',
    'zh-CN': '写成 name=value，含空格的值加引号。',
  },
  references: [buildCheckPage('legacy-key-value-format')],
  bad: [
    `FROM alpine:3.20
ENV KEY some value
`,
    `FROM alpine:3.20
LABEL key value
`,
  ],
  good: [
    `FROM alpine:3.20
ENV KEY="some value"
`,
    `FROM alpine:3.20
LABEL key=value
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction } of instructions(view, 'ENV', 'LABEL')) {
      const [pair] = instruction.pairs;
      if (pair?.joint !== ' ' || pair.value === undefined) continue;
      const { text } = pair.value;
      const plain = /^[^\s"'\\`]+$/.test(text) || /^"[^"\\]*"$|^'[^']*'$/.test(text);
      const value = plain ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
      // An escape in an unquoted value means something else inside quotes: that one is the user's.
      const edits =
        /["'\\`]/.test(text) && !plain ? [] : [replace(view, pair, `${pair.key.text}=${value}`)];
      fail({
        at: place(view, instruction),
        params: { instruction: instruction.keyword, name: pair.key.text },
        edits,
      });
    }
  },
};
