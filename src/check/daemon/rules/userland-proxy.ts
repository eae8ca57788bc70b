import type { CheckRule } from '../../contract.ts';
import { judgeSetting } from '../settings.ts';
import type { DaemonView } from '../view.ts';

/** A process for each published port. */
export const userlandProxy: CheckRule<DaemonView> = {
  id: 'DMN-USERLAND-PROXY',
  aliases: { 'docker-bench': ['2.16'] },
  severity: 'low',
  title: { en: 'Userland proxy is on', 'zh-CN': '启用了用户态代理' },
  why: {
    en: 'Each published port gets a process that runs as root on the host, where the kernel can do the same.',
    'zh-CN': '每个发布端口都有一个以 root 运行的主机进程，而内核即可完成转发。',
  },
  advice: { en: 'Set "userland-proxy": false.', 'zh-CN': '设置 "userland-proxy": false。' },
  references: ['https://docs.docker.com/reference/cli/dockerd/'],
  bad: ['{}', '{"userland-proxy": true}'],
  good: [
    '{"userland-proxy": false}',
    '{"commandLine": {"value": ["dockerd", "--userland-proxy=false"]}, "file": {"absent": true}}',
  ],
  check: (view, answer) => {
    judgeSetting(view, answer, {
      name: 'userland-proxy',
      good: (value) => value === false,
      wanted: 'false',
      json: 'false',
      edit: 'review',
    });
  },
};
