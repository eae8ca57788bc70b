import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';

/** ADD fetches an address without a checksum. */
export const addUrl: DockerfileRule = {
  id: 'DF-ADD-URL',
  aliases: { kics: ['d/curl_or_wget_instead_of_add'] },
  severity: 'low',
  title: { en: 'ADD fetches an address without a checksum', 'zh-CN': 'ADD 下载地址但没有校验和' },
  message: {
    en: 'ADD fetches "{address}" and checks nothing',
    'zh-CN': 'ADD 下载“{address}”但不做任何校验',
  },
  why: {
    en: 'Whatever the server answers on the day goes into the image; nobody notices when it is something else.',
    'zh-CN': '服务器当天返回什么就进入镜像，内容被替换也无人察觉。',
  },
  advice: {
    en: 'Add --checksum=sha256:…, or fetch it in RUN, check it, and delete it in the same step.',
    'zh-CN': '加上 --checksum=sha256:…，或在 RUN 中下载、校验并在同一步删除。',
  },
  references: [dockerfilePage('add---checksum')],
  bad: [
    `FROM alpine:3.20
ADD https://example.org/x.tar.gz /tmp/
`,
  ],
  good: [
    `FROM alpine:3.20
ADD --checksum=sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa https://example.org/x.tar.gz /tmp/
`,
    `FROM alpine:3.20
ADD x.tar.gz /tmp/
`,
    `FROM alpine:3.20
COPY https /x
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction } of instructions(view, 'ADD')) {
      if (instruction.flags.some(({ name }) => name === 'checksum')) continue;
      const source = instruction.words.slice(0, -1).find(({ text }) => /^https?:\/\//.test(text));
      if (source !== undefined)
        fail({ at: place(view, instruction), params: { address: source.text } });
    }
  },
};
