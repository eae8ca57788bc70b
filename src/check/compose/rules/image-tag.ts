import { placeOf, textOf, unresolvedIn } from '../part.ts';
import { unknownValue } from '../settings.ts';
import { composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** An image that may be another one tomorrow. */
export const imageTag: ComposeRule = {
  id: 'CMP-IMAGE-LATEST',
  aliases: {},
  severity: 'medium',
  family: 'image-tag',
  title: { en: 'The image has no tag, or the tag latest', 'zh-CN': '镜像没有标签或标签为 latest' },
  message: {
    en: 'Service {service} runs {image}, which may be another image tomorrow',
    'zh-CN': '服务 {service} 运行 {image}，明天可能已是另一个镜像',
  },
  why: {
    en: 'What was tested is not what runs after the next pull, and nobody can say which version a machine has.',
    'zh-CN': '测试过的镜像与下次拉取后运行的可能不同，也无法说清机器上是哪个版本。',
  },
  advice: {
    en: 'Name a version, and its digest where it has to be the same everywhere: "nginx:1.29.3@sha256:…".',
    'zh-CN': '写明版本；需处处一致时再加摘要：“nginx:1.29.3@sha256:…”。',
  },
  references: [composePage],
  bad: [
    `services:
  web:
    image: nginx
`,
    `services:
  web:
    image: registry.example:5000/web:latest
`,
    `services:
  web:
    image: "nginx:\${TAG:-latest}"
`,
  ],
  good: [
    `services:
  web:
    image: nginx:1.29.3
`,
    `services:
  web:
    image: registry.example:5000/web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
`,
    `services:
  web:
    build: .
    image: web
`,
    `services:
  web:
    image: "nginx:\${TAG:?set it}"
`,
  ],
  check: eachService((service, answer) => {
    const part = service.all.members.get('image');
    const image = textOf(part);
    if (part === undefined || image === undefined) {
      answer.notApplicable({
        en: 'the service is built, or extends another one',
        'zh-CN': '该服务由构建得到，或扩展自另一服务',
      });
      return;
    }
    // What is built here has the name for others; it is not pulled.
    if (service.build !== undefined || image.includes('@')) return;
    if (unresolvedIn(part).length > 0) {
      answer.couldNotRead(unknownValue('image', part));
      return;
    }
    const tag = /:([^/:]+)$/.exec(image)?.[1];
    if (tag === undefined || tag === 'latest')
      answer.fail({ at: placeOf(part), params: { service: service.name, image } });
  }),
};
