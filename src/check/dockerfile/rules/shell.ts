import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** The shell is changed by a link instead of SHELL. */
export const shell: DockerfileRule = {
  id: 'DF-SHELL',
  aliases: {
    hadolint: ['DL4005'],
    kics: ['d/changing_default_shell_using_run_command'],
  },
  severity: 'medium',
  title: {
    en: 'The shell is changed by a link instead of SHELL',
    'zh-CN': '用链接而非 SHELL 更换默认 shell',
  },
  message: { en: '"{link}" is replaced by a link', 'zh-CN': '“{link}”被链接替换' },
  why: {
    en: 'Every script of the system then runs under another shell than it was written for.',
    'zh-CN': '系统的所有脚本都会在非预期的 shell 下运行。',
  },
  advice: { en: 'Write SHELL ["/bin/bash", "-c"].', 'zh-CN': '使用 SHELL ["/bin/bash", "-c"]。' },
  references: [dockerfilePage('shell')],
  bad: [
    `FROM alpine:3.20
RUN ln -sf /bin/bash /bin/sh
`,
  ],
  good: [
    `FROM alpine:3.20
SHELL ["/bin/bash", "-c"]
`,
    `FROM alpine:3.20
RUN ln -s /bin/bash /x
`,
    `FROM alpine:3.20
RUN ln -s /app/sh /y
`,
  ],
  check: (view, { fail }) => {
    for (const { commands, instruction } of view.runs()) {
      for (const command of commands) {
        const [first] = instruction.words;
        if (
          !instruction.json &&
          command.start === first?.start &&
          /^(?:powershell|pwsh)(?:\.exe)?$/i.test(command.name)
        ) {
          fail({ at: place(view, command), params: { program: command.name }, message: eachTime });
          continue;
        }
        const target = command.args.at(-1)?.text ?? '';
        if (command.name === 'ln' && /^(?:\/usr)?\/bin\/(?:ba|da|z|a)?sh$/.test(target))
          fail({ at: place(view, command), params: { link: target } });
      }
    }
  },
};

const eachTime = {
  en: '{program} is started by another shell for one step; SHELL starts it for all of them',
  'zh-CN': '{program} 由另一个 shell 为单个步骤启动；SHELL 可对所有步骤生效',
};
