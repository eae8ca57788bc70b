import { dockerfilePage, practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { userOf } from '../user.ts';
import { place } from '../view.ts';

/** The last USER is root. */
export const userRoot: DockerfileRule = {
  id: 'DF-USER-ROOT',
  aliases: {
    hadolint: ['DL3002'],
    trivy: ['DS-0002'],
    kics: ['d/last_user_is_root'],
    checkov: ['CKV_DOCKER_8'],
    dockle: ['CIS-DI-0001'],
  },
  severity: 'high',
  family: 'non-root',
  title: { en: 'The last USER is root', 'zh-CN': '最后的 USER 是 root' },
  message: { en: 'The last USER of the image is "{user}"', 'zh-CN': '镜像最后的 USER 是“{user}”' },
  why: {
    en: 'Whoever breaks into the program is root in the container, and one fault of the kernel or runtime away from root on the host.',
    'zh-CN': '攻破程序者在容器内即为 root，再加一个内核或运行时漏洞就能成为主机的 root。',
  },
  advice: {
    en: 'Switch to another user after the last step that needs root.',
    'zh-CN': '在最后一个需要 root 的步骤之后切换到其他用户。',
  },
  references: [dockerfilePage('user'), practicesPage('user')],
  bad: [
    `FROM alpine:3.20
USER root
`,
    `FROM alpine:3.20
USER 1000
USER 0:0
`,
  ],
  good: [
    `FROM alpine:3.20
USER root
RUN true
USER 1000
`,
    `FROM alpine:3.20
USER app
`,
    `FROM alpine:3.20 AS b
USER root
FROM alpine:3.20
USER app
`,
  ],
  check: (view, { fail }) => {
    const { file } = view;
    // A stage that another is built on may end as root; the one that is built may not.
    for (const stage of file.stages) {
      if (stage !== file.target) continue;
      const user = userOf(file, stage);
      if (user.kind === 'named' && user.root)
        fail({ at: place(view, user.by), params: { user: user.text } });
    }
  },
};
