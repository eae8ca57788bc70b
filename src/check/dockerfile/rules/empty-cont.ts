import { replace } from '../edits.ts';
import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { linesOf } from '../view.ts';

/** An empty line inside a continued instruction. */
export const emptyCont: DockerfileRule = {
  id: 'DF-EMPTY-CONT',
  aliases: { buildkit: ['NoEmptyContinuation'] },
  severity: 'low',
  title: { en: 'An empty line inside a continued instruction', 'zh-CN': '续行指令中有空行' },
  message: {
    en: 'Line {line} is empty and stands inside an instruction that goes on',
    'zh-CN': '第 {line} 行为空行，却位于尚未结束的指令中',
  },
  why: {
    en: 'Future builders refuse it, and it hides where the instruction ends.',
    'zh-CN': '未来的构建器会拒绝这种写法，也让人看不清指令在何处结束。',
  },
  advice: { en: 'Delete the empty line, or write a comment.', 'zh-CN': '删除空行，或改为注释。' },
  references: [buildCheckPage('no-empty-continuation')],
  bad: [
    `FROM alpine:3.20
RUN a && \\

  b
`,
  ],
  good: [
    `FROM alpine:3.20
RUN a && \\
  # why
  b
`,
    `FROM alpine:3.20

RUN a
`,
  ],
  check: (view, { fail }) => {
    const { lineStarts, text } = view.file.syntax;
    for (const { emptyLines, startLine, endLine } of view.file.syntax.instructions) {
      if (emptyLines.length === 0) continue;
      const edits = emptyLines.map((line) =>
        replace(
          view,
          { start: lineStarts[line - 1] ?? 0, end: lineStarts[line] ?? text.length },
          '',
        ),
      );
      const at = linesOf(view.path, startLine, endLine);
      fail({ at, params: { line: emptyLines[0] ?? 0 }, edits });
    }
  },
};
