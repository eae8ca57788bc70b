import { failUncleaned } from '../caches.ts';
import { callsOf } from '../calls.ts';
import { aptGet } from '../managers.ts';
import { practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';

/** The lists of apt stay in the layer. */
export const aptLists: DockerfileRule = {
  id: 'DF-APT-LISTS',
  aliases: {
    hadolint: ['DL3009'],
    kics: ['d/apt_get_install_lists_were_not_deleted'],
    dockle: ['DKL-DI-0005'],
  },
  severity: 'low',
  level: 'strict',
  family: 'minimal',
  title: { en: 'The lists of apt stay in the layer', 'zh-CN': 'apt 的软件包列表留在镜像层中' },
  why: {
    en: 'Tens of megabytes of package lists that are old tomorrow.',
    'zh-CN': '数十 MB 的软件包列表，第二天就会过期。',
  },
  advice: {
    en: 'End the same RUN with rm -rf /var/lib/apt/lists/*, or mount a cache over that folder.',
    'zh-CN': '在同一 RUN 末尾执行 rm -rf /var/lib/apt/lists/*，或在该目录挂载缓存。',
  },
  references: [practicesPage('apt-get')],
  bad: [
    `FROM debian:12
RUN apt-get update && apt-get install -y curl
`,
  ],
  good: [
    `FROM debian:12
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
`,
    `FROM debian:12
RUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y curl
`,
    `FROM debian:12
RUN true
`,
  ],
  check: (view, { fail }) => {
    const updates = callsOf(view, aptGet.program, 'update', 'install').filter(
      ({ command, verb }) =>
        command.name !== 'aptitude' && (verb === 'update' || command.run.commands.length > 0),
    );
    const cleaning = {
      program: aptGet.program,
      verbs: [],
      folders: ['/var/lib/apt'],
      command: 'rm -rf /var/lib/apt/lists/*',
    };
    failUncleaned(view, updates, cleaning, fail);
  },
};
