import { insertAfter } from '../edits.ts';
import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place, valueOf } from '../view.ts';

/** Several files are copied to what is no folder. */
export const copyDestSlash: DockerfileRule = {
  id: 'DF-COPY-DEST-SLASH',
  aliases: {
    hadolint: ['DL3021'],
    trivy: ['DS-0011'],
    kics: ['d/copy_with_more_than_two_arguments_not_ending_with_slash'],
  },
  severity: 'high',
  title: {
    en: 'Several files are copied to what is no folder',
    'zh-CN': '复制多个文件但目标不是目录',
  },
  message: {
    en: '{instruction} has several sources, and "{destination}" does not end with a slash',
    'zh-CN': '{instruction} 有多个源，但“{destination}”未以斜杠结尾',
  },
  why: {
    en: 'Builders refuse it, because the destination of several files has to end with a slash.',
    'zh-CN': '多个源文件的目标必须以斜杠结尾，否则构建器会拒绝。',
  },
  advice: { en: 'End the destination with a slash.', 'zh-CN': '目标以斜杠结尾。' },
  references: [dockerfilePage('copy')],
  bad: [
    `FROM alpine:3.20
COPY a b /dest
`,
  ],
  good: [
    `FROM alpine:3.20
COPY a b /dest/
`,
    `FROM alpine:3.20
COPY a /dest
`,
    `FROM alpine:3.20
COPY a b .
`,
    `FROM alpine:3.20
COPY a b $DIR
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction } of instructions(view, 'COPY', 'ADD')) {
      const destination = instruction.words.at(-1);
      if (destination === undefined || instruction.words.length < 3) continue;
      // How layers of images are told in histories; nobody wrote these lines.
      if (/^(?:file|multi|dir):[0-9a-f]{64}$/.test(instruction.words[0]?.text ?? '')) continue;
      const text = valueOf(view, instruction, destination.text) ?? '/';
      if (/[/\\]$|^\.{1,2}$|[/\\]\.{1,2}$/.test(text)) continue;
      const edits =
        instruction.json || destination.text !== text ? [] : [insertAfter(view, destination, '/')];
      fail({
        at: place(view, instruction),
        params: { destination: text, instruction: instruction.keyword },
        edits,
      });
    }
  },
};
