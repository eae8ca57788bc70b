import { shellWord } from '../../../formats/shell-quoting.ts';
import { imageOf } from '../images.ts';
import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** The part of the check that needs no registry: images whose name tells their architecture. */
export const fromPlatformMismatch: DockerfileRule = {
  id: 'DF-FROM-PLATFORM-MISMATCH',
  aliases: { buildkit: ['InvalidBaseImagePlatform'] },
  severity: 'medium',
  title: {
    en: 'The name of the base image tells another platform than the flag',
    'zh-CN': '基础镜像名称所示平台与 --platform 不符',
  },
  message: {
    en: 'Base image "{image}" is for {found}, the flag asks for {wanted}',
    'zh-CN': '基础镜像“{image}”面向 {found}，而参数要求 {wanted}',
  },
  why: {
    en: 'The builder pulls an image whose programs the target cannot run, or runs them under emulation.',
    'zh-CN': '构建器会拉取目标平台无法运行的镜像，或在模拟器下运行。',
  },
  advice: {
    en: 'Name the image without its architecture, and let --platform choose.',
    'zh-CN': '使用不含架构的镜像名，由 --platform 选择。',
  },
  references: [buildCheckPage('invalid-base-image-platform')],
  bad: [
    `FROM --platform=linux/arm64 amd64/alpine:3.20
`,
  ],
  good: [
    `FROM --platform=linux/arm64 arm64v8/alpine:3.20
`,
    `FROM --platform=linux/arm64 alpine:3.20
`,
    `FROM amd64/alpine:3.20
`,
    `FROM --platform=linux/arm64 registry.example/team/app:1
`,
  ],
  check: (view, { fail, needsHuman }) => {
    const unknown = new Set<string>();
    for (const { from, base, image, platformExpansion } of view.file.stages) {
      const wanted = platformExpansion?.text?.split('/')[1]?.toLowerCase();
      if (from === undefined || image === undefined || wanted === undefined) continue;
      if (base.kind !== 'image' || base.reference === undefined) continue;
      const namespace = /(?:^|\/)([a-z0-9]+)\/[^/]+$/.exec(base.reference)?.[1];
      const found = namespaces.get(namespace ?? '');
      if (found === undefined) {
        // Official images are there for every platform people ask for; others only a registry knows.
        const { registry, repository } = imageOf(base.reference) ?? {};
        const official = registry === 'docker.io' && repository?.startsWith('library/') === true;
        if (!official && !/[$\s]/.test(platformExpansion?.text ?? '$'))
          unknown.add(`${shellWord(base.reference)} for ${platformExpansion?.text ?? ''}`);
        continue;
      }
      if (found === wanted) continue;
      fail({ at: place(view, image), params: { image: base.reference, found, wanted } });
    }
    if (unknown.size > 0)
      needsHuman({
        en: `only a registry knows: docker buildx imagetools inspect, and look for the platform: ${[...unknown].slice(0, 10).join(', ')}`,
        'zh-CN': `只有镜像仓库知道：请用 docker buildx imagetools inspect 查看平台：${[...unknown].slice(0, 10).join('、')}`,
      });
  },
};

/** Namespaces in which official images of one architecture are published. */
const namespaces: ReadonlyMap<string, string> = new Map([
  ['amd64', 'amd64'],
  ['i386', '386'],
  ['arm32v5', 'arm'],
  ['arm32v6', 'arm'],
  ['arm32v7', 'arm'],
  ['arm64v8', 'arm64'],
  ['mips64le', 'mips64le'],
  ['ppc64le', 'ppc64le'],
  ['riscv64', 'riscv64'],
  ['s390x', 's390x'],
]);
