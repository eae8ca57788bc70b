import { gem, installsOf } from '../managers.ts';
import { failUnpinned } from '../pins.ts';
import type { DockerfileRule } from '../rule.ts';

/** gem installs gems without their versions. */
export const gemPin: DockerfileRule = {
  id: 'DF-GEM-PIN',
  aliases: { hadolint: ['DL3028'], kics: ['d/gem_install_without_version'] },
  severity: 'medium',
  level: 'strict',
  family: 'pkg-pin',
  title: { en: 'gem installs gems without their versions', 'zh-CN': 'gem 安装时未指定版本' },
  message: { en: 'Without a version: {packages}', 'zh-CN': '未指定版本：{packages}' },
  why: {
    en: 'Tomorrow the same file installs other versions, and nobody can tell which ones were checked.',
    'zh-CN': '同一文件明天会安装其他版本，无法确定检查的是哪一个。',
  },
  advice: {
    en: 'Write -v version, or install with Bundler and its lockfile.',
    'zh-CN': '加上 -v 版本，或使用带锁文件的 Bundler。',
  },
  references: ['https://guides.rubygems.org/command-reference/#gem-install'],
  bad: [
    `FROM ruby:3.3
RUN gem install bundler
`,
  ],
  good: [
    `FROM ruby:3.3
RUN gem install bundler -v 2.5.6
`,
    `FROM ruby:3.3
RUN gem install bundler:2.5.6
`,
    `FROM ruby:3.3
RUN gem install --version=2.5.6 bundler
`,
  ],
  check: (view, { fail }) => {
    const calls = installsOf(view, gem).filter(
      ({ values }) => !values.has('-v') && !values.has('--version'),
    );
    failUnpinned(view, calls, gem, fail);
  },
};
