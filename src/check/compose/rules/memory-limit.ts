import { placeOf } from '../part.ts';
import { firstSet, isUnlimited, missingAt } from '../settings.ts';
import { composePage, deployPage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** A service that may use all memory. */
export const memoryLimit: ComposeRule = {
  id: 'CMP-MEM',
  aliases: { kics: ['c/memory_not_limited'] },
  severity: 'medium',
  level: 'strict',
  family: 'limits',
  title: { en: 'The memory of the service is not limited', 'zh-CN': '服务内存未受限制' },
  message: {
    en: 'Service {service} may use all memory of the host',
    'zh-CN': '服务 {service} 可用尽主机内存',
  },
  why: {
    en: 'One leak or one flood of requests makes the kernel kill other services, or the daemon itself.',
    'zh-CN': '一次内存泄漏或请求洪峰就会让内核杀死其他服务乃至守护进程。',
  },
  advice: {
    en: 'Set "deploy.resources.limits.memory", or "mem_limit".',
    'zh-CN': '设置 "deploy.resources.limits.memory" 或 "mem_limit"。',
  },
  references: [deployPage, composePage],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
`,
    `services:
  web:
    image: registry.example/web:1.2
    deploy:
      resources:
        reservations: {memory: 64M}
`,
    `services:
  web:
    image: registry.example/web:1.2
    mem_limit: 0
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    mem_limit: 256m
`,
    `services:
  web:
    image: registry.example/web:1.2
    deploy:
      resources:
        limits:
          memory: 256M
`,
  ],
  check: eachService((service, answer) => {
    const part = firstSet(service, [['deploy', 'resources', 'limits', 'memory'], ['mem_limit']]);
    if (part !== undefined && !isUnlimited(part)) return;
    const at =
      part === undefined ? missingAt(service, ['deploy', 'resources', 'limits']) : placeOf(part);
    answer.fail({ at, params: { service: service.name } });
  }),
};
