import { imageOf } from '../images.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** The base image comes from a registry that is not allowed. */
export const fromRegistry: DockerfileRule = {
  id: 'DF-FROM-REGISTRY',
  aliases: {
    hadolint: ['DL3026'],
    'docker-bench': ['4.2'],
    kyverno: ['allowed-base-images', 'require-base-image'],
  },
  severity: 'high',
  level: 'optional',
  family: 'trusted-registry',
  title: {
    en: 'The base image comes from a registry that is not allowed',
    'zh-CN': '基础镜像来自不允许的仓库',
  },
  message: {
    en: '"{image}" comes from {registry}, which is not on the list of allowed registries',
    'zh-CN': '“{image}”来自 {registry}，不在允许的仓库列表中',
  },
  why: {
    en: 'Whoever runs that registry decides what runs in the container.',
    'zh-CN': '该仓库的运营者决定容器里运行什么。',
  },
  advice: {
    en: 'Take the image from a registry on the list, or add the registry after a look at it.',
    'zh-CN': '改用允许列表中的仓库，或在审核后加入列表。',
  },
  references: [
    'https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image',
  ],
  options: {
    registries: [
      'docker.io',
      'quay.io',
      'ghcr.io',
      'gcr.io',
      'registry.k8s.io',
      'mcr.microsoft.com',
      'public.ecr.aws',
      'registry.access.redhat.com',
      'registry.redhat.io',
      'cgr.dev',
      '*.pkg.dev',
      'localhost',
    ],
  },
  bad: [
    `FROM evil.example.org/app:1
`,
  ],
  good: [
    `FROM alpine:3.20
`,
    `FROM scratch
`,
    `ARG IMAGE
FROM $IMAGE
`,
  ],
  check: (view, { fail, option }) => {
    const allowed = option('registries');
    if (!Array.isArray(allowed)) return;
    for (const { from, base } of view.file.stages) {
      if (from === undefined || base.kind !== 'image' || base.reference === undefined) continue;
      const image = imageOf(base.reference);
      if (image === undefined || allowed.some((one) => allows(String(one), image.registry)))
        continue;
      const params = { image: base.reference, registry: image.registry };
      fail({ at: place(view, from), params });
    }
  },
};

/** `*.example.org` allows the hosts below it; a port is of no matter. */
function allows(pattern: string, registry: string): boolean {
  const host = registry.replace(/:\d+$/, '');
  if (pattern === '*' || pattern === registry || pattern === host) return true;
  return pattern.startsWith('*.') && host.endsWith(pattern.slice(1));
}
