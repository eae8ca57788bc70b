import { installsOf, npm } from '../managers.ts';
import { failUnpinned } from '../pins.ts';
import type { DockerfileRule } from '../rule.ts';

/** npm installs packages without their versions. */
export const npmPin: DockerfileRule = {
  id: 'DF-NPM-PIN',
  aliases: {
    hadolint: ['DL3016'],
    kics: ['d/npm_install_without_pinned_version'],
  },
  severity: 'medium',
  level: 'strict',
  family: 'pkg-pin',
  title: {
    en: 'npm installs packages without their versions',
    'zh-CN': 'npm 安装软件包时未指定版本',
  },
  message: { en: 'Without a version: {packages}', 'zh-CN': '未指定版本：{packages}' },
  why: {
    en: 'Tomorrow the same file installs other versions, and nobody can tell which ones were checked.',
    'zh-CN': '同一文件明天会安装其他版本，无法确定检查的是哪一个。',
  },
  advice: {
    en: 'Write name@version, or run npm ci with a lockfile.',
    'zh-CN': '写成 name@version，或使用锁文件执行 npm ci。',
  },
  references: ['https://docs.npmjs.com/cli/commands/npm-install'],
  bad: [
    `FROM node:22
RUN npm install express
`,
    `FROM node:22
RUN npm install -g @scope/tool
`,
  ],
  good: [
    `FROM node:22
RUN npm install express@4.19.2
`,
    `FROM node:22
RUN npm install
`,
    `FROM node:22
RUN npm ci
`,
    `FROM node:22
RUN npm install ./local
`,
  ],
  check: (view, { fail }) => {
    failUnpinned(view, installsOf(view, npm), npm, fail);
  },
};
