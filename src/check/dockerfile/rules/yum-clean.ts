import { failUncleaned } from '../caches.ts';
import { installsOf, yum } from '../managers.ts';
import type { DockerfileRule } from '../rule.ts';

/** yum leaves its cache in the layer. */
export const yumClean: DockerfileRule = {
  id: 'DF-YUM-CLEAN',
  aliases: {
    hadolint: ['DL3032'],
    trivy: ['DS-0015'],
    kics: ['d/yum_clean_all_missing'],
  },
  severity: 'low',
  level: 'strict',
  family: 'minimal',
  title: { en: 'yum leaves its cache in the layer', 'zh-CN': 'yum 的缓存留在镜像层中' },
  message: {
    en: '{program} leaves its cache in the layer',
    'zh-CN': '{program} 的缓存留在镜像层中',
  },
  why: {
    en: 'Tens of megabytes of packages and lists that nobody uses again.',
    'zh-CN': '数十 MB 不再使用的软件包与列表。',
  },
  advice: {
    en: 'End the same RUN with yum clean all, or mount a cache over its folder.',
    'zh-CN': '在同一 RUN 末尾执行 yum clean all，或在其目录挂载缓存。',
  },
  references: ['https://man7.org/linux/man-pages/man8/yum.8.html'],
  bad: [
    `FROM centos:7
RUN yum install -y httpd
`,
  ],
  good: [
    `FROM centos:7
RUN yum install -y httpd && yum clean all
`,
    `FROM centos:7
RUN yum install -y httpd && rm -rf /var/cache/yum
`,
    `FROM centos:7
RUN yum list
`,
  ],
  check: (view, { fail }) => {
    const cleaning = {
      program: yum.program,
      verbs: ['clean'],
      command: 'yum clean all',
      folders: ['/var/cache/yum', '/var/cache/dnf'],
    };
    failUncleaned(view, installsOf(view, yum), cleaning, fail);
  },
};
