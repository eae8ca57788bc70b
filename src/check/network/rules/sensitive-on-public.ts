import type { CheckRule } from '../../contract.ts';
import { isPublic, sensitivity } from '../members.ts';
import { networkFault } from '../fault.ts';
import { shellWord } from '../../../formats/shell-quoting.ts';
import type { NetworkView } from '../view.ts';

/** Databases and the like on a network that the world reaches into. */
export const sensitiveOnPublic: CheckRule<NetworkView> = {
  id: 'NET-SENSITIVE-PUBLIC',
  aliases: {},
  severity: 'medium',
  family: 'network-isolation',
  title: { en: 'Sensitive container on a public network', 'zh-CN': '敏感容器位于公开网络' },
  message: {
    en: '{container} shares the network {network} with what the world can reach',
    'zh-CN': '{container} 与可从外部访问的容器共用网络 {network}',
  },
  why: {
    en: 'Who takes over the container that everybody reaches is on the network of the data at once.',
    'zh-CN': '攻破对外的容器后，即刻就处于数据所在的网络。',
  },
  advice: {
    en: 'Put it on a network of its own, made with --internal, that only its clients join.',
    'zh-CN': '把它放到用 --internal 创建的独立网络，只让其客户端加入。',
  },
  references: [
    'https://docs.docker.com/engine/network/#user-defined-networks',
    'https://docs.docker.com/reference/cli/docker/network/create/#internal',
  ],
  bad: [
    '{"network": {"Name": "front", "Driver": "bridge"}, "members": [{"name": "web", "image": "nginx", "published": ["0.0.0.0:80"]}, {"name": "db", "image": "postgres:16"}]}',
    '{"network": {"Name": "front", "Driver": "bridge"}, "members": [{"name": "db", "image": "app", "exposed": ["3306/tcp"], "published": ["0.0.0.0:3306"]}]}',
    '{"network": {"Name": "front", "Driver": "bridge"}, "members": [{"name": "web", "published": ["10.0.0.4:80"]}, {"name": "files", "labels": {"plimsoll.sensitive": "true"}}]}',
  ],
  good: [
    '{"network": {"Name": "front", "Driver": "bridge", "Internal": true}, "members": [{"name": "web", "image": "nginx", "published": ["0.0.0.0:80"]}, {"name": "db", "image": "postgres:16"}]}',
    '{"network": {"Name": "front", "Driver": "bridge"}, "members": [{"name": "web", "published": ["127.0.0.1:80"]}, {"name": "db", "image": "postgres"}]}',
    '{"network": {"Name": "front", "Driver": "bridge"}, "members": [{"name": "web", "published": ["0.0.0.0:80"]}, {"name": "cache", "image": "redis", "labels": {"plimsoll.sensitive": "false"}}]}',
  ],
  check: (view, answer) => {
    if (view.driver === 'null' || view.driver === 'host')
      return answer.notApplicable({ en: 'no network of containers', 'zh-CN': '不是容器网络' });
    if (view.internal) return answer.passed({ en: 'internal', 'zh-CN': '内部网络' });
    const open = view.members.filter(isPublic);
    if (open.length === 0)
      return answer.passed({
        en: 'nobody on it publishes a port beyond the loopback',
        'zh-CN': '其中没有容器将端口发布到回环地址之外',
      });
    for (const member of view.members) {
      const reason = sensitivity(member);
      if (reason === undefined) continue;
      const doors = open
        .slice(0, 3)
        .map((one) => `${one.name} on ${one.published.join(', ')}`)
        .join('; ');
      const fault = networkFault(view, {
        pointer: '/Containers',
        observed: `${member.name}: ${reason}; public: ${doors}`,
        wanted: { en: 'an internal network of its own', 'zh-CN': '独立的内部网络' },
        command: `docker network create --internal data && docker network connect data ${shellWord(member.name)} && docker network disconnect ${shellWord(view.subject)} ${shellWord(member.name)}`,
      });
      answer.fail({ ...fault, params: { network: view.subject, container: member.name } });
    }
  },
};
