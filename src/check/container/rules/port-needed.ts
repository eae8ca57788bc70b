import type { CheckRule } from '../../contract.ts';
import { exposedPorts } from '../effective.ts';
import { settingFault } from '../fault.ts';
import { objectOf } from '../../../formats/json-values.ts';
import type { ContainerView } from '../view.ts';

/** Published ports that neither image nor container declares. */
export const portNeeded: CheckRule<ContainerView> = {
  id: 'CTR-PORT-NEEDED',
  aliases: { 'docker-bench': ['5.9'] },
  severity: 'low',
  level: 'strict',
  family: 'ports',
  title: { en: 'Published port that nobody declared', 'zh-CN': '发布了未声明的端口' },
  why: {
    en: 'A port that the image does not expose is often a debugger or an administration page that was never meant for the network.',
    'zh-CN': '镜像未声明的端口往往是调试或管理页面，本不应对网络开放。',
  },
  advice: {
    en: 'Publish only the ports that the image declares.',
    'zh-CN': '只发布镜像声明的端口。',
  },
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  bad: [
    '{"Name": "/web", "HostConfig": {"PortBindings": {"9229/tcp": [{"HostPort": "9229"}]}}, "Config": {"ExposedPorts": {"80/tcp": {}}}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "8080"}]}}, "Config": {"ExposedPorts": {"80/tcp": {}}}}',
    '{"Name": "/web", "HostConfig": {}, "Config": {}}',
  ],
  check: (view, answer) => {
    const declared =
      view.image === undefined
        ? exposedPorts(view)
        : new Set(Object.keys(objectOf(view.image.config['ExposedPorts'])));
    if (view.ports.length === 0)
      return answer.notApplicable({ en: 'no port is published', 'zh-CN': '没有发布端口' });
    for (const port of view.ports) {
      const name = `${port.container}/${port.protocol}`;
      if (declared.has(name)) continue;
      answer.fail(
        settingFault(view, {
          pointer: port.pointer,
          observed: `${name} on ${port.address}:${port.hostPort}`,
          wanted: `one of ${[...declared].join(', ') || 'none'}`,
        }),
      );
    }
  },
};
