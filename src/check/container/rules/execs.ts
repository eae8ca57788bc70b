import { unreadWords } from '../../fact.ts';
import type { CheckRule } from '../../contract.ts';
import { userOf, isRoot } from '../effective.ts';
import { settingFault } from '../fault.ts';
import type { ContainerView } from '../view.ts';

/** Commands that somebody runs in the container with more rights than its own. */
export const execs: CheckRule<ContainerView> = {
  id: 'CTR-EXEC',
  aliases: { 'docker-bench': ['5.23', '5.24'] },
  severity: 'low',
  level: 'strict',
  family: 'exec',
  title: { en: 'docker exec with more rights', 'zh-CN': '以更高权限执行 docker exec' },
  why: {
    en: 'docker exec --privileged or --user root passes by what the container was started with, and leaves no trace in it.',
    'zh-CN': 'docker exec --privileged 或 --user root 会绕过容器启动时的限制，且不留痕迹。',
  },
  advice: {
    en: 'Use docker exec without --privileged and as the user of the container; audit the daemon for what is over already.',
    'zh-CN':
      '使用 docker exec 时不加 --privileged，并使用容器自身的用户；对已结束的执行查看审计日志。',
  },
  references: ['https://docs.docker.com/reference/cli/docker/container/exec/'],
  bad: [
    '{"inspect": {"Name": "/web", "HostConfig": {}, "Config": {"User": "app"}}, "execs": {"value": [{"ID": "e1", "ProcessConfig": {"privileged": true}}]}}',
    '{"inspect": {"Name": "/web", "HostConfig": {}, "Config": {"User": "app"}}, "execs": {"value": [{"ID": "e1", "ProcessConfig": {"user": "root"}}]}}',
  ],
  good: [
    '{"inspect": {"Name": "/web", "HostConfig": {}, "Config": {"User": "app"}}, "execs": {"value": [{"ID": "e1", "ProcessConfig": {"user": "app"}}]}}',
    '{"inspect": {"Name": "/web", "HostConfig": {}}, "execs": {"value": []}}',
  ],
  check: (view, answer) => {
    if (view.execs === undefined)
      return answer.notApplicable({
        en: 'running commands were not asked for',
        'zh-CN': '未查询正在运行的命令',
      });
    if (view.execs.state === 'unread')
      return answer.couldNotRead(
        unreadWords({ en: 'running commands', 'zh-CN': '正在运行的命令' }, view.execs.code),
      );
    const running = view.execs.state === 'value' ? view.execs.value : [];
    const own = userOf(view);
    for (const exec of running) {
      const root = exec.user !== '' && isRoot(exec.user) && !own.root;
      if (!exec.privileged && !root) continue;
      answer.fail(
        settingFault(view, {
          pointer: '/ExecIDs',
          observed: `exec ${exec.id.slice(0, 12)}: ${exec.privileged ? 'privileged' : 'as root'}`,
          wanted: { en: 'the rights of the container', 'zh-CN': '容器自身的权限' },
          from: 'the execs of the container',
        }),
      );
    }
    if (running.length === 0)
      answer.needsHuman({
        en: 'Only commands that still run are seen. For those that ended: ausearch -k docker | grep exec, look for --privileged and --user root',
        'zh-CN':
          '只能看到仍在运行的命令。已结束的命令请用 ausearch -k docker | grep exec 查找 --privileged 和 --user root',
      });
  },
};
