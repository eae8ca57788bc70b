import type { CheckRule } from '../../contract.ts';
import { settingFault, update } from '../fault.ts';
import { numberAt } from '../limit-rule.ts';
import type { ContainerView } from '../view.ts';

/** No limit of memory. */
export const memoryLimit: CheckRule<ContainerView> = {
  id: 'CTR-MEM',
  aliases: { 'docker-bench': ['5.11'] },
  severity: 'medium',
  family: 'limits',
  title: { en: 'No memory limit', 'zh-CN': '没有内存限制' },
  why: {
    en: 'One leaking container takes all memory; the kernel then ends processes of others and of the host.',
    'zh-CN': '一个泄漏内存的容器会耗尽全部内存，内核随后会结束其他容器和主机的进程。',
  },
  advice: {
    en: 'Give a limit somewhat above what it uses: docker stats shows that.',
    'zh-CN': '设置略高于实际用量的限制，用 docker stats 查看。',
  },
  references: ['https://docs.docker.com/engine/containers/resource_constraints/'],
  bad: ['{"Name": "/web", "HostConfig": {"Memory": 0}}', '{"Name": "/web", "HostConfig": {}}'],
  good: [
    '{"Name": "/web", "HostConfig": {"Memory": 536870912}}',
    '{"Name": "/web", "HostConfig": {"Memory": 268435456, "MemorySwap": 268435456}}',
  ],
  check: (view, answer) => {
    const bytes = numberAt(view, 'Memory');
    if (bytes > 0) return answer.passed({ en: `${bytes} bytes`, 'zh-CN': `${bytes} 字节` });
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/Memory',
        observed: { en: '0 (no limit)', 'zh-CN': '0（无上限）' },
        wanted: { en: 'a limit', 'zh-CN': '设置上限' },
        command: update(view, '--memory 512m --memory-swap 512m'),
      }),
    );
  },
};
