import type { CheckRule } from '../../contract.ts';
import { settingFault, runAgain } from '../fault.ts';
import type { ContainerView } from '../view.ts';

/** A root file system that programs of the container may write. */
export const readonlyRoot: CheckRule<ContainerView> = {
  id: 'CTR-READONLY',
  aliases: { 'docker-bench': ['5.13'] },
  severity: 'medium',
  family: 'readonly-rootfs',
  title: { en: 'Root filesystem writable', 'zh-CN': '根文件系统可写' },
  why: {
    en: 'An attacker who gets in can change programs and leave his own; nothing tells these from those of the image.',
    'zh-CN': '攻击者进入后可以修改程序或留下自己的程序，且难以与镜像自带的区分。',
  },
  advice: {
    en: 'Start with --read-only and give a tmpfs or volume for what is written.',
    'zh-CN': '使用 --read-only 启动，对需要写入的目录提供 tmpfs 或卷。',
  },
  references: ['https://docs.docker.com/reference/cli/docker/container/run/#read-only'],
  bad: [
    '{"Name": "/web", "HostConfig": {"ReadonlyRootfs": false}}',
    '{"Name": "/web", "HostConfig": {}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"ReadonlyRootfs": true}}',
    '{"Name": "/web", "HostConfig": {"ReadonlyRootfs": true, "Tmpfs": {"/tmp": ""}}}',
  ],
  check: (view, answer) => {
    if (view.host['ReadonlyRootfs'] === true)
      return answer.passed({ en: 'read-only', 'zh-CN': '只读' });
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/ReadonlyRootfs',
        observed: 'false',
        wanted: 'true',
        command: runAgain(view, '--read-only --tmpfs /tmp'),
      }),
    );
  },
};
