import { failUnanswered } from '../answers.ts';
import { yum } from '../managers.ts';
import type { DockerfileRule } from '../rule.ts';

/** yum install waits for an answer. */
export const yumY: DockerfileRule = {
  id: 'DF-YUM-Y',
  aliases: {
    hadolint: ['DL3030'],
    kics: ['d/yum_install_allows_manual_input'],
  },
  severity: 'low',
  title: { en: 'yum install waits for an answer', 'zh-CN': 'yum install 会等待确认' },
  message: { en: 'yum {verb} waits for an answer', 'zh-CN': 'yum {verb} 会等待确认' },
  why: {
    en: 'Nobody answers while an image is built: the step fails.',
    'zh-CN': '构建镜像时无人应答，该步骤会失败。',
  },
  advice: { en: 'Add -y.', 'zh-CN': '加上 -y。' },
  references: ['https://man7.org/linux/man-pages/man8/yum.8.html'],
  bad: [
    `FROM centos:7
RUN yum install httpd
`,
  ],
  good: [
    `FROM centos:7
RUN yum install -y httpd
`,
    `FROM centos:7
RUN yum -yq install httpd
`,
    `FROM centos:7
RUN yum list
`,
  ],
  check: (view, { fail }) => failUnanswered(view, yum.program, fail),
};
