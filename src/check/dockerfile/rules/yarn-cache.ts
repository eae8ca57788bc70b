import { failUncleaned } from '../caches.ts';
import { installsOf, yarn } from '../managers.ts';
import type { DockerfileRule } from '../rule.ts';

/** yarn keeps its cache. */
export const yarnCache: DockerfileRule = {
  id: 'DF-YARN-CACHE',
  aliases: { hadolint: ['DL3060'] },
  severity: 'low',
  level: 'strict',
  family: 'minimal',
  title: { en: 'yarn keeps its cache', 'zh-CN': 'yarn 保留了缓存' },
  why: {
    en: 'Every downloaded package stays in the layer a second time.',
    'zh-CN': '每个下载的软件包会在该层中重复保留一份。',
  },
  advice: {
    en: "End the same RUN with yarn cache clean, or mount a cache over yarn's folder.",
    'zh-CN': '在同一 RUN 末尾执行 yarn cache clean，或在 yarn 目录挂载缓存。',
  },
  references: ['https://classic.yarnpkg.com/lang/en/docs/cli/cache/'],
  bad: [
    `FROM node:22
RUN yarn install
`,
  ],
  good: [
    `FROM node:22
RUN yarn install && yarn cache clean
`,
    `FROM node:22
RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install
`,
    `FROM node:22
RUN yarn build
`,
  ],
  check: (view, { fail }) => {
    const cleaning = {
      program: yarn.program,
      verbs: ['cache'],
      command: 'yarn cache clean',
      folders: ['/usr/local/share/.cache', '/root/.cache', '/root/.yarn'],
    };
    failUncleaned(view, installsOf(view, yarn), cleaning, fail);
  },
};
