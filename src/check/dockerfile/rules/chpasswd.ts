import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** RUN sets or removes a password. */
export const chpasswd: DockerfileRule = {
  id: 'DF-CHPASSWD',
  aliases: { checkov: ['CKV2_DOCKER_17'] },
  severity: 'high',
  family: 'secrets',
  title: { en: 'RUN sets or removes a password', 'zh-CN': 'RUN 设置或移除了密码' },
  message: {
    en: '"{program}" sets or removes a password in the image',
    'zh-CN': '“{program}”在镜像中设置或移除了密码',
  },
  why: {
    en: 'The password stands in the history of the image, and everybody who starts it has the same.',
    'zh-CN': '密码会留在镜像历史中，所有启动该镜像的人使用同一密码。',
  },
  advice: {
    en: 'Leave accounts of an image without password; programs need none to run as a user.',
    'zh-CN': '镜像中的账户不要设置密码；以某用户运行程序不需要密码。',
  },
  references: ['https://man7.org/linux/man-pages/man8/chpasswd.8.html'],
  bad: [
    `FROM alpine:3.20
RUN echo 'root:x' | chpasswd
`,
    `FROM alpine:3.20
RUN passwd -d root
`,
  ],
  good: [
    `FROM alpine:3.20
RUN useradd app
`,
    `FROM alpine:3.20
RUN passwd -l root
`,
  ],
  check: (view, { fail }) => {
    for (const { commands } of view.runs()) {
      for (const command of commands) {
        const removes = command.args.some(
          ({ text }) => text === '-d' || text === '--delete' || text === '--stdin',
        );
        if (command.name === 'chpasswd' || (command.name === 'passwd' && removes))
          fail({ at: place(view, command), params: { program: command.name } });
      }
    }
  },
};
