import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';

/** WORKDIR or VOLUME on a folder of the system. */
export const workdirSys: DockerfileRule = {
  id: 'DF-WORKDIR-SYS',
  aliases: { trivy: ['DS-0030'], dockle: ['DKL-DI-0002'] },
  severity: 'high',
  family: 'host-paths',
  title: {
    en: 'WORKDIR or VOLUME on a folder of the system',
    'zh-CN': 'WORKDIR 或 VOLUME 位于系统目录',
  },
  message: {
    en: '{instruction} "{path}" is a folder of the system',
    'zh-CN': '{instruction}“{path}”是系统目录',
  },
  why: {
    en: 'Files of the program mix with those of the kernel or the system; a volume there hides or exposes them.',
    'zh-CN': '程序文件会与内核或系统文件混杂；在那里挂卷会遮盖或暴露它们。',
  },
  advice: {
    en: 'Use a folder of its own: /app, /srv, /var/lib/name.',
    'zh-CN': '使用独立目录：/app、/srv、/var/lib/名称。',
  },
  references: [dockerfilePage('workdir'), dockerfilePage('volume')],
  bad: [
    `FROM alpine:3.20
WORKDIR /usr/bin
`,
    `FROM alpine:3.20
VOLUME ["/proc"]
`,
  ],
  good: [
    `FROM alpine:3.20
WORKDIR /app
`,
    `FROM alpine:3.20
WORKDIR /usr/src/app
`,
    `FROM alpine:3.20
VOLUME /var/lib/data
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction } of instructions(view, 'WORKDIR', 'VOLUME')) {
      for (const word of instruction.words) {
        const text = (view.file.expand(instruction, word.text).text ?? '').replaceAll(/["']/g, '');
        const path = text.replace(/(?<!\/)\/+$/, '');
        if (!kernel.test(path) && !system.has(path)) continue;
        fail({
          at: place(view, instruction),
          params: { instruction: instruction.keyword, path: text },
        });
      }
    }
  },
};

/** What the kernel shows as files, and how the machine starts: nothing below belongs to a program. */
const kernel = /^\/(?:proc|sys|dev|boot)(?:\/|$)/;

/** Folders that belong to the system, while those below them may be the program's. */
const system: ReadonlySet<string> = new Set([
  '/bin',
  '/etc',
  '/lib',
  '/lib32',
  '/lib64',
  '/run',
  '/sbin',
  '/usr',
  '/usr/bin',
  '/usr/lib',
  '/usr/sbin',
  '/usr/local/bin',
  '/mnt',
  '/root/.ssh',
]);
