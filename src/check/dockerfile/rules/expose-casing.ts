import { replace } from '../edits.ts';
import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';

/** The protocol of EXPOSE is not in small letters. */
export const exposeCasing: DockerfileRule = {
  id: 'DF-EXPOSE-CASING',
  aliases: { buildkit: ['ExposeProtoCasing'] },
  severity: 'low',
  level: 'strict',
  title: {
    en: 'The protocol of EXPOSE is not in small letters',
    'zh-CN': 'EXPOSE 的协议未使用小写',
  },
  message: {
    en: "The protocol '{protocol}' of EXPOSE '{port}' should be in small letters",
    'zh-CN': 'EXPOSE“{port}”的协议“{protocol}”应使用小写',
  },
  why: {
    en: 'Other tools compare the protocol as it stands in the image, and do not know "TCP".',
    'zh-CN': '其他工具按镜像中的原文比较协议，不认识“TCP”。',
  },
  advice: { en: 'Write tcp, udp or sctp.', 'zh-CN': '写成 tcp、udp 或 sctp。' },
  references: [buildCheckPage('expose-proto-casing')],
  bad: [
    `FROM alpine:3.20
EXPOSE 80/TcP
`,
  ],
  good: [
    `FROM alpine:3.20
EXPOSE 80/tcp 53/udp
`,
    `FROM alpine:3.20
EXPOSE 80
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction } of instructions(view, 'EXPOSE')) {
      for (const word of instruction.words) {
        const [, protocol] = /\/([a-z]+)$/i.exec(word.text) ?? [];
        if (protocol === undefined || protocol === protocol.toLowerCase()) continue;
        const edits = [
          replace(view, word, word.text.slice(0, -protocol.length) + protocol.toLowerCase()),
        ];
        fail({ at: place(view, word), params: { protocol, port: word.text }, edits });
      }
    }
  },
};
