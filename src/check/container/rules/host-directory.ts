import type { CheckRule } from '../../contract.ts';
import { settingFault, runAgain, shown } from '../fault.ts';
import { sensitiveHostPath, socketOf } from '../mounts.ts';
import type { ContainerView } from '../view.ts';

/** Folders of the host whose content decides what the host does. */
export const hostDirectory: CheckRule<ContainerView> = {
  id: 'CTR-HOSTDIR',
  aliases: { 'docker-bench': ['5.6'], cdk: ['mounts.escape'], deepce: ['mounts'] },
  severity: 'high',
  family: 'host-paths',
  title: { en: 'Sensitive host directory mounted', 'zh-CN': '挂载了敏感的主机目录' },
  message: {
    en: '{container} sees {path} of the host',
    'zh-CN': '{container} 可以访问主机的 {path}',
  },
  why: {
    en: 'System folders hold what the host runs and whom it lets in. A container that writes there owns the host; one that reads there learns its secrets.',
    'zh-CN': '系统目录决定主机运行什么、允许谁登录。可写则等于拥有主机，可读则泄露机密。',
  },
  advice: {
    en: 'Mount the one file or folder that is needed, read-only, or use a volume.',
    'zh-CN': '只挂载所需的文件或目录，并设为只读，或改用卷。',
  },
  references: ['https://docs.docker.com/engine/storage/bind-mounts/'],
  bad: [
    '{"Name": "/web", "HostConfig": {"Binds": ["/etc:/host/etc"]}}',
    '{"Name": "/web", "HostConfig": {}, "Mounts": [{"Type": "bind", "Source": "/", "Destination": "/host", "RW": false}]}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"Binds": ["/srv/shop:/data"]}}',
    '{"Name": "/web", "HostConfig": {"Binds": ["/etc/localtime:/etc/localtime:ro"]}}',
    '{"Name": "/web", "HostConfig": {}, "Mounts": [{"Type": "volume", "Name": "data", "Source": "/var/lib/docker/volumes/data/_data", "Destination": "/data", "RW": true}]}',
  ],
  check: (view, answer) => {
    for (const mount of view.mounts) {
      if (mount.type !== 'bind' || socketOf(mount.source) !== undefined) continue;
      const folder = sensitiveHostPath(mount.source);
      if (folder === undefined) continue;
      const way = mount.writable ? 'writable' : 'read-only';
      const fault = settingFault(view, {
        pointer: mount.pointer,
        observed: `${mount.source} on ${mount.target}, ${way}`,
        wanted: { en: `nothing below ${folder}`, 'zh-CN': `不挂载 ${folder} 之下的目录` },
        command: runAgain(view, '--mount type=volume,src=NAME,dst=PATH'),
      });
      answer.fail({
        ...fault,
        params: { container: view.subject, path: shown(mount.source) },
        ...(mount.writable ? {} : { severity: 'medium' }),
      });
    }
  },
};
