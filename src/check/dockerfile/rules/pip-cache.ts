import { followed, mounted } from '../caches.ts';
import { has } from '../calls.ts';
import { insertAfter } from '../edits.ts';
import { installsOf, pip } from '../managers.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** pip keeps its cache. */
export const pipCache: DockerfileRule = {
  id: 'DF-PIP-CACHE',
  aliases: { hadolint: ['DL3042'], kics: ['d/pip_install_keeping_cached_packages'] },
  severity: 'low',
  level: 'strict',
  family: 'minimal',
  title: { en: 'pip keeps its cache', 'zh-CN': 'pip 保留了缓存' },
  why: {
    en: 'Downloaded and built packages stay in the layer a second time.',
    'zh-CN': '下载和构建的软件包会在该层中重复保留一份。',
  },
  advice: {
    en: 'Add --no-cache-dir, or mount a cache over /root/.cache/pip.',
    'zh-CN': '加上 --no-cache-dir，或在 /root/.cache/pip 挂载缓存。',
  },
  references: ['https://pip.pypa.io/en/stable/topics/caching/'],
  bad: [
    `FROM python:3.12
RUN pip install flask==3.0.3
`,
  ],
  good: [
    `FROM python:3.12
RUN pip install --no-cache-dir flask==3.0.3
`,
    `FROM python:3.12
ENV PIP_NO_CACHE_DIR=1
RUN pip install flask==3.0.3
`,
    `FROM python:3.12
RUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.0.3
`,
  ],
  check: (view, { fail }) => {
    const cleaned = followed(
      ({ name, args }) =>
        (/^pip[23]?$/.test(name) && args[0]?.text === 'cache') ||
        (name === 'rm' && args.some(({ text }) => /\.cache(?:\/|$)/.test(text))),
    );
    for (const call of installsOf(view, pip)) {
      const { run, assignments } = call.command;
      if (has(call, '--no-cache-dir') || mounted(run, ['/root/.cache/pip', '~/.cache/pip']))
        continue;
      const set = view.file.variable(run.instruction, 'PIP_NO_CACHE_DIR')?.value;
      // Since pip 19 any value but these switches the cache off.
      if (typeof set === 'string' && !/^(?:|0|false|no|off)$/i.test(set)) continue;
      if (assignments.some(({ text }) => /^PIP_NO_CACHE_DIR=(?!0|false|no|off|$)/i.test(text)))
        continue;
      if (cleaned(call.command)) continue;
      fail({
        at: place(view, call.command),
        edits: [insertAfter(view, call.verbWord, ' --no-cache-dir')],
      });
    }
  },
};
