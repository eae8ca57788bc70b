import { installsOf, zypper } from '../managers.ts';
import { failUnpinned } from '../pins.ts';
import type { DockerfileRule } from '../rule.ts';

/** zypper installs packages without their versions. */
export const zypperPin: DockerfileRule = {
  id: 'DF-ZYPPER-PIN',
  aliases: {
    hadolint: ['DL3037'],
    kics: ['d/zypper_install_without_version'],
  },
  severity: 'low',
  level: 'strict',
  family: 'pkg-pin',
  title: {
    en: 'zypper installs packages without their versions',
    'zh-CN': 'zypper 安装软件包时未指定版本',
  },
  message: { en: 'Without a version: {packages}', 'zh-CN': '未指定版本：{packages}' },
  why: {
    en: 'Tomorrow the same file installs other versions, and nobody can tell which ones were checked.',
    'zh-CN': '同一文件明天会安装其他版本，无法确定检查的是哪一个。',
  },
  advice: { en: 'Write name=version.', 'zh-CN': '写成 name=version。' },
  references: ['https://en.opensuse.org/SDB:Zypper_manual'],
  bad: [
    `FROM opensuse/leap:15.6
RUN zypper -n install httpd
`,
  ],
  good: [
    `FROM opensuse/leap:15.6
RUN zypper -n install httpd=2.4.46
`,
    `FROM opensuse/leap:15.6
RUN zypper -n in "httpd>=2.4"
`,
    `FROM opensuse/leap:15.6
RUN zypper -n in ./x.rpm
`,
  ],
  check: (view, { fail }) => {
    failUnpinned(view, installsOf(view, zypper), zypper, fail);
  },
};
