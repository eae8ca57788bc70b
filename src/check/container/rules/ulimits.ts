import type { CheckRule } from '../../contract.ts';
import { settingFault, runAgain } from '../fault.ts';
import { listOf } from '../../../formats/json-values.ts';
import type { ContainerView } from '../view.ts';

/** No ulimit of its own. */
export const ulimits: CheckRule<ContainerView> = {
  id: 'CTR-ULIMIT',
  aliases: { 'docker-bench': ['5.19', '2.8'] },
  severity: 'low',
  level: 'strict',
  family: 'limits',
  title: { en: 'ulimits not set', 'zh-CN': '未设置 ulimit' },
  why: {
    en: 'Without its own limits of open files and processes the container has those of the daemon, which are nearly none.',
    'zh-CN': '没有自身的文件与进程上限时，容器沿用守护进程的上限，几乎等于没有。',
  },
  advice: {
    en: 'Give --ulimit nofile and nproc, or default-ulimits in daemon.json.',
    'zh-CN': '使用 --ulimit nofile 与 nproc，或在 daemon.json 中设置 default-ulimits。',
  },
  references: ['https://docs.docker.com/reference/cli/docker/container/run/#ulimit'],
  bad: ['{"Name": "/web", "HostConfig": {}}', '{"Name": "/web", "HostConfig": {"Ulimits": []}}'],
  good: [
    '{"Name": "/web", "HostConfig": {"Ulimits": [{"Name": "nofile", "Soft": 1024, "Hard": 2048}]}}',
    '{"Name": "/web", "HostConfig": {"Ulimits": [{"Name": "nproc", "Soft": 64, "Hard": 64}]}}',
  ],
  check: (view, answer) => {
    if (listOf(view.host['Ulimits']).length > 0) return;
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/Ulimits',
        observed: 'none',
        wanted: { en: 'nofile and nproc', 'zh-CN': 'nofile 和 nproc' },
        command: runAgain(view, '--ulimit nofile=1024:2048'),
      }),
    );
  },
};
