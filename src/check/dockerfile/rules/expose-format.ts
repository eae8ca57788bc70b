import { replace } from '../edits.ts';
import { buildCheckPage, dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';

/** EXPOSE with an address or a port of the host. */
export const exposeFormat: DockerfileRule = {
  id: 'DF-EXPOSE-FORMAT',
  aliases: { buildkit: ['ExposeInvalidFormat'] },
  severity: 'medium',
  title: {
    en: 'EXPOSE with an address or a port of the host',
    'zh-CN': 'EXPOSE 含有地址或主机端口',
  },
  message: {
    en: "EXPOSE '{port}' should name the port of the container alone",
    'zh-CN': 'EXPOSE“{port}”应只写容器端口',
  },
  why: {
    en: 'EXPOSE only notes ports of the container; the address and the port of the host are ignored, and whoever reads them believes otherwise.',
    'zh-CN': 'EXPOSE 只记录容器端口；其中的地址和主机端口会被忽略，却让读者误以为生效。',
  },
  advice: {
    en: 'Write the port of the container alone, and map it when the container starts.',
    'zh-CN': '只写容器端口，在启动容器时再做映射。',
  },
  references: [buildCheckPage('expose-invalid-format'), dockerfilePage('expose')],
  bad: [
    `FROM alpine:3.20
EXPOSE 127.0.0.1:80:80
`,
    `FROM alpine:3.20
EXPOSE 8080:80
`,
  ],
  good: [
    `FROM alpine:3.20
EXPOSE 80
`,
    `FROM alpine:3.20
EXPOSE 8000-8010/tcp $PORT
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction } of instructions(view, 'EXPOSE')) {
      for (const word of instruction.words) {
        const text = view.file.expand(instruction, word.text).text ?? '';
        if (!/^[^${}]*:[^:]*$/.test(text)) continue;
        const edits = [replace(view, word, text.slice(text.lastIndexOf(':') + 1))];
        fail({
          at: place(view, word),
          params: { port: word.text },
          edits: word.text === text ? edits : [],
        });
      }
    }
  },
};
