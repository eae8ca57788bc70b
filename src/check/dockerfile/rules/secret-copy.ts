import { secretFile } from '../../../secrets/index.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';

const mayHold = {
  en: '"{path}" is where credentials are kept, and is copied into the image',
  'zh-CN': '“{path}”常用于存放凭据，却被复制进镜像',
};

/** A file of credentials is copied into the image. */
export const secretCopy: DockerfileRule = {
  id: 'DF-SECRET-COPY',
  aliases: { trivy: ['DS-0031'], 'docker-bench': ['4.10'] },
  severity: 'critical',
  family: 'secrets',
  title: { en: 'A file of credentials is copied into the image', 'zh-CN': '凭据文件被复制进镜像' },
  message: {
    en: '"{path}" is a file of credentials by its name, and is copied into the image',
    'zh-CN': '“{path}”从名称看是凭据文件，却被复制进镜像',
  },
  why: {
    en: 'Whoever pulls the image has it, even when a later step deletes it: the layer stays.',
    'zh-CN': '任何拉取镜像的人都能得到它，即使后续步骤删除，该层仍然存在。',
  },
  advice: {
    en: 'Mount it while building with RUN --mount=type=secret, and keep it out of the context with the ignore file.',
    'zh-CN': '构建时用 RUN --mount=type=secret 挂载，并用忽略文件将其排除在上下文之外。',
  },
  references: ['https://docs.docker.com/build/building/secrets/'],
  bad: [
    `FROM alpine:3.20
COPY id_rsa /root/.ssh/id_rsa
`,
    `FROM alpine:3.20
ENV GOOGLE_APPLICATION_CREDENTIALS=/a.json
COPY .env /app/
`,
  ],
  good: [
    `FROM alpine:3.20
COPY app /app
`,
    `FROM alpine:3.20
COPY id_rsa.pub /root/.ssh/
`,
    `FROM alpine:3.20
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc true
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction } of instructions(view, 'COPY', 'ADD')) {
      if (instruction.flags.some(({ name }) => name === 'from')) continue;
      for (const word of instruction.words.slice(0, -1)) {
        const path = view.file.expand(instruction, word.text).text ?? word.text;
        if (/^(?:https?:|<<)/.test(path)) continue;
        const found = secretFile(path);
        if (found === undefined) continue;
        // Settings of programs hold a login or only an address; keys are keys.
        const mild = found.id === 'registry-credentials' || found.id === 'environment';
        const told = mild ? ({ severity: 'high', message: mayHold } as const) : {};
        fail({ at: place(view, word), params: { path: word.text }, ...told });
      }
    }
  },
};
