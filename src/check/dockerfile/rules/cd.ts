import { practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** cd at the start of RUN instead of WORKDIR. */
export const cd: DockerfileRule = {
  id: 'DF-CD',
  aliases: {
    hadolint: ['DL3003'],
    trivy: ['DS-0013'],
    kics: ['d/run_command_cd_instead_of_workdir'],
  },
  severity: 'medium',
  level: 'strict',
  title: { en: 'cd at the start of RUN instead of WORKDIR', 'zh-CN': 'RUN 中用 cd 代替 WORKDIR' },
  message: {
    en: '"cd {path}" is forgotten after this RUN',
    'zh-CN': '“cd {path}”在此 RUN 之后即失效',
  },
  why: {
    en: 'The change ends with the line: the next instruction is back where it was, which is easily overlooked.',
    'zh-CN': '切换只在该行有效：下一条指令又回到原处，容易被忽略。',
  },
  advice: { en: 'Use WORKDIR with the whole path.', 'zh-CN': '使用带完整路径的 WORKDIR。' },
  references: [practicesPage('workdir')],
  bad: [
    `FROM alpine:3.20
RUN cd /app
`,
    `FROM alpine:3.20
RUN cd /app && make
`,
  ],
  good: [
    `FROM alpine:3.20
WORKDIR /app
RUN make
`,
    `FROM alpine:3.20
RUN true && (cd /tmp && make)
`,
    `FROM alpine:3.20
RUN cd "$DIR" && make
`,
  ],
  check: (view, { fail }) => {
    for (const { commands } of view.runs()) {
      for (const command of commands) {
        const [target] = command.args;
        if (command.name !== 'cd' || target === undefined || (command.shell?.depth ?? 0) > 0)
          continue;
        if (!/^(?:[/~]|\.\.|[A-Za-z]:)/.test(target.text)) continue;
        fail({ at: place(view, command), params: { path: target.text } });
        break;
      }
    }
  },
};
