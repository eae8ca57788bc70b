import { imageOf } from '../images.ts';
import { practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** The base image has no tag. */
export const fromUntagged: DockerfileRule = {
  id: 'DF-FROM-UNTAGGED',
  aliases: {
    hadolint: ['DL3006'],
    trivy: ['DS-0001'],
    kics: ['d/image_version_not_explicit'],
  },
  severity: 'medium',
  family: 'image-tag',
  title: { en: 'The base image has no tag', 'zh-CN': '基础镜像没有标签' },
  message: {
    en: '"{image}" has no tag, so that the newest is taken',
    'zh-CN': '“{image}”没有标签，会取最新版本',
  },
  why: {
    en: 'Without a tag the newest image is taken: tomorrow the same file builds another one.',
    'zh-CN': '没有标签就会取最新镜像：同一文件明天构建出不同镜像。',
  },
  advice: {
    en: 'Name a version, and a digest where the build must be repeatable.',
    'zh-CN': '写明版本；需要可重复构建时再加摘要。',
  },
  references: [practicesPage('pin-base-image-versions')],
  bad: [
    `FROM alpine
`,
    `FROM registry.example:5000/app AS app
`,
  ],
  good: [
    `FROM alpine:3.20
`,
    `FROM alpine@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
`,
    `FROM alpine:3.20 AS base
FROM base
`,
    `ARG IMAGE
FROM $IMAGE
`,
  ],
  check: (view, { fail }) => {
    for (const { from, base } of view.file.stages) {
      if (from === undefined || base.kind !== 'image' || base.reference === undefined) continue;
      const image = imageOf(base.reference);
      if (image === undefined || image.written !== undefined || image.digest !== undefined)
        continue;
      fail({ at: place(view, from), params: { image: base.reference } });
    }
  },
};
