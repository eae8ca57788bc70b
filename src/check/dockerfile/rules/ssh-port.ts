import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';

/** Port 22 is exposed. */
export const sshPort: DockerfileRule = {
  id: 'DF-SSH-PORT',
  aliases: { trivy: ['DS-0004'], kics: ['d/exposing_port_22'], checkov: ['CKV_DOCKER_1'] },
  severity: 'medium',
  family: 'ssh',
  title: { en: 'Port 22 is exposed', 'zh-CN': '暴露了 22 端口' },
  message: { en: 'EXPOSE {port} is the port of SSH', 'zh-CN': 'EXPOSE {port} 是 SSH 的端口' },
  why: {
    en: 'An SSH server is a second way in, with keys and passwords of its own to guard; it runs beside the program and nobody updates it.',
    'zh-CN': 'SSH 服务是另一条入口，需要额外保护密钥和密码，且往往无人更新。',
  },
  advice: {
    en: 'Remove the server; use docker exec or kubectl exec.',
    'zh-CN': '移除 SSH 服务，使用 docker exec 或 kubectl exec。',
  },
  references: [dockerfilePage('expose')],
  bad: [
    `FROM alpine:3.20
EXPOSE 22
`,
    `FROM alpine:3.20
EXPOSE 20-25/tcp
`,
  ],
  good: [
    `FROM alpine:3.20
EXPOSE 2222
`,
    `FROM alpine:3.20
EXPOSE 22/udp
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction } of instructions(view, 'EXPOSE')) {
      for (const word of instruction.words) {
        const text = view.file.expand(instruction, word.text).text ?? '';
        const [, first = '', last = first, protocol = 'tcp'] =
          /^(?:[^:]*:)*(\d{1,5})(?:-(\d{1,5}))?(?:\/([a-z]+))?$/i.exec(text) ?? [];
        if (first === '' || Number(first) > 22 || Number(last) < 22) continue;
        if (protocol.toLowerCase() === 'tcp')
          fail({ at: place(view, word), params: { port: text } });
      }
    }
  },
};
