import { replace } from '../edits.ts';
import { buildCheckPage, dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, layersOf, place } from '../view.ts';

/** CMD or ENTRYPOINT in the shell form. */
export const jsonArgs: DockerfileRule = {
  id: 'DF-JSON-ARGS',
  aliases: {
    hadolint: ['DL3025'],
    kics: ['d/not_using_json_in_cmd_and_entrypoint_arguments'],
    buildkit: ['JSONArgsRecommended'],
  },
  severity: 'medium',
  title: {
    en: 'CMD or ENTRYPOINT in the shell form',
    'zh-CN': 'CMD 或 ENTRYPOINT 使用了 shell 形式',
  },
  message: {
    en: '{instruction} should be a JSON array, so that signals reach the program',
    'zh-CN': '{instruction} 应写成 JSON 数组，以便信号能传给程序',
  },
  why: {
    en: 'A shell is process 1 and hands no signals on: the program is not told to stop, and is killed after ten seconds.',
    'zh-CN': '1 号进程是 shell，不会转发信号：程序收不到停止通知，十秒后被强制结束。',
  },
  advice: {
    en: 'Write a JSON array: CMD ["program", "argument"]. Where the shell is wanted, say so with SHELL.',
    'zh-CN': '改为 JSON 数组：CMD ["program", "argument"]；确需 shell 时用 SHELL 明示。',
  },
  references: [buildCheckPage('json-args-recommended'), dockerfilePage('shell-and-exec-form')],
  bad: [
    `FROM alpine:3.20
CMD nginx -g daemon
`,
    `FROM alpine:3.20
ENTRYPOINT run
`,
  ],
  good: [
    `FROM alpine:3.20
CMD ["nginx", "-g", "daemon off;"]
`,
    `FROM alpine:3.20
SHELL ["/bin/bash", "-c"]
CMD nginx
`,
  ],
  check: (view, { fail }) => {
    const layers = layersOf(view);
    const { kics: _, ...others } = jsonArgs.aliases;
    for (const { stage, instruction } of instructions(view, 'CMD', 'ENTRYPOINT')) {
      if (instruction.json || instruction.words.length === 0) continue;
      // Whoever sets the shell wants one; BuildKit keeps silent then, too.
      if (view.file.last(stage, 'SHELL') !== undefined) continue;
      const { text } = instruction.argument;
      const simple = /^[\w./:@%+=,-]+(?: +[\w./:@%+=,-]+)*$/.test(text);
      const json = `[${text
        .split(/ +/)
        .map((word) => `"${word}"`)
        .join(', ')}]`;
      const [word] = instruction.words;
      const edits = simple && word !== undefined ? [replace(view, word, json)] : [];
      // KICS looks at the last stage alone.
      const aliases = layers.has(stage) ? jsonArgs.aliases : others;
      const params = { instruction: instruction.keyword };
      fail({ at: place(view, instruction), params, edits, aliases });
    }
  },
};
