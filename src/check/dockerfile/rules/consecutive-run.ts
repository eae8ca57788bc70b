import type { Instruction } from '../../../formats/dockerfile/syntax.ts';
import { practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { layersOf, place } from '../view.ts';

/** Instructions of one kind follow one another. */
export const consecutiveRun: DockerfileRule = {
  id: 'DF-CONSECUTIVE-RUN',
  aliases: {
    hadolint: ['DL3059'],
    kics: ['d/multiple_run_add_copy_instructions_listed'],
  },
  severity: 'low',
  level: 'strict',
  title: { en: 'Instructions of one kind follow one another', 'zh-CN': '同类指令连续出现' },
  message: {
    en: '{count} {instruction} in a row could be one',
    'zh-CN': '连续 {count} 条 {instruction} 可以合并',
  },
  why: {
    en: 'Each makes a layer; what a later one deletes stays in the earlier one.',
    'zh-CN': '每条指令都会产生一层；后一层删除的内容仍留在前一层。',
  },
  advice: {
    en: 'Join them with && or a here-document, unless they are parted for the cache.',
    'zh-CN': '用 && 或 here-document 合并；除非为了缓存而分开。',
  },
  references: [practicesPage('minimize-the-number-of-layers')],
  bad: [
    `FROM alpine:3.20
RUN a
RUN b
`,
  ],
  good: [
    `FROM alpine:3.20
RUN a && b
`,
    `FROM alpine:3.20
RUN a
COPY x /x
RUN b
`,
    `FROM alpine:3.20
RUN a
FROM alpine:3.20
RUN b
`,
  ],
  check: (view, { fail }) => {
    // Layers of the other stages go with them.
    for (const { instructions: all } of layersOf(view)) {
      let streak: Instruction[] = [];
      const end = (): void => {
        const [first, ...more] = streak;
        if (first !== undefined && more.length > 0)
          fail({
            at: place(view, first),
            params: { instruction: first.keyword, count: streak.length },
            // Copies are often apart on purpose: what changes seldom comes first.
            ...(first.keyword !== 'RUN' && { level: 'optional' }),
          });
        streak = [];
      };
      for (const one of all) {
        if (streak[0] !== undefined && !joins(streak[0], one)) end();
        if (joined.has(one.keyword)) streak.push(one);
      }
      end();
    }
  },
};

const joined: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD']);

/** Whether two instructions could be one: the same kind, with the same flags and, for copies, destination. */
function joins(one: Instruction, other: Instruction): boolean {
  const flags = ({ flags: all }: Instruction): string => all.map(({ text }) => text).join(' ');
  if (one.keyword !== other.keyword || flags(one) !== flags(other)) return false;
  return one.keyword === 'RUN' || one.words.at(-1)?.text === other.words.at(-1)?.text;
}
