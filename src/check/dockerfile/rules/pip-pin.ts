import { has } from '../calls.ts';
import { installsOf, pip } from '../managers.ts';
import { failUnpinned } from '../pins.ts';
import type { DockerfileRule } from '../rule.ts';

/** pip installs packages without their versions. */
export const pipPin: DockerfileRule = {
  id: 'DF-PIP-PIN',
  aliases: {
    hadolint: ['DL3013'],
    kics: ['d/unpinned_package_version_in_pip_install'],
  },
  severity: 'medium',
  level: 'strict',
  family: 'pkg-pin',
  title: {
    en: 'pip installs packages without their versions',
    'zh-CN': 'pip 安装软件包时未指定版本',
  },
  message: { en: 'Without a version: {packages}', 'zh-CN': '未指定版本：{packages}' },
  why: {
    en: 'Tomorrow the same file installs other versions, and nobody can tell which ones were checked.',
    'zh-CN': '同一文件明天会安装其他版本，无法确定检查的是哪一个。',
  },
  advice: {
    en: 'Write name==version, or install from a requirements file with hashes.',
    'zh-CN': '写成 name==version，或从带哈希的 requirements 文件安装。',
  },
  references: ['https://pip.pypa.io/en/stable/topics/repeatable-installs/'],
  bad: [
    `FROM python:3.12
RUN pip install flask
`,
    `FROM python:3.12
RUN python3 -m pip install flask
`,
  ],
  good: [
    `FROM python:3.12
RUN pip install flask==3.0.3
`,
    `FROM python:3.12
RUN pip install -r requirements.txt
`,
    `FROM python:3.12
RUN pip install .
`,
    `FROM python:3.12
RUN pip install git+https://example.org/x@1
`,
  ],
  check: (view, { fail }) => {
    failUnpinned(
      view,
      installsOf(view, pip).filter(
        (call) => !has(call, '-r', '--requirement', '-c', '--constraint', '-e', '--editable'),
      ),
      pip,
      fail,
    );
  },
};
