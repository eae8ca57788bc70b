import { installsOf, yum } from '../managers.ts';
import { failUnpinned } from '../pins.ts';
import type { DockerfileRule } from '../rule.ts';

/** yum installs packages without their versions. */
export const yumPin: DockerfileRule = {
  id: 'DF-YUM-PIN',
  aliases: {
    hadolint: ['DL3033'],
    kics: ['d/yum_install_without_version'],
  },
  severity: 'low',
  level: 'strict',
  family: 'pkg-pin',
  title: {
    en: 'yum installs packages without their versions',
    'zh-CN': 'yum 安装软件包时未指定版本',
  },
  message: { en: 'Without a version: {packages}', 'zh-CN': '未指定版本：{packages}' },
  why: {
    en: 'Tomorrow the same file installs other versions, and nobody can tell which ones were checked.',
    'zh-CN': '同一文件明天会安装其他版本，无法确定检查的是哪一个。',
  },
  advice: { en: 'Write name-version.', 'zh-CN': '写成 name-version。' },
  references: ['https://man7.org/linux/man-pages/man8/yum.8.html'],
  bad: [
    `FROM centos:7
RUN yum install -y httpd
`,
  ],
  good: [
    `FROM centos:7
RUN yum install -y httpd-2.4.6
`,
    `FROM centos:7
RUN yum install -y ./x.rpm
`,
    `FROM centos:7
RUN yum update -y
`,
  ],
  check: (view, { fail }) => {
    failUnpinned(view, installsOf(view, yum), yum, fail);
  },
};
