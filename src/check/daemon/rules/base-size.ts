import type { CheckRule } from '../../contract.ts';
import { judgeSetting } from '../settings.ts';
import type { DaemonView } from '../view.ts';

/** The size of root file systems raised for all containers. */
export const baseSize: CheckRule<DaemonView> = {
  id: 'DMN-BASESIZE',
  aliases: { 'docker-bench': ['2.11'] },
  severity: 'low',
  title: { en: 'Base device size changed', 'zh-CN': '更改了基础设备大小' },
  why: {
    en: 'A larger base lets each container fill more of the disk that all share.',
    'zh-CN': '更大的基础设备让每个容器都能占用更多共享磁盘。',
  },
  advice: {
    en: 'Remove dm.basesize; give single containers --storage-opt size.',
    'zh-CN': '去掉 dm.basesize；对单个容器使用 --storage-opt size。',
  },
  references: ['https://docs.docker.com/reference/cli/dockerd/'],
  bad: ['{"storage-opts": ["dm.basesize=50G"]}'],
  good: ['{}', '{"storage-opts": ["overlay2.size=10G"]}'],
  check: (view, answer) => {
    judgeSetting(view, answer, {
      name: 'storage-opts',
      good: (value) => typeof value === 'object' && !value.some((one) => /basesize/.test(one)),
      wanted: { en: 'no basesize', 'zh-CN': '不设置 basesize' },
      json: '[]',
    });
  },
};
