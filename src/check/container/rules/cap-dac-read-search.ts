import type { CheckRule } from '../../contract.ts';
import { checkCapability } from '../capability-rule.ts';
import type { ContainerView } from '../view.ts';

/** CAP_DAC_READ_SEARCH, added or through `--privileged`. */
export const capDacReadSearch: CheckRule<ContainerView> = {
  id: 'CTR-CAP-DACREAD',
  aliases: { 'docker-bench': ['C.5.3.1'], cdk: ['cap-dac-read-search'] },
  severity: 'high',
  family: 'caps',
  title: { en: 'CAP_DAC_READ_SEARCH present', 'zh-CN': '具有 CAP_DAC_READ_SEARCH' },
  why: {
    en: 'It opens files by handle, past every permission: with one file of the host in reach, every file of that disk is.',
    'zh-CN': '它可以绕过权限按句柄打开文件：只要能触及主机上的一个文件，就能读取整个磁盘。',
  },
  advice: {
    en: 'Drop DAC_READ_SEARCH; use a narrower capability or a helper on the host.',
    'zh-CN': '去掉 DAC_READ_SEARCH；改用更小的能力或主机上的辅助程序。',
  },
  references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html'],
  bad: [
    '{"Name": "/web", "HostConfig": {"CapAdd": ["DAC_READ_SEARCH"]}}',
    '{"Name": "/web", "HostConfig": {"Privileged": true}}',
    '{"Name": "/web", "HostConfig": {"CapAdd": ["ALL"]}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {}}',
    '{"Name": "/web", "HostConfig": {"CapAdd": ["ALL"], "CapDrop": ["DAC_READ_SEARCH"]}}',
  ],
  check: (view, answer) => {
    checkCapability(view, answer, 'DAC_READ_SEARCH');
  },
};
