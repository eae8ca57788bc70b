import { has } from '../calls.ts';
import { aptGet, installsOf } from '../managers.ts';
import { failUnpinned } from '../pins.ts';
import { practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';

/** apt-get installs packages without their versions. */
export const aptPin: DockerfileRule = {
  id: 'DF-APT-PIN',
  aliases: {
    hadolint: ['DL3008'],
    kics: ['d/apt_get_install_pin_version_not_defined'],
  },
  severity: 'low',
  level: 'strict',
  family: 'pkg-pin',
  title: {
    en: 'apt-get installs packages without their versions',
    'zh-CN': 'apt-get 安装软件包时未指定版本',
  },
  message: { en: 'Without a version: {packages}', 'zh-CN': '未指定版本：{packages}' },
  why: {
    en: 'Tomorrow the same file installs other versions, and nobody can tell which ones were checked.',
    'zh-CN': '同一文件明天会安装其他版本，无法确定检查的是哪一个。',
  },
  advice: {
    en: 'Write name=version, or build from a snapshot of the archive with a digest of the base image.',
    'zh-CN': '写成 name=version，或使用软件源快照并固定基础镜像摘要。',
  },
  references: [practicesPage('apt-get')],
  bad: [
    `FROM debian:12
RUN apt-get install -y curl
`,
  ],
  good: [
    `FROM debian:12
RUN apt-get install -y curl=8.5.0-2
`,
    `FROM debian:12
RUN apt-get install -y ./x.deb
`,
    `FROM debian:12
RUN apt-get update
`,
  ],
  check: (view, { fail }) => {
    const calls = installsOf(view, aptGet).map((call) => {
      const release = call.command.args.at(-1);
      // `install -t curl`: the release is forgotten, and the last word is meant as a package.
      const taken = call.operands.length === 0 && has(call, '-t') && release !== undefined;
      return taken ? { ...call, operands: [release] } : call;
    });
    failUnpinned(view, calls, aptGet, fail);
  },
};
