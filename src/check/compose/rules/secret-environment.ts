import { credentialOf, secretsIn } from '../../credentials.ts';
import { itemPlaces, member, textOf } from '../part.ts';
import type { Part } from '../part.ts';
import { variablesOf } from '../services.ts';
import { composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** Settings whose texts reach everybody who may look at the container. */
const written = ['command', 'entrypoint', 'healthcheck', 'labels', 'annotations'];

/** Every scalar within a part. */
function scalarsOf(part: Part | undefined): readonly Part[] {
  if (part === undefined) return [];
  if (part.kind === 'scalar') return [part];
  const below = part.kind === 'list' ? part.items : [...part.members.values()];
  return below.flatMap(scalarsOf);
}

const inFile = {
  en: 'Service {service} gets a credential as the variable {name}: {value}',
  'zh-CN': '服务 {service} 通过变量 {name} 得到凭据：{value}',
};

/** A credential written into the file. */
export const secretEnvironment: ComposeRule = {
  id: 'CMP-SECRET-ENV',
  aliases: { kics: ['common/passwords_and_secrets'] },
  severity: 'high',
  family: 'secrets',
  title: { en: 'A credential stands in the compose file', 'zh-CN': 'compose 文件中写有凭据' },
  message: {
    en: '{name} of service {service} holds a credential: {value}',
    'zh-CN': '服务 {service} 的 {name} 中含有凭据：{value}',
  },
  why: {
    en: 'Everybody who reads the project, its history, or the settings of the container ("docker inspect") has it.',
    'zh-CN': '能读到项目、其历史或容器设置（"docker inspect"）的人都能得到它。',
  },
  advice: {
    en: 'Use "secrets" with a file or an external secret, and let the program read /run/secrets/NAME. Change the credential: it is known.',
    'zh-CN':
      '改用 "secrets"（文件或外部机密），让程序读取 /run/secrets/名称；并更换该凭据，因为它已经泄露。',
  },
  references: ['https://docs.docker.com/compose/how-tos/use-secrets/', composePage],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    environment:
      DB_PASSWORD: hunter2hunter2
`,
    `services:
  web:
    image: registry.example/web:1.2
    environment:
      - API_TOKEN=s3cr3t-9f8a7b6c
`,
    `services:
  web:
    image: registry.example/web:1.2
    build:
      context: .
      args: {NPM_TOKEN: "0a1b2c3d4e5f6a7b"}
`,
    `services:
  web:
    image: registry.example/web:1.2
    environment: {URL: "postgres://app:Sup3rS3cret9@db/app"}
`,
    `services:
  web:
    image: registry.example/web:1.2
    command: ["serve", "--database", "postgres://app:Sup3rS3cret9@db/app"]
`,
    {
      files: {
        'compose.yaml': 'services:\n  web: {image: "a:1", env_file: [{path: conf/web.env}]}\n',
        'conf/web.env': '# of the shop\nexport DB_PASSWORD="hunter2hunter2"\n',
      },
    },
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    command: ["serve", "--database", "postgres://app:\${PASSWORD}@db/app"]
    labels: { token: changeme, traefik.http.routers.web.rule: Host(\`a.example\`) }
`,
    {
      files: {
        'compose.yaml':
          'services:\n  web: {image: "a:1", env_file: [a.env, {path: none.env, required: false}], environment: {DB_PASSWORD: "${P}"}}\n',
        'a.env': 'DB_PASSWORD=hunter2hunter2\nMODE=fast\nAPI_TOKEN=changeme\n',
      },
    },
    `services:
  web:
    image: registry.example/web:1.2
    environment:
      DB_PASSWORD_FILE: /run/secrets/db
    secrets: [db]
secrets:
  db: {file: ./db.txt}
`,
    `services:
  web:
    image: registry.example/web:1.2
    environment:
      - DB_PASSWORD
`,
    `services:
  web:
    image: registry.example/web:1.2
    environment:
      DB_PASSWORD: \${DB_PASSWORD}
      PUBLIC_KEY: abcdef
`,
    `services:
  web:
    image: registry.example/web:1.2
    environment:
      DB_PASSWORD: changeme
      TOKEN_TTL: "3600"
      AUTH: "true"
`,
  ],
  check: eachService((service, answer, { beside }) => {
    const args = member(service.build, 'args');
    for (const { name, value, fromOutside, part } of [
      ...service.environment,
      ...(args === undefined ? [] : variablesOf(args)),
    ]) {
      if (value === undefined || value === '' || fromOutside) continue;
      const found = credentialOf(name, value);
      if (found === undefined) continue;
      const params = { service: service.name, name, value: found.shown };
      answer.fail({ ...itemPlaces(part), params });
    }
    for (const field of written) {
      for (const part of scalarsOf(service.all.members.get(field))) {
        const [found] = secretsIn(textOf(part) ?? '');
        if (found === undefined) continue;
        const params = { service: service.name, name: field, value: found.redacted };
        answer.fail({ ...itemPlaces(part), params });
      }
    }
    for (const { name, value, path, line } of beside?.variables ?? []) {
      const found = credentialOf(name, value);
      if (found === undefined) continue;
      const at = { file: { path, startLine: line, endLine: line } };
      const params = { service: service.name, name, value: found.shown };
      // Whether the file stands in the repository nobody knows from here.
      answer.fail({ at, message: inFile, params, severity: 'low' });
    }
  }),
};
