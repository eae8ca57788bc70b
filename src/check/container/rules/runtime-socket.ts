import type { CheckRule } from '../../contract.ts';
import { settingFault, runAgain, shown } from '../fault.ts';
import { socketOf } from '../mounts.ts';
import type { ContainerView } from '../view.ts';

/** The socket of a container runtime, or the folder it lies in. */
export const runtimeSocket: CheckRule<ContainerView> = {
  id: 'CTR-DOCKERSOCK',
  aliases: {
    'docker-bench': ['5.32'],
    cdk: ['docker-sock-check'],
    deepce: ['docker-sock'],
    botb: ['socket'],
  },
  severity: 'critical',
  family: 'docker-sock',
  title: { en: 'Container runtime socket mounted', 'zh-CN': '挂载了容器运行时套接字' },
  message: {
    en: '{container} can order the container runtime through {path}',
    'zh-CN': '{container} 可以通过 {path} 指挥容器运行时',
  },
  why: {
    en: 'Who may write to this socket starts a container with the disks of the host in it: that is root on the host, read-only mount or not.',
    'zh-CN': '能写入该套接字就能启动挂载主机磁盘的容器，等于主机 root；只读挂载也无济于事。',
  },
  advice: {
    en: 'Give the program a proxy that lets only the calls through that it needs, or a runtime of its own.',
    'zh-CN': '为程序提供只放行所需调用的代理，或单独的运行时。',
  },
  references: ['https://docs.docker.com/engine/security/protect-access/'],
  bad: [
    '{"Name": "/web", "HostConfig": {"Binds": ["/var/run/docker.sock:/var/run/docker.sock:ro"]}}',
    '{"Name": "/web", "HostConfig": {"Binds": ["/run/containerd:/c"]}}',
    '{"Name": "/web", "HostConfig": {"Binds": ["/var/run:/host/run"]}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"Binds": ["/srv/app.sock:/app.sock"]}}',
    '{"Name": "/web", "HostConfig": {}}',
  ],
  check: (view, answer) => {
    for (const mount of view.mounts) {
      const socket = mount.type === 'bind' ? socketOf(mount.source) : undefined;
      if (socket === undefined) continue;
      const fault = settingFault(view, {
        pointer: mount.pointer,
        observed: `${mount.source} on ${mount.target}`,
        wanted: { en: 'no socket of a runtime', 'zh-CN': '没有运行时的套接字' },
        command: runAgain(view, '-e DOCKER_HOST=tcp://PROXY:2375'),
      });
      answer.fail({ ...fault, params: { container: view.subject, path: shown(socket) } });
    }
  },
};
