import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { isWindows } from '../shells.ts';
import { chainOf, place } from '../view.ts';

/** USER is a name, not a number. */
export const userNumeric: DockerfileRule = {
  id: 'DF-USER-NUMERIC',
  aliases: { hadolint: ['DL3066'] },
  severity: 'low',
  level: 'strict',
  family: 'non-root',
  title: { en: 'USER is a name, not a number', 'zh-CN': 'USER 是名称而非数字' },
  message: {
    en: 'USER "{user}" is a name: nobody can tell from the image that it is not root',
    'zh-CN': 'USER“{user}”是名称：无法从镜像得知它不是 root',
  },
  why: {
    en: 'Kubernetes cannot tell that a name is not root, and refuses the container under runAsNonRoot.',
    'zh-CN': 'Kubernetes 无法判断名称是否为 root，在 runAsNonRoot 下会拒绝该容器。',
  },
  advice: {
    en: 'Write the number of the user: USER 10001.',
    'zh-CN': '写用户的数字 ID：USER 10001。',
  },
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    dockerfilePage('user'),
  ],
  bad: [
    `FROM alpine:3.20
USER app
`,
  ],
  good: [
    `FROM alpine:3.20
USER 1000:1000
`,
    `FROM alpine:3.20
USER root
`,
    `FROM alpine:3.20
USER $UID
`,
    `FROM mcr.microsoft.com/windows/servercore:ltsc2022
USER ContainerUser
`,
  ],
  check: (view, { fail }) => {
    const { file } = view;
    const user = file.target === undefined ? undefined : file.last(file.target, 'USER');
    if (file.target === undefined || user === undefined) return;
    // Users of Windows have names alone.
    const [bottom] = chainOf(file.target);
    if (bottom?.base.kind === 'image' && isWindows(bottom.base.reference ?? '')) return;
    const name = file.expand(user, user.argument.text).text?.trim();
    if (name === undefined || /^\d|^root(?::|$)|^$/.test(name)) return;
    fail({ at: place(view, user), params: { user: name } });
  },
};
