import { failUnanswered } from '../answers.ts';
import { dnf } from '../managers.ts';
import type { DockerfileRule } from '../rule.ts';

/** dnf install waits for an answer. */
export const dnfY: DockerfileRule = {
  id: 'DF-DNF-Y',
  aliases: {
    hadolint: ['DL3038'],
    kics: ['d/missing_flag_from_dnf_install'],
  },
  severity: 'low',
  title: { en: 'dnf install waits for an answer', 'zh-CN': 'dnf install 会等待确认' },
  message: { en: 'dnf {verb} waits for an answer', 'zh-CN': 'dnf {verb} 会等待确认' },
  why: {
    en: 'Nobody answers while an image is built: the step fails.',
    'zh-CN': '构建镜像时无人应答，该步骤会失败。',
  },
  advice: { en: 'Add -y.', 'zh-CN': '加上 -y。' },
  references: ['https://dnf.readthedocs.io/en/latest/command_ref.html'],
  bad: [
    `FROM fedora:40
RUN dnf install httpd
`,
    `FROM fedora:40
RUN microdnf install httpd
`,
  ],
  good: [
    `FROM fedora:40
RUN dnf install -y httpd
`,
    `FROM fedora:40
RUN dnf -yq install httpd
`,
    `FROM fedora:40
RUN dnf list
`,
  ],
  check: (view, { fail }) => failUnanswered(view, dnf.program, fail),
};
