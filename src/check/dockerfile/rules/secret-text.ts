import { credentialsIn } from '../secrets.ts';
import type { DockerfileRule } from '../rule.ts';
import { exactPlace } from '../view.ts';

/** A credential in RUN, LABEL, a here-document, a comment: anywhere but in ARG and ENV. */
export const secretText: DockerfileRule = {
  id: 'DF-SECRET-TEXT',
  aliases: { 'docker-bench': ['4.10'], kics: ['common/passwords_and_secrets'] },
  severity: 'critical',
  family: 'secrets',
  title: { en: 'A credential stands in the Dockerfile', 'zh-CN': 'Dockerfile 中写有凭据' },
  message: {
    en: '{where} holds a credential: {value} ({kind})',
    'zh-CN': '{where} 中含有凭据：{value}（{kind}）',
  },
  why: {
    en: 'Whoever reads the repository has it; what an instruction holds also stands in the history of the image.',
    'zh-CN': '能读到代码仓库的人都能得到它；指令中的内容还会写进镜像历史。',
  },
  advice: {
    en: 'Replace the credential, it is known. Hand the new one in with RUN --mount=type=secret.',
    'zh-CN': '更换该凭据，因为它已经泄露；新凭据用 RUN --mount=type=secret 传入。',
  },
  references: ['https://docs.docker.com/build/building/secrets/'],
  bad: [
    `FROM alpine:3.20
RUN git clone https://bot:9f8e7d6c5b4a@git.shop.internal/a.git
`,
    `FROM alpine:3.20
RUN export NPM_TOKEN=0a1b2c3d4e5f6a7b && npm ci
`,
    `FROM alpine:3.20
RUN curl -u deploy:Tr0ub4dor3 https://files.example.org/a.tgz
`,
    `FROM alpine:3.20
COPY <<EOF /etc/app.conf
url = postgres://app:Sup3rS3cret9@db/app
EOF
`,
    `FROM alpine:3.20
RUN ./setup --admin-password "Sup3rS3cret9"
`,
  ],
  good: [
    `FROM alpine:3.20
RUN --mount=type=secret,id=npm NPM_TOKEN="$(cat /run/secrets/npm)" npm ci
`,
    `FROM alpine:3.20
RUN curl -u "$USER:$PASSWORD" https://files.example.org/a.tgz
`,
    `FROM alpine:3.20
RUN git clone https://user:password@git.shop.internal/a.git
`,
    `FROM alpine:3.20
RUN ./setup --admin-password changeme --token-file /run/secrets/t
LABEL key=AKIAIOSFODNN7EXAMPLE
`,
    `FROM alpine:3.20
RUN gpg --recv-keys A035C8C19219BA821ECEA86B64E628F8D684696D && curl --user-agent a:b x
`,
  ],
  check: (view, { fail }) => {
    for (const found of credentialsIn(view)) {
      const { keyword = '#', shown: value, kind, severity } = found;
      fail({ at: exactPlace(view, found), params: { where: keyword, value, kind }, severity });
    }
  },
};
