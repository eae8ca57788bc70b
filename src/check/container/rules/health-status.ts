import { asIs } from '../../words.ts';
import type { CheckRule } from '../../contract.ts';
import { settingFault, runAgain } from '../fault.ts';
import { objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { ContainerView } from '../view.ts';

/** Neither the image nor the container says how to see that it works. */
export const healthStatus: CheckRule<ContainerView> = {
  id: 'CTR-HEALTH',
  aliases: { 'docker-bench': ['5.27'] },
  severity: 'low',
  family: 'healthcheck',
  title: { en: 'No health check', 'zh-CN': '没有健康检查' },
  why: {
    en: 'Without a check a program that hangs counts as running.',
    'zh-CN': '没有检查时，卡死的程序仍被视为正在运行。',
  },
  advice: {
    en: 'Give the image a HEALTHCHECK, or start with --health-cmd.',
    'zh-CN': '在镜像中设置 HEALTHCHECK，或使用 --health-cmd 启动。',
  },
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  bad: [
    '{"Name": "/web", "HostConfig": {}, "Config": {}}',
    '{"Name": "/web", "HostConfig": {}, "Config": {"Healthcheck": {"Test": ["NONE"]}}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {}, "Config": {"Healthcheck": {"Test": ["CMD", "/ok"]}}}',
    '{"Name": "/web", "HostConfig": {}, "State": {"Health": {"Status": "healthy"}}}',
  ],
  check: (view, answer) => {
    const test = textsOf(objectOf(view.config['Healthcheck'])['Test']);
    const status = textOf(objectOf(objectOf(view.inspect['State'])['Health'])['Status']);
    if ((test.length > 0 && test[0] !== 'NONE') || (status !== undefined && status !== 'none'))
      return answer.passed(
        status === undefined ? { en: 'a check is set', 'zh-CN': '已设置健康检查' } : asIs(status),
      );
    answer.fail(
      settingFault(view, {
        pointer: '/Config/Healthcheck',
        observed: test[0] === 'NONE' ? 'switched off' : 'none',
        wanted: { en: 'a check', 'zh-CN': '健康检查' },
        command: runAgain(view, "--health-cmd 'CHECK'"),
      }),
    );
  },
};
