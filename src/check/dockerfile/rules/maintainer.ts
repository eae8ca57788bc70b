import { replace } from '../edits.ts';
import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';

/** MAINTAINER is out of use. */
export const maintainer: DockerfileRule = {
  id: 'DF-MAINTAINER',
  aliases: {
    hadolint: ['DL4000'],
    trivy: ['DS-0022'],
    kics: ['d/maintainer_instruction_being_used'],
    checkov: ['CKV_DOCKER_6'],
    buildkit: ['MaintainerDeprecated'],
  },
  severity: 'low',
  level: 'strict',
  title: { en: 'MAINTAINER is out of use', 'zh-CN': 'MAINTAINER 已弃用' },
  why: {
    en: 'It is deprecated since 2017 and other tools do not read it.',
    'zh-CN': '该指令自 2017 年起弃用，其他工具不会读取。',
  },
  advice: {
    en: 'Write LABEL org.opencontainers.image.authors="…".',
    'zh-CN': '改用 LABEL org.opencontainers.image.authors="…"。',
  },
  references: [
    buildCheckPage('maintainer-deprecated'),
    'https://github.com/opencontainers/image-spec/blob/main/annotations.md',
  ],
  bad: [
    `FROM alpine:3.20
MAINTAINER Ann <ann@example.org>
`,
  ],
  good: [
    `FROM alpine:3.20
LABEL org.opencontainers.image.authors="ann@example.org"
`,
    `FROM alpine:3.20
LABEL maintainer="ann@example.org"
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction } of instructions(view, 'MAINTAINER')) {
      const { text } = instruction.argument;
      const bare = /^"([^"\\]*)"$/.exec(text)?.[1] ?? text;
      const label = `LABEL org.opencontainers.image.authors="${bare}"`;
      const edits = /["\\$`]/.test(bare) || text === '' ? [] : [replace(view, instruction, label)];
      fail({ at: place(view, instruction), edits });
    }
  },
};
