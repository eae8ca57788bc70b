import type { Stage } from '../../../formats/dockerfile/stages.ts';
import { practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** Both wget and curl are used. */
export const wgetCurl: DockerfileRule = {
  id: 'DF-WGET-CURL',
  aliases: {
    hadolint: ['DL4001'],
    trivy: ['DS-0014'],
    kics: ['d/run_using_wget_and_curl'],
  },
  severity: 'low',
  level: 'strict',
  title: { en: 'Both wget and curl are used', 'zh-CN': '同时使用 wget 和 curl' },
  message: {
    en: '"{program}" is used beside "{other}"',
    'zh-CN': '在“{other}”之外又使用了“{program}”',
  },
  why: {
    en: 'Two programs for one task are two to update and two sets of settings for certificates and proxies.',
    'zh-CN': '同一用途的两个程序意味着双倍的更新以及两套证书与代理设置。',
  },
  advice: { en: 'Use one of them.', 'zh-CN': '只用其中一个。' },
  references: [practicesPage('minimize-the-number-of-layers')],
  bad: [
    `FROM alpine:3.20
RUN curl https://a.example
RUN wget https://b.example
`,
  ],
  good: [
    `FROM alpine:3.20
RUN curl https://a.example
`,
    `FROM alpine:3.20
RUN apk add curl wget
RUN wget https://a.example
`,
    `FROM alpine:3.20
RUN curl https://a.example
FROM alpine:3.20
RUN wget https://a.example
`,
  ],
  check: (view, { fail }) => {
    const first = new Map<Stage, string>();
    for (const { stage, commands } of view.runs()) {
      for (const command of commands) {
        if (command.name !== 'curl' && command.name !== 'wget') continue;
        const before = first.get(stage);
        if (before === undefined) first.set(stage, command.name);
        else if (before !== command.name) {
          fail({ at: place(view, command), params: { program: command.name, other: before } });
          break;
        }
      }
    }
  },
};
