import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';

/** EXPOSE names a port that does not exist. */
export const portRange: DockerfileRule = {
  id: 'DF-PORT-RANGE',
  aliases: {
    hadolint: ['DL3011'],
    trivy: ['DS-0008'],
    kics: ['d/unix_ports_out_of_range'],
  },
  severity: 'high',
  title: { en: 'EXPOSE names a port that does not exist', 'zh-CN': 'EXPOSE 的端口不存在' },
  message: { en: 'EXPOSE {port}: ports end at 65535', 'zh-CN': 'EXPOSE {port}：端口最大为 65535' },
  why: {
    en: 'Ports end at 65535: builders refuse the file, or nothing is exposed.',
    'zh-CN': '端口最大为 65535：构建器会拒绝该文件，或不会暴露任何端口。',
  },
  advice: { en: 'Correct the number.', 'zh-CN': '更正端口号。' },
  references: [dockerfilePage('expose'), 'https://www.rfc-editor.org/rfc/rfc6335'],
  bad: [
    `FROM alpine:3.20
EXPOSE 65536
`,
    `FROM alpine:3.20
EXPOSE 80 70000/tcp
`,
  ],
  good: [
    `FROM alpine:3.20
EXPOSE 65535
`,
    `FROM alpine:3.20
EXPOSE $PORT
`,
    `FROM alpine:3.20
EXPOSE 8000-9000
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction } of instructions(view, 'EXPOSE')) {
      for (const word of instruction.words) {
        const text = view.file.expand(instruction, word.text).text ?? '';
        const ports = [...text.replace(/\/[a-z]*$/i, '').matchAll(/\d+/g)].map(([port]) =>
          Number(port),
        );
        if (
          !/^[\d:.-]+(?:\/[a-z]+)?$/i.test(text) ||
          text.includes(':') ||
          !ports.some((port) => port > 65_535)
        )
          continue;
        fail({ at: place(view, word), params: { port: text } });
      }
    }
  },
};
