import type { CheckRule } from '../../contract.ts';
import { seccompOf } from '../effective.ts';
import { settingFault, runAgain } from '../fault.ts';
import type { ContainerView } from '../view.ts';

/** The seccomp filter in force: container, then daemon. */
export const seccomp: CheckRule<ContainerView> = {
  id: 'CTR-SECCOMP',
  aliases: { 'docker-bench': ['5.22'], amicontained: ['seccomp'] },
  severity: 'high',
  family: 'seccomp',
  title: { en: 'No seccomp filter', 'zh-CN': '没有 seccomp 过滤' },
  why: {
    en: 'The default filter takes some forty system calls away that containers do not need and kernel exploits do.',
    'zh-CN': '默认过滤器去掉了四十多个容器用不到、而内核漏洞利用常用的系统调用。',
  },
  advice: {
    en: 'Remove seccomp=unconfined; give a profile with the one call that is missing.',
    'zh-CN': '去掉 seccomp=unconfined；若缺少某个调用，使用加上该调用的配置。',
  },
  references: ['https://docs.docker.com/engine/security/seccomp/'],
  bad: [
    '{"Name": "/web", "HostConfig": {"SecurityOpt": ["seccomp=unconfined"]}}',
    '{"Name": "/web", "HostConfig": {"SecurityOpt": ["seccomp:unconfined"]}}',
    '{"inspect": {"Name": "/web", "HostConfig": {}}, "daemon": {"SecurityOptions": ["name=apparmor"]}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {}}',
    '{"Name": "/web", "HostConfig": {"SecurityOpt": ["seccomp={\\"defaultAction\\":\\"SCMP_ACT_ERRNO\\"}"]}}',
    '{"inspect": {"Name": "/web", "HostConfig": {}}, "daemon": {"SecurityOptions": ["name=seccomp,profile=builtin"]}}',
  ],
  check: (view, answer) => {
    const filter = seccompOf(view);
    if (filter.state !== 'none')
      return answer.passed({
        en: `seccomp: ${filter.state}`,
        'zh-CN': `seccomp：${filter.state === 'default' ? '默认配置' : '自定义配置'}`,
      });
    answer.fail(
      settingFault(view, {
        ...filter,
        wanted: {
          en: 'the default filter or a profile of its own',
          'zh-CN': '默认过滤器或自定义配置',
        },
        command: runAgain(view, '--security-opt seccomp=builtin'),
      }),
    );
  },
};
