import type { CheckRule } from '../../contract.ts';
import { settingFault, update } from '../fault.ts';
import { numberAt } from '../limit-rule.ts';
import { textOf } from '../../../formats/json-values.ts';
import type { ContainerView } from '../view.ts';

/** Neither quota nor weight of processor time. */
export const cpuLimit: CheckRule<ContainerView> = {
  id: 'CTR-CPU',
  aliases: { 'docker-bench': ['5.12'] },
  severity: 'low',
  family: 'limits',
  title: { en: 'No CPU limit', 'zh-CN': '没有 CPU 限制' },
  why: {
    en: 'One busy container slows all others and the host down.',
    'zh-CN': '一个繁忙的容器会拖慢其他容器和主机。',
  },
  advice: {
    en: 'Give --cpus, or --cpu-shares where only the relation matters.',
    'zh-CN': '使用 --cpus；只需相对权重时使用 --cpu-shares。',
  },
  references: ['https://docs.docker.com/engine/containers/resource_constraints/'],
  bad: [
    '{"Name": "/web", "HostConfig": {}}',
    '{"Name": "/web", "HostConfig": {"CpuShares": 1024}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"NanoCpus": 1500000000}}',
    '{"Name": "/web", "HostConfig": {"CpuShares": 512}}',
    '{"Name": "/web", "HostConfig": {"CpuQuota": 50000}}',
  ],
  check: (view, answer) => {
    const share = numberAt(view, 'CpuShares');
    const limited =
      numberAt(view, 'NanoCpus') > 0 ||
      numberAt(view, 'CpuQuota') > 0 ||
      (share > 0 && share !== 1024) ||
      textOf(view.host['CpusetCpus']) !== undefined;
    if (limited) return;
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/NanoCpus',
        observed: { en: '0 (no limit)', 'zh-CN': '0（无上限）' },
        wanted: { en: 'a limit', 'zh-CN': '设置上限' },
        command: update(view, '--cpus 1'),
      }),
    );
  },
};
