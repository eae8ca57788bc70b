import type { CheckRule } from '../../contract.ts';
import { settingFault, update } from '../fault.ts';
import { numberAt } from '../limit-rule.ts';
import { listOf } from '../../../formats/json-values.ts';
import type { ContainerView } from '../view.ts';

/** Neither weight nor limit of block I/O. */
export const blockIo: CheckRule<ContainerView> = {
  id: 'CTR-BLKIO',
  aliases: {},
  severity: 'low',
  level: 'strict',
  family: 'limits',
  title: { en: 'No block I/O limit', 'zh-CN': '没有块设备 I/O 限制' },
  why: {
    en: 'One container that writes without end makes every other wait for the disk.',
    'zh-CN': '一个不停写盘的容器会让其他容器都等待磁盘。',
  },
  advice: {
    en: 'Give --blkio-weight, or --device-write-bps for the disk it writes to.',
    'zh-CN': '使用 --blkio-weight，或对所写磁盘使用 --device-write-bps。',
  },
  references: [
    'https://docs.docker.com/reference/cli/docker/container/run/',
    'https://docs.kernel.org/admin-guide/cgroup-v2.html',
  ],
  bad: [
    '{"Name": "/web", "HostConfig": {}}',
    '{"Name": "/web", "HostConfig": {"BlkioWeight": 0, "BlkioDeviceWriteBps": null}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"BlkioWeight": 300}}',
    '{"Name": "/web", "HostConfig": {"BlkioDeviceWriteBps": [{"Path": "/dev/sda", "Rate": 1048576}]}}',
  ],
  check: (view, answer) => {
    const lists = [
      'BlkioWeightDevice',
      'BlkioDeviceReadBps',
      'BlkioDeviceWriteBps',
      'BlkioDeviceReadIOps',
      'BlkioDeviceWriteIOps',
    ];
    if (
      numberAt(view, 'BlkioWeight') > 0 ||
      lists.some((name) => listOf(view.host[name]).length > 0)
    )
      return;
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/BlkioWeight',
        observed: { en: '0 (no limit)', 'zh-CN': '0（无上限）' },
        wanted: { en: 'a weight or limit', 'zh-CN': '权重或上限' },
        command: update(view, '--blkio-weight 300'),
      }),
    );
  },
};
