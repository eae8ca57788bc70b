import type { Instruction } from '../../../formats/dockerfile/syntax.ts';
import { practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';

/** An archive is copied and unpacked in a later step. */
export const addArchive: DockerfileRule = {
  id: 'DF-ADD-ARCHIVE',
  aliases: { hadolint: ['DL3010'] },
  severity: 'low',
  level: 'strict',
  title: {
    en: 'An archive is copied and unpacked in a later step',
    'zh-CN': '复制归档后又在后续步骤解压',
  },
  message: {
    en: '"{archive}" is copied, and unpacked by a later RUN: ADD does both at once',
    'zh-CN': '“{archive}”被复制后又由 RUN 解压，ADD 可一步完成',
  },
  why: {
    en: 'The archive stays in its layer, so that the image holds the content twice.',
    'zh-CN': '归档仍留在其层中，镜像包含两份内容。',
  },
  advice: {
    en: 'Write ADD archive.tar.gz /target/, which unpacks while copying.',
    'zh-CN': '改用 ADD archive.tar.gz /target/，复制时即解压。',
  },
  references: [practicesPage('add-or-copy')],
  bad: [
    `FROM alpine:3.20
COPY x.tar.gz /tmp/
RUN tar -xzf /tmp/x.tar.gz
`,
  ],
  good: [
    `FROM alpine:3.20
ADD x.tar.gz /tmp/
`,
    `FROM alpine:3.20
COPY x.tar.gz /tmp/
RUN true
`,
    `FROM alpine:3.20
COPY x /tmp/
RUN tar -xf /tmp/y.tar
`,
  ],
  check: (view, { fail }) => {
    const archives = new Map<string, Instruction>();
    for (const { stage, instruction } of instructions(view, 'COPY')) {
      if (instruction.flags.some(({ name }) => name === 'from')) continue;
      for (const { text } of instruction.words.slice(0, -1))
        if (/\.(?:tar|tgz|tar\.(?:gz|bz2|xz|zst|lzma|Z)|tbz2?|txz|tlz)$/.test(text))
          archives.set(`${stage.index} ${text.slice(text.lastIndexOf('/') + 1)}`, instruction);
    }
    const told = new Set<Instruction>();
    for (const { stage, commands } of view.runs()) {
      for (const { name, args } of commands) {
        const unpacks =
          name === 'tar'
            ? /^-?-?[a-z]*x/.test(args[0]?.text ?? '') ||
              args.some(({ text }) => /^(?:-[a-zA-Z]*x|--extract|--get)/.test(text))
            : /^(?:un(?:tar|xz|zstd|lzma)|gunzip)$/.test(name);
        if (!unpacks) continue;
        for (const { text } of args) {
          const copied = archives.get(`${stage.index} ${text.slice(text.lastIndexOf('/') + 1)}`);
          if (copied === undefined || told.has(copied)) continue;
          told.add(copied);
          fail({ at: place(view, copied), params: { archive: text } });
        }
      }
    }
  },
};
