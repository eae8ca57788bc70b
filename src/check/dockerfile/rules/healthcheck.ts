import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** No HEALTHCHECK. */
export const healthcheck: DockerfileRule = {
  id: 'DF-HEALTHCHECK',
  aliases: {
    hadolint: ['DL3057'],
    trivy: ['DS-0026'],
    kics: ['d/healthcheck_instruction_missing'],
    checkov: ['CKV_DOCKER_2'],
    dockle: ['CIS-DI-0006'],
    'docker-bench': ['4.6'],
  },
  severity: 'low',
  level: 'strict',
  family: 'healthcheck',
  title: { en: 'No HEALTHCHECK', 'zh-CN': '没有 HEALTHCHECK' },
  why: {
    en: 'Docker and Swarm cannot tell a program that hangs from one that works. (Kubernetes ignores it and has probes of its own.)',
    'zh-CN':
      'Docker 与 Swarm 无法区分程序是卡死还是正常。（Kubernetes 不使用它，而有自己的探针。）',
  },
  advice: {
    en: 'Add HEALTHCHECK with a command that asks the program itself.',
    'zh-CN': '添加 HEALTHCHECK，使用能询问程序自身的命令。',
  },
  references: [dockerfilePage('healthcheck')],
  bad: [
    `FROM alpine:3.20
CMD ["x"]
`,
  ],
  good: [
    `FROM alpine:3.20
HEALTHCHECK CMD x
`,
    `FROM alpine:3.20 AS b
HEALTHCHECK CMD x
FROM b
`,
    `FROM alpine:3.20
HEALTHCHECK NONE
`,
  ],
  check: (view, { fail, notApplicable }) => {
    const { target, last } = view.file;
    if (target?.from === undefined) {
      notApplicable({
        en: 'there is no FROM: it is a part of a file',
        'zh-CN': '没有 FROM：这只是文件的一部分',
      });
      return;
    }
    // NONE is a decision, too: whoever writes it has thought of it.
    if (last(target, 'HEALTHCHECK') === undefined) fail({ at: place(view, target.from) });
  },
};
