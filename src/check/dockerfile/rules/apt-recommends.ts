import { has } from '../calls.ts';
import { insertAfter } from '../edits.ts';
import { aptGet, installsOf } from '../managers.ts';
import { practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** apt-get installs recommended packages too. */
export const aptRecommends: DockerfileRule = {
  id: 'DF-APT-RECOMMENDS',
  aliases: {
    hadolint: ['DL3015'],
    trivy: ['DS-0029'],
    kics: ['d/apt_get_not_avoiding_additional_packages'],
    'docker-bench': ['4.3'],
  },
  severity: 'low',
  level: 'strict',
  family: 'minimal',
  title: {
    en: 'apt-get installs recommended packages too',
    'zh-CN': 'apt-get 同时安装了推荐的软件包',
  },
  why: {
    en: 'They are packages nobody asked for: more to download, to update, and to attack.',
    'zh-CN': '这些是无人要求的软件包：下载、更新和攻击面都随之增加。',
  },
  advice: {
    en: 'Add --no-install-recommends, and name what is really needed.',
    'zh-CN': '加上 --no-install-recommends，并写明真正需要的软件包。',
  },
  references: [practicesPage('apt-get')],
  bad: [
    `FROM debian:12
RUN apt-get install -y curl
`,
  ],
  good: [
    `FROM debian:12
RUN apt-get install -y --no-install-recommends curl
`,
    `FROM debian:12
RUN apt-get -o APT::Install-Recommends=false install -y curl
`,
    `FROM debian:12
RUN apt-get update
`,
  ],
  check: (view, { fail }) => {
    for (const call of installsOf(view, aptGet)) {
      if (has(call, '--no-install-recommends') || call.operands.length === 0) continue;
      const settings = [...call.values].filter(([name]) => name === '-o' || name === '--option');
      if (settings.some(([, value]) => /Install-Recommends=(?:false|0|no)/i.test(value))) continue;
      const edits = [insertAfter(view, call.verbWord, ' --no-install-recommends')];
      // What was only recommended may be what the program needs.
      fail({ at: place(view, call.command), edits, review: true });
    }
  },
};
