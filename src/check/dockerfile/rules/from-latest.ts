import { imageOf } from '../images.ts';
import { practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** The base image has the tag latest. */
export const fromLatest: DockerfileRule = {
  id: 'DF-FROM-LATEST',
  aliases: {
    hadolint: ['DL3007'],
    trivy: ['DS-0001'],
    kics: ['d/image_version_using_latest'],
    checkov: ['CKV_DOCKER_7'],
    dockle: ['DKL-DI-0006'],
  },
  severity: 'medium',
  family: 'image-tag',
  title: { en: 'The base image has the tag latest', 'zh-CN': '基础镜像使用 latest 标签' },
  message: { en: '"{image}" moves with every release', 'zh-CN': '“{image}”会随每次发布而变动' },
  why: {
    en: 'The tag moves: tomorrow the same file builds another image, and nobody can tell which one was checked.',
    'zh-CN': '该标签会变动：同一文件明天构建出不同镜像，无法确定检查的是哪一个。',
  },
  advice: {
    en: 'Name a version, and a digest where the build must be repeatable.',
    'zh-CN': '写明版本；需要可重复构建时再加摘要。',
  },
  references: [practicesPage('pin-base-image-versions')],
  bad: [
    `FROM alpine:latest
`,
    `ARG TAG=latest
FROM alpine:$TAG
`,
  ],
  good: [
    `FROM alpine:3.20
`,
    `FROM alpine:latest@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
`,
    `FROM scratch
`,
  ],
  check: (view, { fail }) => {
    for (const { from, base } of view.file.stages) {
      if (from === undefined || base.kind !== 'image' || base.reference === undefined) continue;
      const image = imageOf(base.reference);
      if (image?.written !== 'latest' || image.digest !== undefined) continue;
      fail({ at: place(view, from), params: { image: base.reference } });
    }
  },
};
