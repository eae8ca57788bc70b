import type { CheckRule } from '../../contract.ts';
import { appArmorOf } from '../effective.ts';
import { settingFault, runAgain, shown } from '../fault.ts';
import type { ContainerView } from '../view.ts';
import { asText, filled } from '../../words.ts';

/** The AppArmor profile in force, where the host has AppArmor. */
export const appArmor: CheckRule<ContainerView> = {
  id: 'CTR-APPARMOR',
  aliases: { 'docker-bench': ['5.2'], amicontained: ['apparmor'] },
  severity: 'medium',
  family: 'apparmor',
  title: { en: 'No AppArmor profile', 'zh-CN': '没有 AppArmor 配置' },
  why: {
    en: 'The default profile denies mounting, writing below /proc and /sys and tracing processes outside. Without it only capabilities and seccomp are left.',
    'zh-CN':
      '默认配置禁止挂载、写入 /proc 与 /sys 以及跟踪容器外的进程。没有它就只剩能力和 seccomp。',
  },
  advice: {
    en: 'Remove apparmor=unconfined, or name a profile that is loaded.',
    'zh-CN': '去掉 apparmor=unconfined，或指定已加载的配置。',
  },
  references: ['https://docs.docker.com/engine/security/apparmor/'],
  bad: [
    '{"Name": "/web", "AppArmorProfile": "unconfined", "HostConfig": {}}',
    '{"Name": "/web", "HostConfig": {"SecurityOpt": ["apparmor=unconfined"]}}',
  ],
  good: [
    '{"Name": "/web", "AppArmorProfile": "docker-default", "HostConfig": {}}',
    '{"inspect": {"Name": "/web", "HostConfig": {}}, "daemon": {"SecurityOptions": ["name=seccomp,profile=default"]}}',
  ],
  check: (view, answer) => {
    const armour = appArmorOf(view);
    if (armour.state === 'unsupported') return answer.notApplicable(asText(armour.observed));
    if (armour.state === 'unknown')
      return answer.notApplicable({
        en: 'nothing says whether the host has AppArmor',
        'zh-CN': '无从得知主机是否有 AppArmor',
      });
    if (armour.state !== 'none') {
      const { observed } = armour;
      const profile = typeof observed === 'string' ? shown(observed) : observed;
      return answer.passed(
        filled({ en: 'profile {profile}', 'zh-CN': '配置 {profile}' }, { profile }),
      );
    }
    answer.fail(
      settingFault(view, {
        ...armour,
        wanted: {
          en: 'docker-default or a profile of its own',
          'zh-CN': 'docker-default 或自定义配置',
        },
        command: runAgain(view, '--security-opt apparmor=docker-default'),
      }),
    );
  },
};
