import { callsOf } from '../calls.ts';
import { failUncleaned } from '../caches.ts';
import { zypper } from '../managers.ts';
import type { DockerfileRule } from '../rule.ts';

/** zypper leaves its cache in the layer. */
export const zypperClean: DockerfileRule = {
  id: 'DF-ZYPPER-CLEAN',
  aliases: {
    hadolint: ['DL3036'],
    trivy: ['DS-0020'],
    kics: ['d/missing_zypper_clean'],
  },
  severity: 'low',
  level: 'strict',
  family: 'minimal',
  title: { en: 'zypper leaves its cache in the layer', 'zh-CN': 'zypper 的缓存留在镜像层中' },
  message: {
    en: '{program} leaves its cache in the layer',
    'zh-CN': '{program} 的缓存留在镜像层中',
  },
  why: {
    en: 'Tens of megabytes of packages and lists that nobody uses again.',
    'zh-CN': '数十 MB 不再使用的软件包与列表。',
  },
  advice: {
    en: 'End the same RUN with zypper clean --all, or mount a cache over its folder.',
    'zh-CN': '在同一 RUN 末尾执行 zypper clean --all，或在其目录挂载缓存。',
  },
  references: ['https://en.opensuse.org/SDB:Zypper_manual'],
  bad: [
    `FROM opensuse/leap:15.6
RUN zypper -n install httpd
`,
  ],
  good: [
    `FROM opensuse/leap:15.6
RUN zypper -n install httpd && zypper clean
`,
    `FROM opensuse/leap:15.6
RUN zypper -n install httpd && zypper cc -a
`,
    `FROM opensuse/leap:15.6
RUN zypper -n lr
`,
  ],
  check: (view, { fail }) => {
    const cleaning = {
      program: zypper.program,
      verbs: ['clean', 'cc'],
      command: 'zypper clean --all',
      folders: ['/var/cache/zypp'],
    };
    // Every one of these reads the lists of all repositories, and keeps them.
    const calls = callsOf(
      view,
      zypper.program,
      'install',
      'in',
      'remove',
      'rm',
      'update',
      'up',
      'patch',
      'dup',
      'dist-upgrade',
      'refresh',
      'ref',
    );
    failUncleaned(view, calls, cleaning, fail);
  },
};
