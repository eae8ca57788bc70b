import type { CheckRule } from '../../contract.ts';
import { configFault } from '../fault.ts';
import { objectOf, textsOf } from '../../../formats/json-values.ts';
import type { ImageView } from '../view.ts';

/** An image that does not say how to see that it works. */
export const imageHealthcheck: CheckRule<ImageView> = {
  id: 'IMG-HEALTHCHECK',
  aliases: { dockle: ['CIS-DI-0006'], 'docker-bench': ['4.6'] },
  severity: 'low',
  family: 'healthcheck',
  title: { en: 'Image has no HEALTHCHECK', 'zh-CN': '镜像没有 HEALTHCHECK' },
  why: { en: 'A program that hangs counts as running.', 'zh-CN': '卡死的程序仍被视为正在运行。' },
  advice: {
    en: 'Add HEALTHCHECK to the Dockerfile.',
    'zh-CN': '在 Dockerfile 中添加 HEALTHCHECK。',
  },
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  bad: ['{"Config": {}}', '{"Config": {"Healthcheck": {"Test": ["NONE"]}}}'],
  good: [
    '{"Config": {"Healthcheck": {"Test": ["CMD-SHELL", "true"]}}}',
    '{"Config": {"Healthcheck": {"Test": ["CMD", "/ok"]}}}',
  ],
  check: (view, answer) => {
    const test = textsOf(objectOf(view.config['Healthcheck'])['Test']);
    if (test.length > 0 && test[0] !== 'NONE')
      return answer.passed({ en: 'a check is set', 'zh-CN': '已设置健康检查' });
    answer.fail(
      configFault(view, '/Config/Healthcheck', {
        observed: test[0] === 'NONE' ? 'switched off' : 'none',
        wanted: { en: 'a check', 'zh-CN': '健康检查' },
      }),
    );
  },
};
