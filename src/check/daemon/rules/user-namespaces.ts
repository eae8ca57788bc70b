import { asIs } from '../../words.ts';
import type { CheckRule } from '../../contract.ts';
import { judgeSetting } from '../settings.ts';
import { valueOf } from '../../fact.ts';
import { objectOf, textsOf } from '../../../formats/json-values.ts';
import type { DaemonView } from '../view.ts';

/** Root of containers is root of the host. */
export const userNamespaces: CheckRule<DaemonView> = {
  id: 'DMN-USERNS',
  aliases: { 'docker-bench': ['2.9'] },
  severity: 'medium',
  family: 'userns',
  title: { en: 'User namespaces not used', 'zh-CN': '未使用用户命名空间' },
  why: {
    en: 'Without a mapping uid 0 of a container is uid 0 of the host, for files as for the kernel.',
    'zh-CN': '未做映射时，容器的 uid 0 就是主机的 uid 0，对文件与内核都是如此。',
  },
  advice: {
    en: 'Set "userns-remap": "default", or run the daemon rootless.',
    'zh-CN': '设置 "userns-remap": "default",或使用 rootless 模式。',
  },
  references: ['https://docs.docker.com/engine/security/userns-remap/'],
  bad: [
    '{}',
    '{"info": {"value": {"SecurityOptions": ["name=seccomp"]}}, "commandLine": {"value": ["dockerd"]}, "file": {"absent": true}}',
  ],
  good: [
    '{"userns-remap": "default"}',
    '{"info": {"value": {"SecurityOptions": ["name=userns"]}}}',
    '{"info": {"value": {"SecurityOptions": ["name=rootless"]}}}',
  ],
  check: (view, answer) => {
    const options = textsOf(objectOf(valueOf(view.info))['SecurityOptions']);
    if (options.some((one) => one.split(',').includes('name=rootless')))
      return answer.passed(asIs('rootless'));
    judgeSetting(view, answer, {
      name: 'userns-remap',
      good: (value) => value !== '' && value !== 'host',
      wanted: { en: 'a mapping', 'zh-CN': '用户映射' },
      json: '"default"',
    });
  },
};
