import type { CheckRule } from '../../contract.ts';
import { hostFault } from '../fault.ts';
import { shellWord } from '../../../formats/shell-quoting.ts';
import { listOf } from '../../../formats/json-values.ts';
import { printable } from '../../../model/index.ts';
import { membersOf } from '../view.ts';
import type { HostView } from '../view.ts';

/** Users who may speak to the daemon, and so are root. */
export const dockerGroup: CheckRule<HostView> = {
  id: 'DMN-GROUP',
  aliases: { 'docker-bench': ['1.1.2'], deepce: ['docker-group'] },
  severity: 'high',
  title: { en: 'Users in the docker group', 'zh-CN': 'docker 组中有用户' },
  message: {
    en: '{members} can become root through the docker group',
    'zh-CN': '{members} 可通过 docker 组成为 root',
  },
  why: {
    en: 'Who is in the group starts a container with / of the host: it is root without a password and without a log.',
    'zh-CN': '组内用户可启动挂载主机 / 的容器：等于无密码、无日志的 root。',
  },
  advice: {
    en: 'Remove people; let them use sudo, or a rootless daemon.',
    'zh-CN': '移出用户；改用 sudo 或 rootless 守护进程。',
  },
  references: ['https://docs.docker.com/engine/install/linux-postinstall/'],
  options: { trusted: [] },
  bad: ['{"groups": {"value": [{"name": "docker", "members": ["ann", "bob"]}]}}'],
  good: [
    '{"groups": {"value": [{"name": "docker", "members": []}, {"name": "adm", "members": ["ann"]}]}}',
    '{"groups": {"value": []}}',
  ],
  check: (view, answer) => {
    if (view.groups === undefined)
      return answer.notApplicable({ en: 'the groups were not asked for', 'zh-CN': '未查询用户组' });
    if (view.groups.state !== 'value') {
      const code = view.groups.state === 'unread' ? view.groups.code : undefined;
      return answer.couldNotRead({
        en: `/etc/group: ${code ?? 'not there'}`,
        'zh-CN': `/etc/group：${code ?? '不存在'}`,
      });
    }
    const trusted = new Set(listOf(answer.option('trusted')));
    const members = membersOf(view, 'docker').filter((name) => !trusted.has(name));
    if (members.length === 0)
      return answer.passed({ en: 'nobody is in the group docker', 'zh-CN': 'docker 组中没有成员' });
    const fault = hostFault({
      path: '/etc/group',
      observed: `docker: ${members.join(', ')}`,
      wanted: { en: 'nobody', 'zh-CN': '没有成员' },
      command: `gpasswd -d ${shellWord(members[0] ?? '')} docker`,
    });
    answer.fail({ ...fault, params: { members: printable(members.slice(0, 5).join(', ')) } });
  },
};
