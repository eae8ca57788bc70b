import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** A command that does nothing sensible while building. */
export const uselessCmd: DockerfileRule = {
  id: 'DF-USELESS-CMD',
  aliases: {
    hadolint: ['DL3001'],
    kics: ['d/run_utilities_and_posix_commands'],
  },
  severity: 'low',
  level: 'strict',
  family: 'ssh',
  title: {
    en: 'A command that does nothing sensible while building',
    'zh-CN': '构建时无意义的命令',
  },
  message: {
    en: '"{program}" does nothing sensible while an image is built',
    'zh-CN': '“{program}”在构建镜像时没有意义',
  },
  why: {
    en: 'It shows what runs on the machine that builds, starts what stops with the step, or talks to somebody: left over from a try.',
    'zh-CN': '它显示构建机的状态、启动随步骤结束的服务，或等待交互，多为调试残留。',
  },
  advice: {
    en: 'Remove it. Services are started by CMD or ENTRYPOINT.',
    'zh-CN': '删除它。服务应由 CMD 或 ENTRYPOINT 启动。',
  },
  references: [dockerfilePage('run')],
  bad: [
    `FROM alpine:3.20
RUN service x start
`,
    `FROM alpine:3.20
RUN ps aux
`,
  ],
  good: [
    `FROM alpine:3.20
RUN apk add procps
`,
    `FROM alpine:3.20
RUN echo top
`,
  ],
  check: (view, { fail }) => {
    for (const { commands } of view.runs())
      for (const command of commands)
        if (useless.has(command.name))
          fail({ at: place(view, command), params: { program: command.name } });
  },
};

/** Programs that show, wait for or manage what there is not while building. */
const useless: ReadonlySet<string> = new Set([
  'free',
  'ifconfig',
  'kill',
  'mount',
  'nano',
  'ps',
  'service',
  'shutdown',
  'reboot',
  'ssh',
  'systemctl',
  'top',
  'umount',
  'vi',
  'vim',
]);
