import type { CheckRule } from '../../contract.ts';
import { settingFault, runAgain, shellWord } from '../fault.ts';
import type { ContainerView } from '../view.ts';

/** Mounts made inside that appear on the host. */
export const sharedPropagation: CheckRule<ContainerView> = {
  id: 'CTR-PROPAGATION',
  aliases: { 'docker-bench': ['5.20'] },
  severity: 'high',
  family: 'host-paths',
  title: { en: 'Mounts propagate to the host', 'zh-CN': '挂载会传播到主机' },
  why: {
    en: 'With shared propagation what the container mounts appears on the host and in other containers.',
    'zh-CN': '使用共享传播时，容器内的挂载会出现在主机及其他容器中。',
  },
  advice: {
    en: 'Leave shared and rshared out; rprivate is the default.',
    'zh-CN': '去掉 shared 与 rshared；默认为 rprivate。',
  },
  references: ['https://docs.kernel.org/filesystems/sharedsubtree.html'],
  bad: [
    '{"Name": "/web", "HostConfig": {"Binds": ["/srv:/srv:shared"]}}',
    '{"Name": "/web", "HostConfig": {}, "Mounts": [{"Type": "bind", "Source": "/srv", "Destination": "/srv", "RW": true, "Propagation": "rshared"}]}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"Binds": ["/srv:/srv:rslave"]}}',
    '{"Name": "/web", "HostConfig": {"Binds": ["/srv:/srv"]}}',
  ],
  check: (view, answer) => {
    for (const mount of view.mounts) {
      if (mount.propagation !== 'shared' && mount.propagation !== 'rshared') continue;
      answer.fail(
        settingFault(view, {
          pointer: mount.pointer,
          observed: `${mount.target} ${mount.propagation}`,
          wanted: 'rprivate',
          command: runAgain(
            view,
            `--mount type=bind,src=${shellWord(mount.source)},dst=${shellWord(mount.target)}`,
          ),
        }),
      );
    }
  },
};
