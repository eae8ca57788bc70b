import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place, valueOf } from '../view.ts';

/** COPY to a relative path without WORKDIR. */
export const copyRelWorkdir: DockerfileRule = {
  id: 'DF-COPY-REL-WORKDIR',
  aliases: { hadolint: ['DL3045'] },
  severity: 'medium',
  title: {
    en: 'COPY to a relative path without WORKDIR',
    'zh-CN': '没有 WORKDIR 却复制到相对路径',
  },
  message: {
    en: 'COPY to "{destination}" without a WORKDIR: the base image decides where it lands',
    'zh-CN': '复制到“{destination}”却没有 WORKDIR：落点由基础镜像决定',
  },
  why: {
    en: 'Where the files land depends on what the base image sets, and changes with it.',
    'zh-CN': '文件落点取决于基础镜像的设置，并随其变化。',
  },
  advice: {
    en: 'Set WORKDIR before, or write the whole path.',
    'zh-CN': '先设置 WORKDIR，或写完整路径。',
  },
  references: [dockerfilePage('workdir')],
  bad: [
    `FROM alpine:3.20
COPY a b
`,
  ],
  good: [
    `FROM alpine:3.20
WORKDIR /x
COPY a b
`,
    `FROM alpine:3.20
COPY a /b
`,
    `FROM alpine:3.20
COPY a $B
`,
    `FROM alpine:3.20 AS x
WORKDIR /x
FROM x
COPY a b
`,
  ],
  check: (view, { fail }) => {
    for (const stage of view.file.stages) {
      let set =
        stage.base.kind === 'stage' && view.file.last(stage.base.stage, 'WORKDIR') !== undefined;
      for (const one of stage.instructions) {
        if (one.keyword === 'WORKDIR') set = true;
        const destination = one.words.at(-1);
        if (one.keyword !== 'COPY' || set || destination === undefined || one.words.length < 2)
          continue;
        const text = valueOf(view, one, destination.text) ?? '/';
        if (/^(?:[/\\$]|[A-Za-z]:)/.test(text)) continue;
        fail({ at: place(view, one), params: { destination: text } });
      }
    }
  },
};
