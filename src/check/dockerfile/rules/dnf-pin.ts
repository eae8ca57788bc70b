import { dnf, installsOf } from '../managers.ts';
import { failUnpinned } from '../pins.ts';
import type { DockerfileRule } from '../rule.ts';

/** dnf installs packages without their versions. */
export const dnfPin: DockerfileRule = {
  id: 'DF-DNF-PIN',
  aliases: {
    hadolint: ['DL3041'],
    kics: ['d/missing_version_specification_in_dnf_install'],
  },
  severity: 'low',
  level: 'strict',
  family: 'pkg-pin',
  title: {
    en: 'dnf installs packages without their versions',
    'zh-CN': 'dnf 安装软件包时未指定版本',
  },
  message: { en: 'Without a version: {packages}', 'zh-CN': '未指定版本：{packages}' },
  why: {
    en: 'Tomorrow the same file installs other versions, and nobody can tell which ones were checked.',
    'zh-CN': '同一文件明天会安装其他版本，无法确定检查的是哪一个。',
  },
  advice: { en: 'Write name-version.', 'zh-CN': '写成 name-version。' },
  references: ['https://dnf.readthedocs.io/en/latest/command_ref.html'],
  bad: [
    `FROM fedora:40
RUN dnf install -y httpd
`,
  ],
  good: [
    `FROM fedora:40
RUN dnf install -y httpd-2.4.6
`,
    `FROM fedora:40
RUN dnf install -y ./x.rpm
`,
    `FROM fedora:40
RUN dnf update -y
`,
  ],
  check: (view, { fail }) => {
    failUnpinned(view, installsOf(view, dnf), dnf, fail);
  },
};
