import { isNull, isTrue, itemsOf, member, placeOf, textOf } from '../part.ts';
import { missingAt } from '../settings.ts';
import { composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** A service nobody asks whether it works. */
export const healthcheck: ComposeRule = {
  id: 'CMP-HEALTH',
  aliases: { kics: ['c/healthcheck_not_set'] },
  severity: 'low',
  level: 'strict',
  family: 'healthcheck',
  title: { en: 'There is no health check, or it is switched off', 'zh-CN': '没有健康检查或已关闭' },
  message: { en: 'Service {service} has no health check', 'zh-CN': '服务 {service} 没有健康检查' },
  why: {
    en: 'A service that hangs stays in use, and what depends on it starts too early. An image may have a check of its own, which the file does not show.',
    'zh-CN': '卡死的服务仍会被使用，依赖它的服务也会过早启动。镜像可能自带检查，但文件中看不到。',
  },
  advice: {
    en: 'Add "healthcheck" with a test that the service answers.',
    'zh-CN': '加入 "healthcheck"，用服务会应答的命令检测。',
  },
  references: [composePage],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
`,
    `services:
  web:
    image: registry.example/web:1.2
    healthcheck: {disable: true}
`,
    `services:
  web:
    image: registry.example/web:1.2
    healthcheck:
      test: ["NONE"]
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    healthcheck:
      test: ["CMD", "true"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    healthcheck:
      test: curl -f http://localhost
`,
    `services:
  web:
    image: registry.example/web:1.2
    healthcheck:
      interval: 30s
`,
    {
      files: {
        'compose.yaml': 'services:\n  web: {build: .}\n',
        Dockerfile: 'FROM alpine:3.20\nHEALTHCHECK CMD true\n',
      },
    },
  ],
  check: eachService((service, answer, { beside }) => {
    const check = service.all.members.get('healthcheck');
    const test = member(check, 'test');
    const disabled = member(check, 'disable');
    const params = { service: service.name };
    const { built } = beside ?? {};
    const own = built?.file.last(built.stage, 'HEALTHCHECK');
    if (isNull(check) && own !== undefined && own.verb?.text.toUpperCase() !== 'NONE') {
      answer.passed({
        en: `${service.name}: HEALTHCHECK in line ${own.startLine} of ${built?.path ?? ''}`,
        'zh-CN': `${service.name}：HEALTHCHECK 位于 ${built?.path ?? ''} 第 ${own.startLine} 行`,
      });
    } else if (isNull(check)) answer.fail({ at: missingAt(service, ['healthcheck']), params });
    else if (disabled !== undefined && isTrue(disabled))
      answer.fail({ at: placeOf(disabled), params });
    else if (test !== undefined && textOf(itemsOf(test)[0]) === 'NONE')
      answer.fail({ at: placeOf(test), params });
  }),
};
