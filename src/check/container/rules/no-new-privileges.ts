import type { CheckRule } from '../../contract.ts';
import { securityOption, noNewPrivileges } from '../effective.ts';
import { settingFault, runAgain } from '../fault.ts';
import type { ContainerView } from '../view.ts';

/** `no-new-privileges`, of the container or as default of the daemon. */
export const noNewPrivilegesOption: CheckRule<ContainerView> = {
  id: 'CTR-NNP',
  aliases: { 'docker-bench': ['5.26', '2.14'] },
  severity: 'high',
  family: 'privilege-escalation',
  title: { en: 'Processes may gain privileges', 'zh-CN': '进程可以提升权限' },
  why: {
    en: 'Without no-new-privileges a setuid program, such as su or sudo, makes a process of another user root again.',
    'zh-CN': '没有 no-new-privileges,setuid 程序（如 su、sudo）可使普通用户进程重新成为 root。',
  },
  advice: {
    en: 'Start with --security-opt no-new-privileges, or set it for all in daemon.json.',
    'zh-CN': '使用 --security-opt no-new-privileges 启动，或在 daemon.json 中统一设置。',
  },
  references: ['https://docs.kernel.org/userspace-api/no_new_privs.html'],
  bad: [
    '{"Name": "/web", "HostConfig": {}}',
    '{"Name": "/web", "HostConfig": {"SecurityOpt": ["no-new-privileges=false"]}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"SecurityOpt": ["no-new-privileges"]}}',
    '{"Name": "/web", "HostConfig": {"SecurityOpt": ["no-new-privileges:true"]}}',
    '{"inspect": {"Name": "/web", "HostConfig": {}}, "daemon": {"SecurityOptions": ["name=no-new-privileges"]}}',
  ],
  check: (view, answer) => {
    if (noNewPrivileges(view))
      return answer.passed({
        en: 'no-new-privileges is in force',
        'zh-CN': 'no-new-privileges 已生效',
      });
    const own = securityOption(view, 'no-new-privileges');
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/SecurityOpt',
        observed: own === undefined ? 'not set' : own,
        wanted: 'no-new-privileges',
        from:
          own === undefined && view.daemon !== undefined
            ? "docker inspect and the daemon's default"
            : 'docker inspect',
        command: runAgain(view, '--security-opt no-new-privileges'),
      }),
    );
  },
};
