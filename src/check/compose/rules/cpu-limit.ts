import { placeOf, textOf } from '../part.ts';
import { firstSet, isUnlimited, missingAt } from '../settings.ts';
import { composePage, deployPage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** A service that may use all processors. */
export const cpuLimit: ComposeRule = {
  id: 'CMP-CPU',
  aliases: { kics: ['c/cpus_not_limited'] },
  severity: 'low',
  level: 'strict',
  family: 'limits',
  title: { en: 'The processor time of the service is not limited', 'zh-CN': '服务 CPU 未受限制' },
  message: {
    en: 'Service {service} may use all processors of the host',
    'zh-CN': '服务 {service} 可占用主机全部 CPU',
  },
  why: {
    en: 'A service that runs wild, or mines coins for a stranger, starves all others.',
    'zh-CN': '失控或被用于挖矿的服务会饿死其他服务。',
  },
  advice: {
    en: 'Set "deploy.resources.limits.cpus", or "cpus".',
    'zh-CN': '设置 "deploy.resources.limits.cpus" 或 "cpus"。',
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
        reservations: {cpus: "0.1"}
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    cpus: 0.5
`,
    `services:
  web:
    image: registry.example/web:1.2
    deploy:
      resources:
        limits:
          cpus: "0.5"
`,
    `services:
  web:
    image: registry.example/web:1.2
    cpuset: "0"
`,
  ],
  check: eachService((service, answer) => {
    const part = firstSet(service, [
      ['deploy', 'resources', 'limits', 'cpus'],
      ['cpus'],
      ['cpu_quota'],
      ['cpu_count'],
      ['cpu_percent'],
    ]);
    if (part !== undefined && !isUnlimited(part)) return;
    // Processors that are named are a limit as well.
    if ((textOf(service.all.members.get('cpuset')) ?? '') !== '') return;
    const at =
      part === undefined ? missingAt(service, ['deploy', 'resources', 'limits']) : placeOf(part);
    answer.fail({ at, params: { service: service.name } });
  }),
};
