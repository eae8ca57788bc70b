import type { CheckRule } from '../../contract.ts';
import { configFault } from '../fault.ts';
import { objectOf } from '../../../formats/json-values.ts';
import type { ImageView } from '../view.ts';

/** Volumes on folders of the kernel. */
export const sensitiveVolume: CheckRule<ImageView> = {
  id: 'IMG-SENSITIVE-VOLUME',
  aliases: { dockle: ['DKL-DI-0002'] },
  severity: 'high',
  family: 'host-paths',
  title: { en: 'Volume on a kernel folder', 'zh-CN': '卷位于内核目录' },
  why: {
    en: 'A volume on /proc, /sys or /dev hides what the runtime protects there.',
    'zh-CN': '位于 /proc、/sys 或 /dev 的卷会遮盖运行时在那里的保护。',
  },
  advice: { en: 'Remove the VOLUME.', 'zh-CN': '去掉该 VOLUME。' },
  references: ['https://docs.docker.com/reference/dockerfile/#volume'],
  bad: ['{"Config": {"Volumes": {"/proc": {}}}}', '{"Config": {"Volumes": {"/sys/kernel": {}}}}'],
  good: ['{"Config": {"Volumes": {"/data": {}}}}', '{"Config": {"Volumes": {"/device": {}}}}'],
  check: (view, answer) => {
    for (const path of Object.keys(objectOf(view.config['Volumes']))) {
      if (!/^\/(?:proc|sys|dev)(?:\/|$)/.test(path)) continue;
      answer.fail(
        configFault(view, '/Config/Volumes', {
          observed: path,
          wanted: { en: 'no folder of the kernel', 'zh-CN': '不含内核目录' },
        }),
      );
    }
  },
};
