import type { TextEdit } from '../../contract.ts';
import { replace, withoutWord } from '../edits.ts';
import type { DockerfileView } from '../view.ts';
import type { DockerfileRule } from '../rule.ts';
import type { Command } from '../runs.ts';
import { instructions, place } from '../view.ts';

/** Certificates are not checked. */
export const tlsOff: DockerfileRule = {
  id: 'DF-TLS-OFF',
  aliases: {
    checkov: [
      'CKV2_DOCKER_2',
      'CKV2_DOCKER_3',
      'CKV2_DOCKER_4',
      'CKV2_DOCKER_5',
      'CKV2_DOCKER_6',
      'CKV2_DOCKER_12',
      'CKV2_DOCKER_13',
      'CKV2_DOCKER_14',
      'CKV2_DOCKER_15',
      'CKV2_DOCKER_16',
    ],
  },
  severity: 'high',
  family: 'supply-chain',
  title: { en: 'Certificates are not checked', 'zh-CN': '不校验证书' },
  message: {
    en: '"{what}" switches the check of certificates off',
    'zh-CN': '“{what}”关闭了证书校验',
  },
  why: {
    en: 'Anybody on the way can put other content in its place, and it goes into the image.',
    'zh-CN': '传输途中任何人都能替换内容，并进入镜像。',
  },
  advice: {
    en: 'Remove the setting. Add the authority of your own servers to the image instead: ca-certificates, NODE_EXTRA_CA_CERTS, pip --cert.',
    'zh-CN':
      '删除该设置；把自有服务器的 CA 加入镜像：ca-certificates、NODE_EXTRA_CA_CERTS、pip --cert。',
  },
  references: [
    'https://curl.se/docs/sslcerts.html',
    'https://cwe.mitre.org/data/definitions/295.html',
  ],
  bad: [
    `FROM alpine:3.20
RUN curl -k https://example.org/x
`,
    `FROM alpine:3.20
ENV NODE_TLS_REJECT_UNAUTHORIZED=0
`,
    `FROM alpine:3.20
RUN wget --no-check-certificate https://example.org/x
`,
    `FROM alpine:3.20
RUN git config --global http.sslVerify false
`,
    `FROM alpine:3.20
RUN pip install --trusted-host example.org x
`,
  ],
  good: [
    `FROM alpine:3.20
RUN curl -K config https://example.org/x
`,
    `FROM alpine:3.20
RUN npm config set strict-ssl true
`,
    `FROM alpine:3.20
ENV NODE_TLS_REJECT_UNAUTHORIZED=1
`,
    `FROM alpine:3.20
RUN git config --global http.sslVerify true
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction } of instructions(view, 'ENV', 'ARG')) {
      for (const pair of instruction.pairs) {
        const value = view.file.expand(instruction, pair.value?.text ?? '').text ?? '';
        if (switchedOff(pair.key.text, value))
          fail({ at: place(view, pair), params: { what: `${pair.key.text}=${value}` } });
      }
    }
    for (const { commands } of view.runs()) {
      for (const command of commands) {
        const what = uncheckedBy(command);
        if (what === undefined) continue;
        const edits = checkedAgain(view, command);
        fail({ at: place(view, command), params: { what }, edits, review: true });
      }
    }
  },
};

/** Variables that switch the check off, with the values that do. */
const variables: ReadonlyMap<string, RegExp> = new Map([
  ['NODE_TLS_REJECT_UNAUTHORIZED', /^0$/],
  ['PYTHONHTTPSVERIFY', /^0$/],
  ['GIT_SSL_NO_VERIFY', /^(?:1|true|yes|on)$/i],
  ['NPM_CONFIG_STRICT_SSL', /^(?:0|false|no|off)$/i],
  ['npm_config_strict_ssl', /^(?:0|false|no|off)$/i],
  ['PIP_TRUSTED_HOST', /./],
  ['GOINSECURE', /./],
  ['CURL_INSECURE', /^1$/],
]);

function switchedOff(name: string, value: string): boolean {
  return variables.get(name)?.test(value) === true;
}

/** Options of programs that switch the check off. */
const options: ReadonlyMap<string, RegExp> = new Map([
  ['curl', /^(?:-[a-jl-zA-Z]*k[a-zA-Z]*|--insecure|--proxy-insecure)$/],
  ['wget', /^--no-check-certificate$/],
  ['pip', /^--trusted-host(?:=|$)/],
  ['pip3', /^--trusted-host(?:=|$)/],
  ['pip2', /^--trusted-host(?:=|$)/],
  ['npm', /^--(?:no-strict-ssl|strict-ssl=false)$/],
  ['yarn', /^--(?:no-strict-ssl|strict-ssl=false)$/],
  ['yum', /^--setopt=(?:.*\.)?sslverify=(?:0|false|no|off)$/i],
  ['dnf', /^--setopt=(?:.*\.)?sslverify=(?:0|false|no|off)$/i],
  ['tdnf', /^--setopt=(?:.*\.)?sslverify=(?:0|false|no|off)$/i],
  ['yum-config-manager', /sslverify=(?:0|false|no|off)$/i],
  ['apk', /^--no-verify-certificate$/],
  ['git', /^http\.sslverify=(?:0|false|no|off)$/i],
  ['gem', /^--no-verify-ssl$/],
]);

/** Takes the one option away that switches the check off; what takes a value is the user's. */
function checkedAgain(view: DockerfileView, { name, args }: Command): readonly TextEdit[] {
  const off = args.filter(({ text }) => options.get(name)?.test(text) === true);
  const [option] = off;
  if (option === undefined || off.length > 1) return [];
  if (/^--[a-z-]+$/.test(option.text) && !/host/.test(option.text))
    return withoutWord(view, option);
  if (name !== 'curl' || !/^-[a-zA-Z]+$/.test(option.text)) return [];
  const others = option.text.replaceAll('k', '');
  return others === '-' ? withoutWord(view, option) : [replace(view, option, others)];
}

function uncheckedBy({ name, args, assignments }: Command): string | undefined {
  const words = args.map(({ text }) => text);
  for (const { text } of name === 'export' ? [...assignments, ...args] : assignments) {
    const equals = text.indexOf('=');
    if (equals > 0 && switchedOff(text.slice(0, equals), text.slice(equals + 1))) return text;
  }
  // `-k` of a program that curl starts is not curl's.
  const option = words.find((word) => options.get(name)?.test(word) === true);
  if (option !== undefined) return `${name} ${option}`;
  const off = /^(?:0|false|no|off)$/i;
  const at = words.findIndex((word) =>
    /^(?:strict-ssl|http\.(?:.*\.)?sslverify|sslverify)(?:=|$)/i.test(word),
  );
  if (at === -1 || !/^(?:git|npm|yarn|pnpm|yum-config-manager|dnf|yum)$/.test(name))
    return undefined;
  const [key = '', value = words[at + 1] ?? ''] = (words[at] ?? '').split('=', 2);
  return off.test(value) ? `${name} ${key} ${value}` : undefined;
}
