import { isSecretName } from '../../../secrets/index.ts';
import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** A credential in ARG or ENV. */
export const secretArgEnv: DockerfileRule = {
  id: 'DF-SECRET-ARG-ENV',
  aliases: {
    hadolint: ['DL3064'],
    trivy: ['DS-0031'],
    buildkit: ['SecretsUsedInArgOrEnv'],
    dockle: ['CIS-DI-0010'],
    kics: ['common/passwords_and_secrets'],
    'docker-bench': ['4.10'],
  },
  severity: 'critical',
  family: 'secrets',
  title: { en: 'A credential in ARG or ENV', 'zh-CN': 'ARG 或 ENV 中含有凭据' },
  message: {
    en: '{instruction} "{name}" holds a credential by its name',
    'zh-CN': '{instruction}“{name}”从名称看含有凭据',
  },
  why: {
    en: 'Both are written into the image and its history: whoever pulls it reads the value.',
    'zh-CN': '两者都会写入镜像及其历史，任何拉取镜像的人都能读到。',
  },
  advice: {
    en: 'Hand it in with RUN --mount=type=secret while building, and through the environment or a file when the container starts.',
    'zh-CN': '构建时使用 RUN --mount=type=secret，运行时通过环境变量或文件传入。',
  },
  references: [
    buildCheckPage('secrets-used-in-arg-or-env'),
    'https://docs.docker.com/build/building/secrets/',
  ],
  bad: [
    `FROM alpine:3.20
ENV DB_PASSWORD=hunter2
`,
    `FROM alpine:3.20
ARG API_TOKEN
`,
  ],
  good: [
    `FROM alpine:3.20
ENV DB_PASSWORD_FILE=/run/secrets/db
`,
    `FROM alpine:3.20
ARG PUBLIC_KEY
`,
    `FROM alpine:3.20
ENV MONKEY=1
`,
  ],
  check: (view, { fail }) => {
    for (const instruction of view.file.syntax.instructions) {
      const { keyword, pairs } = instruction.inner ?? instruction;
      if (keyword !== 'ARG' && keyword !== 'ENV') continue;
      for (const pair of pairs) {
        if (!isSecretName(pair.key.text)) continue;
        fail({ at: place(view, pair), params: { instruction: keyword, name: pair.key.text } });
      }
    }
  },
};
