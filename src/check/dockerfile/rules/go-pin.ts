import { goTool, installsOf } from '../managers.ts';
import { failUnpinned } from '../pins.ts';
import type { DockerfileRule } from '../rule.ts';

/** go installs packages without their versions. */
export const goPin: DockerfileRule = {
  id: 'DF-GO-PIN',
  aliases: { hadolint: ['DL3062'] },
  severity: 'medium',
  level: 'strict',
  family: 'pkg-pin',
  title: {
    en: 'go installs packages without their versions',
    'zh-CN': 'go 安装软件包时未指定版本',
  },
  message: { en: 'Without a version: {packages}', 'zh-CN': '未指定版本：{packages}' },
  why: {
    en: 'Tomorrow the same file installs other versions, and nobody can tell which ones were checked.',
    'zh-CN': '同一文件明天会安装其他版本，无法确定检查的是哪一个。',
  },
  advice: { en: 'Write path@version.', 'zh-CN': '写成 path@version。' },
  references: ['https://go.dev/ref/mod#go-install'],
  bad: [
    `FROM golang:1.22
RUN go install example.org/tool@latest
`,
    `FROM golang:1.22
RUN go install example.org/tool
`,
  ],
  good: [
    `FROM golang:1.22
RUN go install example.org/tool@v1.2.3
`,
    `FROM golang:1.22
RUN go install ./...
`,
    `FROM golang:1.22
RUN go build
`,
  ],
  check: (view, { fail }) => {
    failUnpinned(view, installsOf(view, goTool), goTool, fail);
  },
};
