import type { CheckRule } from '../../contract.ts';
import { judgeSetting } from '../settings.ts';
import type { DaemonView } from '../view.ts';

/** The storage driver aufs, which no kernel carries. */
export const storageDriver: CheckRule<DaemonView> = {
  id: 'DMN-AUFS',
  aliases: { 'docker-bench': ['2.6'] },
  severity: 'low',
  title: { en: 'aufs storage driver', 'zh-CN': '使用 aufs 存储驱动' },
  why: {
    en: 'aufs was never part of the kernel and is not maintained; it has caused kernel crashes.',
    'zh-CN': 'aufs 从未进入内核主线且已无人维护，曾导致内核崩溃。',
  },
  advice: { en: 'Change to overlay2.', 'zh-CN': '改用 overlay2。' },
  references: ['https://docs.docker.com/engine/storage/drivers/select-storage-driver/'],
  bad: ['{"storage-driver": "aufs"}', '{"info": {"value": {"Driver": "aufs"}}}'],
  good: ['{}', '{"info": {"value": {"Driver": "overlay2"}}}'],
  check: (view, answer) => {
    judgeSetting(view, answer, {
      name: 'storage-driver',
      good: (value) => value !== 'aufs',
      wanted: 'overlay2',
      json: '"overlay2"',
    });
  },
};
