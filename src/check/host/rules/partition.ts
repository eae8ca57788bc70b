import type { CheckRule } from '../../contract.ts';
import { hostFault } from '../fault.ts';
import { shellWord } from '../../../formats/shell-quoting.ts';
import type { HostView } from '../view.ts';

/** The folder of the daemon on the disk of the system. */
export const partition: CheckRule<HostView> = {
  id: 'DMN-PARTITION',
  aliases: { 'docker-bench': ['1.1.1'] },
  severity: 'medium',
  title: { en: 'Docker shares a partition with the system', 'zh-CN': 'Docker 与系统共用分区' },
  why: {
    en: 'Images, logs and containers that grow without end fill the disk that the system itself needs.',
    'zh-CN': '镜像、日志与容器无限增长会占满系统所需的磁盘。',
  },
  advice: {
    en: 'Put the folder on a file system of its own.',
    'zh-CN': '将该目录放到独立的文件系统上。',
  },
  references: ['https://docs.docker.com/engine/daemon/#daemon-data-directory'],
  bad: ['{"mounts": {"value": [{"point": "/", "type": "ext4"}]}}'],
  good: [
    '{"mounts": {"value": [{"point": "/", "type": "ext4"}, {"point": "/var/lib/docker", "type": "xfs"}]}}',
    '{"dockerRoot": "/data/docker", "mounts": {"value": [{"point": "/"}, {"point": "/data/docker"}]}}',
  ],
  check: (view, answer) => {
    if (view.mounts === undefined)
      return answer.notApplicable({ en: 'the mounts were not asked for', 'zh-CN': '未查询挂载点' });
    if (view.mounts.state !== 'value') {
      const code = view.mounts.state === 'unread' ? view.mounts.code : undefined;
      return answer.couldNotRead({
        en: `mounts: ${code ?? 'no mount table'}`,
        'zh-CN': `挂载点：${code ?? '没有挂载表'}`,
      });
    }
    if (view.mounts.value.some(({ point }) => point === view.dockerRoot))
      return answer.passed({
        en: `${view.dockerRoot} is a mount point`,
        'zh-CN': `${view.dockerRoot} 是挂载点`,
      });
    const holder =
      view.mounts.value
        .map(({ point }) => point)
        .filter((point) => point === '/' || view.dockerRoot.startsWith(`${point}/`))
        .sort((one, other) => other.length - one.length)[0] ?? '/';
    // A file system other than that of the system is enough, whatever its mount point is called.
    if (holder !== '/' && holder !== '/var' && holder !== '/var/lib')
      return answer.passed({
        en: `${view.dockerRoot} lies on ${holder}`,
        'zh-CN': `${view.dockerRoot} 位于 ${holder}`,
      });
    answer.fail(
      hostFault({
        path: view.dockerRoot,
        observed: { en: `lies on ${holder}`, 'zh-CN': `位于 ${holder}` },
        wanted: { en: 'a file system of its own', 'zh-CN': '独立的文件系统' },
        // Moving the data is a person's work: no command to paste.
        command: `mount /dev/DISK ${shellWord(view.dockerRoot)}`,
      }),
    );
  },
};
