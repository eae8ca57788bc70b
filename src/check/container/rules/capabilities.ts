import type { CheckRule } from '../../contract.ts';
import { capabilitiesOf, isPrivileged, defaultCapabilities } from '../effective.ts';
import { settingFault, runAgain } from '../fault.ts';
import type { ContainerView } from '../view.ts';

/** Capabilities beyond the default set, and a default set that nobody reduced. */
export const capabilities: CheckRule<ContainerView> = {
  id: 'CTR-CAPS',
  aliases: {
    'docker-bench': ['5.4'],
    cdk: ['commands.capabilities'],
    amicontained: ['capabilities'],
  },
  severity: 'high',
  family: 'caps',
  title: { en: 'Capabilities not reduced', 'zh-CN': '能力未收紧' },
  message: {
    en: '{container} has more capabilities than it was shown to need',
    'zh-CN': '{container} 拥有超出所需的能力',
  },
  why: {
    en: 'Each capability is a part of the power of root. Docker gives fourteen by default; most services need none of them.',
    'zh-CN': '每个能力都是 root 权力的一部分。Docker 默认授予十四个，而多数服务一个也不需要。',
  },
  advice: {
    en: 'Drop all capabilities and add back those that the program fails without.',
    'zh-CN': '先删除全部能力，再加回程序必需的那些。',
  },
  references: [
    'https://man7.org/linux/man-pages/man7/capabilities.7.html',
    'https://docs.docker.com/engine/security/#linux-kernel-capabilities',
  ],
  bad: [
    '{"Name": "/web", "HostConfig": {"CapAdd": ["NET_ADMIN"]}}',
    '{"Name": "/web", "HostConfig": {}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"CapDrop": ["ALL"]}}',
    '{"Name": "/web", "HostConfig": {"CapDrop": ["ALL"], "CapAdd": ["NET_BIND_SERVICE"]}}',
  ],
  check: (view, answer) => {
    const caps = capabilitiesOf(view);
    const known = new Set(defaultCapabilities);
    const extra = caps.added.filter((name) => !known.has(name));
    const reduced = caps.dropped.includes('ALL');
    if (!caps.all && reduced && extra.length === 0)
      return answer.passed({
        en: `all dropped, added ${caps.added.join(', ') || 'none'}`,
        'zh-CN': `已全部丢弃，另添加：${caps.added.join('、') || '无'}`,
      });
    const more = caps.all || extra.length > 0;
    const { pointer } =
      more && !isPrivileged(view)
        ? { pointer: '/HostConfig/CapAdd' }
        : caps.from(isPrivileged(view) ? 'ALL' : '');
    const observed = isPrivileged(view)
      ? 'all (privileged)'
      : more
        ? `added ${extra.join(', ')}`
        : `${14 - caps.dropped.length} of the default 14`;
    const fault = settingFault(view, {
      pointer,
      observed,
      wanted: {
        en: 'all dropped, and only what is needed added',
        'zh-CN': '全部丢弃，仅添加所需能力',
      },
      command: runAgain(view, '--cap-drop ALL --cap-add NEEDED'),
    });
    // The default set is what nearly everybody runs with: worth a word, not an alarm.
    answer.fail(more ? fault : { ...fault, severity: 'low' });
  },
};
