import { apk, installsOf } from '../managers.ts';
import { failUnpinned } from '../pins.ts';
import type { DockerfileRule } from '../rule.ts';

/** apk installs packages without their versions. */
export const apkPin: DockerfileRule = {
  id: 'DF-APK-PIN',
  aliases: {
    hadolint: ['DL3018'],
    kics: ['d/unpinned_package_version_in_apk_add'],
  },
  severity: 'low',
  level: 'strict',
  family: 'pkg-pin',
  title: {
    en: 'apk installs packages without their versions',
    'zh-CN': 'apk 安装软件包时未指定版本',
  },
  message: { en: 'Without a version: {packages}', 'zh-CN': '未指定版本：{packages}' },
  why: {
    en: 'Tomorrow the same file installs other versions, and nobody can tell which ones were checked.',
    'zh-CN': '同一文件明天会安装其他版本，无法确定检查的是哪一个。',
  },
  advice: {
    en: 'Write name=version, or name~=version for its newest build.',
    'zh-CN': '写成 name=version，或用 name~=version 取其最新构建。',
  },
  references: ['https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper'],
  bad: [
    `FROM alpine:3.20
RUN apk add --no-cache curl
`,
  ],
  good: [
    `FROM alpine:3.20
RUN apk add --no-cache curl=8.5.0-r0
`,
    `FROM alpine:3.20
RUN apk add curl~8.5
`,
    `FROM alpine:3.20
RUN apk add -t .deps $PKGS
`,
  ],
  check: (view, { fail }) => {
    failUnpinned(view, installsOf(view, apk), apk, fail);
  },
};
