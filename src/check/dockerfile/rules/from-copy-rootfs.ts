import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';

/** The whole file system of another stage is copied. */
export const fromCopyRootfs: DockerfileRule = {
  id: 'DF-FROM-COPY-ROOTFS',
  aliases: { hadolint: ['DL3067'] },
  severity: 'low',
  title: {
    en: 'The whole file system of another stage is copied',
    'zh-CN': '复制了另一阶段的整个文件系统',
  },
  message: {
    en: 'The whole file system of "{stage}" is copied',
    'zh-CN': '复制了“{stage}”的整个文件系统',
  },
  why: {
    en: 'Everything comes along that the stages were parted for: build tools, caches, credentials.',
    'zh-CN': '本应通过分阶段隔离的构建工具、缓存、凭据都会被带入。',
  },
  advice: {
    en: 'Copy the paths that are needed, or use FROM with that stage.',
    'zh-CN': '只复制需要的路径，或直接以该阶段为 FROM。',
  },
  references: [dockerfilePage('copy---from')],
  bad: [
    `FROM alpine:3.20 AS build
FROM debian:12
COPY --from=build / /
`,
  ],
  good: [
    `FROM alpine:3.20 AS build
FROM debian:12
COPY --from=build /app /
`,
    `FROM alpine:3.20 AS build
FROM scratch
COPY --from=build / /
`,
    `FROM alpine:3.20
COPY / /
`,
  ],
  check: (view, { fail }) => {
    for (const { stage, instruction } of instructions(view, 'COPY')) {
      const from = instruction.flags.find(({ name }) => name === 'from');
      const [source, destination, more] = instruction.words;
      // Into an empty image it is how layers are squashed.
      if (from === undefined || more !== undefined || stage.base.kind === 'scratch') continue;
      if (source?.text !== '/' || destination?.text !== '/') continue;
      fail({ at: place(view, instruction), params: { stage: from.value ?? '' } });
    }
  },
};
