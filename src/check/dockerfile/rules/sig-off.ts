import { withoutWord } from '../edits.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** Signatures of packages are not checked. */
export const sigOff: DockerfileRule = {
  id: 'DF-SIG-OFF',
  aliases: {
    checkov: [
      'CKV2_DOCKER_7',
      'CKV2_DOCKER_8',
      'CKV2_DOCKER_9',
      'CKV2_DOCKER_10',
      'CKV2_DOCKER_11',
    ],
    'docker-bench': ['4.11'],
  },
  severity: 'high',
  family: 'supply-chain',
  title: { en: 'Signatures of packages are not checked', 'zh-CN': '不校验软件包签名' },
  message: {
    en: '"{what}" switches the check of signatures off',
    'zh-CN': '“{what}”关闭了签名校验',
  },
  why: {
    en: 'Whoever holds the mirror, or sits before it, puts programs of his own into the image.',
    'zh-CN': '控制镜像源或中间链路的人可以把自己的程序放进镜像。',
  },
  advice: {
    en: 'Remove the option, and import the key of the repository.',
    'zh-CN': '删除该选项，并导入仓库的密钥。',
  },
  references: [
    'https://wiki.debian.org/SecureApt',
    'https://cwe.mitre.org/data/definitions/347.html',
  ],
  bad: [
    `FROM alpine:3.20
RUN apk add --allow-untrusted x.apk
`,
    `FROM debian:12
RUN apt-get install -y --allow-unauthenticated curl
`,
    `FROM fedora:40
RUN dnf install -y --nogpgcheck httpd
`,
    `FROM centos:7
RUN rpm -i --nosignature x.rpm
`,
  ],
  good: [
    `FROM alpine:3.20
RUN apk add curl
`,
    `FROM debian:12
RUN apt-get install -y curl
`,
    `FROM fedora:40
RUN dnf install -y httpd
`,
  ],
  check: (view, { fail }) => {
    for (const { commands } of view.runs()) {
      for (const command of commands) {
        const words = command.args.map(({ text }) => text);
        const at = words.findIndex((word) => unchecked.get(command.name)?.test(word) === true);
        const option = command.args[at];
        if (option === undefined) continue;
        // The value of `-o` would leave the option behind.
        const edits = option.text.startsWith('--') ? withoutWord(view, option) : [];
        const params = { what: `${command.name} ${option.text}` };
        fail({ at: place(view, command), params, edits, review: true });
      }
    }
  },
};

const apt =
  /^(?:--allow-unauthenticated|--force-yes|--no-gpg-check|APT::Get::AllowUnauthenticated=(?:true|1|yes)|Acquire::AllowInsecureRepositories=(?:true|1|yes)|--allow-insecure-repositories)$/i;
const rpms = /^(?:--nogpgcheck|--no-gpg-checks?|--setopt=(?:.*\.)?gpgcheck=(?:0|false|no|off))$/i;

/** Options of programs that switch the check off. */
const unchecked: ReadonlyMap<string, RegExp> = new Map([
  ['apt-get', apt],
  ['apt', apt],
  ['aptitude', apt],
  ['apk', /^--allow-untrusted$/],
  ['rpm', /^--no(?:signature|digest|files?digest|verify)$|^--nosignature$/],
  ['yum', rpms],
  ['dnf', rpms],
  ['microdnf', rpms],
  ['tdnf', rpms],
  ['zypper', /^--no-gpg-checks$|^--gpg-auto-import-keys$/],
]);
