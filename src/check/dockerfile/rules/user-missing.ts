import { dockerfilePage, practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { isWindows } from '../shells.ts';
import { userOf } from '../user.ts';
import { place } from '../view.ts';

const administrator = {
  en: 'No USER in the stage that is built: it runs as the user of "{base}", which is ContainerAdministrator unless that image says otherwise',
  'zh-CN': '构建的阶段没有 USER：将以“{base}”的用户运行，通常为 ContainerAdministrator',
};

/** No USER: the image runs as root. */
export const userMissing: DockerfileRule = {
  id: 'DF-USER-MISSING',
  aliases: {
    trivy: ['DS-0002'],
    kics: ['d/missing_user_instruction'],
    checkov: ['CKV_DOCKER_3'],
    dockle: ['CIS-DI-0001'],
    'docker-bench': ['4.1'],
  },
  severity: 'high',
  family: 'non-root',
  title: { en: 'No USER: the image runs as root', 'zh-CN': '没有 USER 指令：镜像以 root 运行' },
  message: {
    en: 'No USER in the stage that is built: it runs as the user of "{base}", which is root unless that image says otherwise',
    'zh-CN': '构建的阶段没有 USER：将以“{base}”的用户运行，通常为 root',
  },
  why: {
    en: 'Whoever breaks into the program is root in the container, and one fault of the kernel or runtime away from root on the host.',
    'zh-CN': '攻破程序者在容器内即为 root，再加一个内核或运行时漏洞就能成为主机的 root。',
  },
  advice: {
    en: 'Create a user, give it what the program writes to, and name it with USER before CMD.',
    'zh-CN': '创建用户并授予程序所需的写权限，在 CMD 之前用 USER 指定。',
  },
  references: [dockerfilePage('user'), practicesPage('user')],
  bad: [
    `FROM alpine:3.20
CMD ["x"]
`,
    `FROM alpine:3.20 AS base
USER 1000
FROM alpine:3.20
CMD ["x"]
`,
  ],
  good: [
    `FROM alpine:3.20
USER 1000
`,
    `FROM alpine:3.20 AS base
USER 1000
FROM base
`,
    `FROM scratch
COPY a /a
`,
    `FROM gcr.io/distroless/static:nonroot
`,
  ],
  check: (view, { fail, notApplicable, passed }) => {
    const { target } = view.file;
    if (target?.from === undefined) {
      notApplicable({
        en: 'there is no FROM: it is a part of a file',
        'zh-CN': '没有 FROM：这只是文件的一部分',
      });
      return;
    }
    const user = userOf(view.file, target);
    if (user.kind === 'named') {
      passed({
        en: `line ${user.by.startLine}: USER ${user.by.argument.text}`,
        'zh-CN': `第 ${user.by.startLine} 行：USER ${user.by.argument.text}`,
      });
      return;
    }
    const { base } = user;
    if (
      base === 'scratch' &&
      !view.file.last(target, 'CMD') &&
      !view.file.last(target, 'ENTRYPOINT')
    ) {
      notApplicable({
        en: 'the image holds files and runs nothing',
        'zh-CN': '该镜像只存放文件，不运行程序',
      });
      return;
    }
    if (user.settled) {
      passed({ en: `"${base}" sets a user of its own`, 'zh-CN': `“${base}”自行设置了用户` });
      return;
    }
    // KICS leaves images without a base out; a program in them is root all the same.
    const { kics: _, ...others } = userMissing.aliases;
    const aliases = base === 'scratch' ? others : userMissing.aliases;
    const message = isWindows(base) ? { message: administrator } : {};
    fail({ at: place(view, target.from), params: { base }, aliases, ...message });
  },
};
