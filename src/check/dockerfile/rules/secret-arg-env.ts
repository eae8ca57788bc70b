import { isReference, isSecretName } from '../../../secrets/index.ts';
import type { Instruction, Pair } from '../../../formats/dockerfile/syntax.ts';
import type { Fault } from '../../contract.ts';
import { credentialOf } from '../../credentials.ts';
import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';
import type { DockerfileView } from '../view.ts';

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
    en: '{instruction} "{name}" holds a credential: {value} ({kind})',
    'zh-CN': '{instruction}“{name}”中含有凭据：{value}（{kind}）',
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
    `FROM alpine:3.20
ENV DATABASE_URL=postgres://app:Sup3rS3cret9@db/app
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
    `FROM alpine:3.20
ENV DATABASE_URL=postgres://user:password@db/app AWS_ID=AKIAIOSFODNN7EXAMPLE
`,
  ],
  check: (view, { fail }) => {
    for (const outer of view.file.syntax.instructions) {
      const instruction = outer.inner ?? outer;
      if (instruction.keyword !== 'ARG' && instruction.keyword !== 'ENV') continue;
      for (const pair of instruction.pairs) {
        const fault = judged(view, instruction, pair);
        if (fault !== undefined) fail({ ...fault, at: place(view, pair) });
      }
    }
  },
};

/** Tools that look at the name alone. */
const { buildkit: _, hadolint: __, ...byValue } = secretArgEnv.aliases;

const taken = {
  en: '{instruction} "{name}" takes a credential, by its name',
  'zh-CN': '从名称看，{instruction}“{name}”用于传入凭据',
};

const standIn = {
  en: '{instruction} "{name}" is where a credential goes, by its name; what stands there is none',
  'zh-CN': '从名称看，{instruction}“{name}”用于存放凭据；现有的值并非真实凭据',
};

/** Name and value are judged together: what is known of both is one fault. */
function judged(
  view: DockerfileView,
  instruction: Instruction,
  { key, value }: Pair,
): Omit<Fault, 'at'> | undefined {
  const name = key.text;
  const params = { instruction: instruction.keyword, name };
  const { text, unset } = view.file.expand(instruction, value?.text ?? '');
  const known = value === undefined || unset.length > 0 ? undefined : text;
  const found = known === undefined ? undefined : credentialOf(name, known);
  const named = isSecretName(name);
  if (found !== undefined) {
    const { kind, shown, severity } = found;
    return {
      params: { ...params, kind, value: shown },
      // By the name alone it is sure enough, where the value has to be known to everybody.
      severity: named ? 'critical' : severity,
      aliases: named ? secretArgEnv.aliases : byValue,
    };
  }
  if (!named) return undefined;
  const passed = known === undefined || isReference(known);
  return { params, message: passed ? taken : standIn, severity: passed ? 'high' : 'low' };
}
