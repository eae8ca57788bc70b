import { followed, mounted } from '../caches.ts';
import { has } from '../calls.ts';
import { insertAfter } from '../edits.ts';
import { apk, installsOf } from '../managers.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** apk add keeps its index. */
export const apkCache: DockerfileRule = {
  id: 'DF-APK-CACHE',
  aliases: {
    hadolint: ['DL3019'],
    trivy: ['DS-0025'],
    kics: ['d/apk_add_using_local_cache_path'],
    dockle: ['DKL-DI-0004'],
  },
  severity: 'low',
  level: 'strict',
  family: 'minimal',
  title: { en: 'apk add keeps its index', 'zh-CN': 'apk add 保留了索引缓存' },
  why: {
    en: 'The package index stays in the layer and is old tomorrow.',
    'zh-CN': '软件包索引会留在该层，第二天即过期。',
  },
  advice: { en: 'Add --no-cache.', 'zh-CN': '加上 --no-cache。' },
  references: ['https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper'],
  bad: [
    `FROM alpine:3.20
RUN apk add curl
`,
    `FROM alpine:3.20
RUN apk update && apk add curl
`,
  ],
  good: [
    `FROM alpine:3.20
RUN apk add --no-cache curl
`,
    `FROM alpine:3.20
RUN apk add curl && rm -rf /var/cache/apk/*
`,
    `FROM alpine:3.20
RUN --mount=type=cache,target=/var/cache/apk apk add curl
`,
  ],
  check: (view, { fail }) => {
    const folders = ['/var/cache/apk', '/etc/apk/cache'];
    const cleaned = followed(
      ({ name, args }) =>
        name === 'rm' && args.some(({ text }) => folders.some((one) => text.startsWith(one))),
    );
    for (const call of installsOf(view, apk)) {
      const { command } = call;
      if (has(call, '--no-cache') || mounted(command.run, folders) || cleaned(command)) continue;
      fail({ at: place(view, command), edits: [insertAfter(view, call.verbWord, ' --no-cache')] });
    }
  },
};
