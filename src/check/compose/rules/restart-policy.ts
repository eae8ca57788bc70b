import { keyPlaceOf, member, placeOf, textOf, unresolvedIn } from '../part.ts';
import { unknownValue } from '../settings.ts';
import { composePage, deployPage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** A service that is restarted without end. */
export const restartPolicy: ComposeRule = {
  id: 'CMP-RESTART',
  aliases: {
    kics: ['c/restart_policy_on_failure_not_set_to_5'],
  },
  severity: 'low',
  level: 'strict',
  family: 'restart',
  title: { en: 'The service is restarted without end', 'zh-CN': '服务会被无限次重启' },
  message: {
    en: 'Service {service} is restarted without end, or more than 5 times ({value})',
    'zh-CN': '服务 {service} 会被无限重启或超过 5 次（{value}）',
  },
  why: {
    en: 'A service that fails at once is started over and over: it floods logs and processors, and hides that it fails.',
    'zh-CN': '一启动就失败的服务会被反复拉起：占满日志与 CPU，还掩盖了故障。',
  },
  advice: {
    en: 'Write "restart: on-failure:5", or "max_attempts: 5" in "deploy.restart_policy".',
    'zh-CN': '写 "restart: on-failure:5"，或在 "deploy.restart_policy" 中写 "max_attempts: 5"。',
  },
  references: [composePage, deployPage],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    restart: always
`,
    `services:
  web:
    image: registry.example/web:1.2
    restart: on-failure:10
`,
    `services:
  web:
    image: registry.example/web:1.2
    deploy:
      restart_policy:
        condition: any
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
`,
    `services:
  web:
    image: registry.example/web:1.2
    restart: "no"
`,
    `services:
  web:
    image: registry.example/web:1.2
    restart: on-failure:5
`,
    `services:
  web:
    image: registry.example/web:1.2
    deploy:
      restart_policy:
        condition: on-failure
        max_attempts: 5
`,
  ],
  check: eachService((service, answer) => {
    const restart = service.all.members.get('restart');
    const value = textOf(restart) ?? 'no';
    const times = /^on-failure:(\d+)$/.exec(value)?.[1];
    const endless =
      value !== 'no' && value !== 'false' && (times === undefined || Number(times) > 5);
    if (restart !== undefined && unresolvedIn(restart).length > 0) {
      answer.couldNotRead(unknownValue('restart', restart));
    } else if (restart !== undefined && endless) {
      answer.fail({ at: placeOf(restart), params: { service: service.name, value } });
    }
    const policy = member(service.all, 'deploy', 'restart_policy');
    if (policy?.kind !== 'mapping' || textOf(member(policy, 'condition')) === 'none') return;
    const most = member(policy, 'max_attempts');
    if (most !== undefined && Number(textOf(most)) <= 5) return;
    const shown = most === undefined ? 'max_attempts' : `max_attempts: ${textOf(most) ?? ''}`;
    answer.fail({
      at: most === undefined ? keyPlaceOf(policy) : placeOf(most),
      params: { service: service.name, value: shown },
    });
  }),
};
