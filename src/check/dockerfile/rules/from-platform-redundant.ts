import { replace } from '../edits.ts';
import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** --platform=$TARGETPLATFORM in FROM is what happens anyway. */
export const fromPlatformRedundant: DockerfileRule = {
  id: 'DF-FROM-PLATFORM-REDUNDANT',
  aliases: { hadolint: ['DL3065'], buildkit: ['RedundantTargetPlatform'] },
  severity: 'low',
  level: 'strict',
  title: {
    en: '--platform=$TARGETPLATFORM in FROM is what happens anyway',
    'zh-CN': 'FROM 中的 --platform=$TARGETPLATFORM 是多余的',
  },
  message: {
    en: 'Setting the platform to {variable} in FROM changes nothing',
    'zh-CN': '在 FROM 中把平台设为 {variable} 没有任何作用',
  },
  why: {
    en: 'Noise that hides the stages whose platform really differs.',
    'zh-CN': '这种写法会掩盖真正指定了不同平台的阶段。',
  },
  advice: { en: 'Remove the flag.', 'zh-CN': '删除该参数。' },
  references: [buildCheckPage('redundant-target-platform')],
  bad: [
    `FROM --platform=$TARGETPLATFORM alpine:3.20
`,
  ],
  good: [
    `FROM --platform=$BUILDPLATFORM alpine:3.20
`,
    `FROM alpine:3.20
`,
  ],
  check: (view, { fail }) => {
    for (const { from } of view.file.stages) {
      const flag = from?.flags.find((one) => one.name === 'platform');
      if (flag === undefined || !/^\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(flag.value ?? ''))
        continue;
      const edits = [replace(view, { start: flag.start - 1, end: flag.end }, '')];
      fail({ at: place(view, flag), params: { variable: '$TARGETPLATFORM' }, edits });
    }
  },
};
