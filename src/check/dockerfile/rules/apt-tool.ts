import { replace } from '../edits.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** apt is used instead of apt-get. */
export const aptTool: DockerfileRule = {
  id: 'DF-APT-TOOL',
  aliases: {
    hadolint: ['DL3027'],
    kics: ['d/run_using_apt'],
    checkov: ['CKV_DOCKER_9'],
  },
  severity: 'low',
  level: 'strict',
  title: { en: 'apt is used instead of apt-get', 'zh-CN': '使用了 apt 而不是 apt-get' },
  why: {
    en: 'apt is made for people: it warns by itself that its command line may change between versions.',
    'zh-CN': 'apt 面向人工使用，它自己也提示命令行可能随版本变化。',
  },
  advice: { en: 'Write apt-get or apt-cache.', 'zh-CN': '使用 apt-get 或 apt-cache。' },
  references: ['https://manpages.debian.org/bookworm/apt/apt.8.en.html'],
  bad: [
    `FROM debian:12
RUN apt install -y curl
`,
  ],
  good: [
    `FROM debian:12
RUN apt-get install -y curl
`,
    `FROM debian:12
RUN echo apt
`,
  ],
  check: (view, { fail }) => {
    for (const { commands } of view.runs()) {
      for (const command of commands) {
        if (command.name !== 'apt') continue;
        const verb = command.args.find(({ text }) => !text.startsWith('-'))?.text ?? '';
        const same =
          /^(?:install|remove|purge|update|upgrade|autoremove|clean|source|build-dep)$/.test(verb);
        const edits =
          same && command.nameWord.text === 'apt'
            ? [replace(view, command.nameWord, 'apt-get')]
            : [];
        fail({ at: place(view, command), edits });
      }
    }
  },
};
