import { member, placeOf } from '../part.ts';
import { firstSet, isUnlimited, missingAt, setEdits } from '../settings.ts';
import { composePage, deployPage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** A service that may start any number of processes. */
const enough = 512;

export const processLimit: ComposeRule = {
  id: 'CMP-PIDS',
  aliases: { kics: ['c/pids_limit_not_set'] },
  severity: 'medium',
  level: 'strict',
  family: 'limits',
  title: { en: 'The number of processes is not limited', 'zh-CN': '进程数未受限制' },
  message: {
    en: 'Service {service} may start any number of processes',
    'zh-CN': '服务 {service} 可启动任意数量的进程',
  },
  why: {
    en: 'A fork bomb in one container takes all process ids of the host.',
    'zh-CN': '一个容器里的 fork 炸弹会耗尽主机的进程号。',
  },
  advice: {
    en: 'Set "pids_limit" or "deploy.resources.limits.pids", 200 for most services.',
    'zh-CN': '设置 "pids_limit" 或 "deploy.resources.limits.pids"，多数服务 200 即可。',
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
    pids_limit: -1
`,
    `services:
  web:
    image: registry.example/web:1.2
    pids_limit: 0
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    pids_limit: 100
`,
    `services:
  web:
    image: registry.example/web:1.2
    deploy:
      resources:
        limits:
          pids: 100
`,
  ],
  check: eachService((service, answer) => {
    const part = firstSet(service, [['deploy', 'resources', 'limits', 'pids'], ['pids_limit']]);
    if (part !== undefined && !isUnlimited(part)) return;
    const at =
      part === undefined ? missingAt(service, ['deploy', 'resources', 'limits']) : placeOf(part);
    // Compose refuses two limits that differ: the one that is written is changed.
    const limits = member(service.all, 'deploy', 'resources', 'limits', 'pids');
    const way = limits === undefined ? ['pids_limit'] : ['deploy', 'resources', 'limits', 'pids'];
    const edits = setEdits(service, way, enough);
    answer.fail({ at, params: { service: service.name }, ...edits, review: true });
  }),
};
