import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** FROM fixes the platform to a constant. */
export const fromPlatform: DockerfileRule = {
  id: 'DF-FROM-PLATFORM',
  aliases: {
    hadolint: ['DL3029'],
    kics: ['d/using_platform_with_from'],
    buildkit: ['FromPlatformFlagConstDisallowed'],
  },
  severity: 'low',
  title: { en: 'FROM fixes the platform to a constant', 'zh-CN': 'FROM 将平台固定为常量' },
  message: {
    en: 'FROM fixes the platform to "{platform}"',
    'zh-CN': 'FROM 将平台固定为“{platform}”',
  },
  why: {
    en: 'The stage is always built for that platform, whatever --platform asks for: an image for several platforms silently holds programs of the wrong one.',
    'zh-CN':
      '无论 --platform 要求什么，该阶段始终针对固定平台构建；多平台镜像会悄悄包含错误架构的程序。',
  },
  advice: {
    en: 'Remove the flag, or write --platform=$BUILDPLATFORM for a stage that runs on the machine that builds. A stage whose name or image tells the platform is meant so.',
    'zh-CN': '删除该参数；若阶段在构建机上运行，写 --platform=$BUILDPLATFORM。',
  },
  references: [
    buildCheckPage('from-platform-flag-const-disallowed'),
    'https://docs.docker.com/build/building/multi-platform/',
  ],
  bad: [
    `FROM --platform=linux/amd64 alpine:3.20
`,
  ],
  good: [
    `FROM --platform=$BUILDPLATFORM alpine:3.20
`,
    `FROM alpine:3.20
`,
    `FROM --platform=linux/arm64 alpine:3.20 AS build-arm64
`,
  ],
  check: (view, { fail }) => {
    for (const { from, name } of view.file.stages) {
      const flag = from?.flags.find((one) => one.name === 'platform');
      if (flag?.value === undefined || flag.value.includes('$')) continue;
      // A stage named for its platform is one of several to choose from.
      const parts = flag.value.toLowerCase().split('/', 2);
      if (name !== undefined && parts.some((part) => part !== '' && name.includes(part))) continue;
      fail({ at: place(view, flag), params: { platform: flag.value } });
    }
  },
};
