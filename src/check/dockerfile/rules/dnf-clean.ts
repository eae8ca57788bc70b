import { failUncleaned } from '../caches.ts';
import { dnf, installsOf } from '../managers.ts';
import type { DockerfileRule } from '../rule.ts';

/** dnf leaves its cache in the layer. */
export const dnfClean: DockerfileRule = {
  id: 'DF-DNF-CLEAN',
  aliases: {
    hadolint: ['DL3040'],
    trivy: ['DS-0019', 'DS-0027'],
    kics: ['d/missing_dnf_clean_all'],
  },
  severity: 'low',
  level: 'strict',
  family: 'minimal',
  title: { en: 'dnf leaves its cache in the layer', 'zh-CN': 'dnf 的缓存留在镜像层中' },
  message: {
    en: '{program} leaves its cache in the layer',
    'zh-CN': '{program} 的缓存留在镜像层中',
  },
  why: {
    en: 'Tens of megabytes of packages and lists that nobody uses again.',
    'zh-CN': '数十 MB 不再使用的软件包与列表。',
  },
  advice: {
    en: 'End the same RUN with dnf clean all, or mount a cache over its folder.',
    'zh-CN': '在同一 RUN 末尾执行 dnf clean all，或在其目录挂载缓存。',
  },
  references: ['https://dnf.readthedocs.io/en/latest/command_ref.html'],
  bad: [
    `FROM fedora:40
RUN dnf install -y httpd
`,
  ],
  good: [
    `FROM fedora:40
RUN dnf install -y httpd && dnf clean all
`,
    `FROM fedora:40
RUN dnf install -y httpd && rm -rf /var/cache/dnf/*
`,
    `FROM fedora:40
RUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y httpd
`,
  ],
  check: (view, { fail }) => {
    const cleaning = {
      program: dnf.program,
      verbs: ['clean'],
      command: 'dnf clean all',
      folders: ['/var/cache/dnf', '/var/cache/yum', '/var/cache/libdnf5'],
    };
    failUncleaned(view, installsOf(view, dnf), cleaning, fail);
  },
};
