import type { CheckRule } from '../../contract.ts';
import { daemonFault } from '../fault.ts';
import { valueOf, unreadWords } from '../../fact.ts';
import type { DaemonView } from '../view.ts';

/** Containers that ended and were left. */
export const containerSprawl: CheckRule<DaemonView> = {
  id: 'CTR-SPRAWL',
  aliases: { 'docker-bench': ['6.2'] },
  severity: 'low',
  level: 'default',
  family: 'cleanup',
  title: { en: 'Many stopped containers', 'zh-CN': '存在大量已停止的容器' },
  message: {
    en: '{count} containers are stopped and were never removed',
    'zh-CN': '有 {count} 个已停止的容器未被移除',
  },
  why: {
    en: 'Stopped containers keep old images, data and secrets, and can be started again unnoticed.',
    'zh-CN': '已停止的容器保留旧镜像、数据与机密，并可能被悄悄重启。',
  },
  advice: { en: 'Remove what is not needed.', 'zh-CN': '移除不需要的容器。' },
  references: ['https://docs.docker.com/reference/cli/docker/container/prune/'],
  options: { most: 25 },
  bad: [
    '{"containers": {"value": [{"Names": ["/c0"], "State": "exited"}, {"Names": ["/c1"], "State": "exited"}, {"Names": ["/c2"], "State": "exited"}, {"Names": ["/c3"], "State": "exited"}, {"Names": ["/c4"], "State": "exited"}, {"Names": ["/c5"], "State": "exited"}, {"Names": ["/c6"], "State": "exited"}, {"Names": ["/c7"], "State": "exited"}, {"Names": ["/c8"], "State": "exited"}, {"Names": ["/c9"], "State": "exited"}, {"Names": ["/c10"], "State": "exited"}, {"Names": ["/c11"], "State": "exited"}, {"Names": ["/c12"], "State": "exited"}, {"Names": ["/c13"], "State": "exited"}, {"Names": ["/c14"], "State": "exited"}, {"Names": ["/c15"], "State": "exited"}, {"Names": ["/c16"], "State": "exited"}, {"Names": ["/c17"], "State": "exited"}, {"Names": ["/c18"], "State": "exited"}, {"Names": ["/c19"], "State": "exited"}, {"Names": ["/c20"], "State": "exited"}, {"Names": ["/c21"], "State": "exited"}, {"Names": ["/c22"], "State": "exited"}, {"Names": ["/c23"], "State": "exited"}, {"Names": ["/c24"], "State": "exited"}, {"Names": ["/c25"], "State": "exited"}]}}',
  ],
  good: [
    '{"containers": {"value": [{"Names": ["/a"], "State": "exited"}]}}',
    '{"containers": {"value": [{"Names": ["/a"], "State": "running"}]}}',
  ],
  check: (view, answer) => {
    if (view.containers === undefined)
      return answer.notApplicable({
        en: 'the containers were not asked for',
        'zh-CN': '未查询容器',
      });
    if (view.containers.state === 'unread')
      return answer.couldNotRead(
        unreadWords({ en: 'containers', 'zh-CN': '容器' }, view.containers.code),
      );
    const stopped = (valueOf(view.containers) ?? []).filter(({ running }) => !running);
    const most = Number(answer.option('most'));
    if (stopped.length <= most)
      return answer.passed({
        en: `${stopped.length} stopped`,
        'zh-CN': `${stopped.length} 个已停止`,
      });
    answer.fail({
      ...daemonFault(view, {
        name: 'containers',
        observed: { en: `${stopped.length} stopped`, 'zh-CN': `${stopped.length} 个已停止` },
        wanted: { en: `at most ${most}`, 'zh-CN': `最多 ${most} 个` },
        command: 'docker container prune',
      }),
      params: { count: stopped.length },
    });
  },
};
