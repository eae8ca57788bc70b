import { replace } from '../edits.ts';
import { dockerfilePage, practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';

/** ADD where COPY does it. */
export const add: DockerfileRule = {
  id: 'DF-ADD',
  aliases: {
    hadolint: ['DL3020'],
    trivy: ['DS-0005'],
    kics: ['d/add_instead_of_copy'],
    checkov: ['CKV_DOCKER_4'],
    dockle: ['CIS-DI-0009'],
    'docker-bench': ['4.9'],
  },
  severity: 'low',
  level: 'strict',
  title: { en: 'ADD where COPY does it', 'zh-CN': '可用 COPY 却使用了 ADD' },
  message: { en: 'ADD "{source}" does what COPY does', 'zh-CN': 'ADD“{source}”的作用与 COPY 相同' },
  why: {
    en: 'ADD unpacks archives and fetches addresses: a file that turns out to be an archive is unpacked over the image.',
    'zh-CN': 'ADD 会解压归档并下载地址：若文件恰为归档，会被解压覆盖到镜像中。',
  },
  advice: {
    en: 'Write COPY. ADD is for local archives that are to be unpacked, and for addresses with --checksum.',
    'zh-CN': '改用 COPY。ADD 只用于需要解压的本地归档，以及带 --checksum 的地址。',
  },
  references: [practicesPage('add-or-copy'), dockerfilePage('add')],
  bad: [
    `FROM alpine:3.20
ADD app /app
`,
  ],
  good: [
    `FROM alpine:3.20
COPY app /app
`,
    `FROM alpine:3.20
ADD rootfs.tar.gz /
`,
    `FROM alpine:3.20
ADD https://example.org/x /x
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction } of instructions(view, 'ADD')) {
      const sources = instruction.words
        .slice(0, -1)
        .map(({ text }) => text.replaceAll(/["']/g, ''));
      if (
        sources.length === 0 ||
        sources.some((source) => unpacks.test(source) || fetches.test(source))
      )
        continue;
      // How layers of images are told in histories; nobody wrote these lines.
      if (/^(?:file|multi|dir):[0-9a-f]{64}$/.test(sources[0] ?? '')) continue;
      const own = instruction.flags.some(
        ({ name }) => name === 'checksum' || name === 'keep-git-dir',
      );
      const edits = own ? [] : [replace(view, instruction.written, 'COPY')];
      fail({ at: place(view, instruction), params: { source: sources[0] ?? '' }, edits });
    }
  },
};

/** Archives that ADD unpacks. */
const unpacks = /\.(?:tar|tgz|tbz2?|txz|tzst|tlz|lzma|gz|bz2|xz|zst|Z)$/;

/** Addresses that ADD fetches, and git repositories. */
const fetches = /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|<<)/i;
