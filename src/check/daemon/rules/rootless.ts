import { asIs } from '../../words.ts';
import type { CheckRule } from '../../contract.ts';
import { daemonFault } from '../fault.ts';
import { valueOf, unreadWords } from '../../fact.ts';
import { objectOf, textsOf } from '../../../formats/json-values.ts';
import type { DaemonView } from '../view.ts';

/** A daemon that runs as root. */
export const rootless: CheckRule<DaemonView> = {
  id: 'DMN-ROOTLESS',
  aliases: { 'docker-bench': ['2.1'] },
  severity: 'medium',
  level: 'strict',
  family: 'userns',
  title: { en: 'Daemon runs as root', 'zh-CN': '守护进程以 root 运行' },
  why: {
    en: 'Who takes over a daemon that is root has the host; a rootless one belongs to a plain user.',
    'zh-CN': '接管 root 守护进程就等于接管主机；rootless 守护进程只属于普通用户。',
  },
  advice: {
    en: 'Run the daemon rootless where its limits are acceptable, else remap users (userns-remap).',
    'zh-CN': '在可接受其限制时使用 rootless 模式，否则使用 userns-remap。',
  },
  references: ['https://docs.docker.com/engine/security/rootless/'],
  bad: ['{"info": {"value": {"SecurityOptions": ["name=seccomp,profile=builtin"]}}}'],
  good: [
    '{"info": {"value": {"SecurityOptions": ["name=rootless"]}}}',
    '{"info": {"value": {"SecurityOptions": ["name=seccomp,profile=builtin", "name=rootless", "name=cgroupns"]}}}',
  ],
  check: (view, answer) => {
    if (view.info === undefined)
      return answer.notApplicable({ en: 'the daemon was not asked', 'zh-CN': '未查询守护进程' });
    if (view.info.state === 'unread')
      return answer.couldNotRead(unreadWords('docker info', view.info.code));
    const options = textsOf(objectOf(valueOf(view.info))['SecurityOptions']);
    if (options.some((one) => one.split(',').includes('name=rootless')))
      return answer.passed(asIs('rootless'));
    answer.fail(
      daemonFault(view, {
        name: 'rootless',
        observed: `SecurityOptions: ${options.join(' ') || 'none'}`,
        wanted: 'name=rootless',
        command: 'dockerd-rootless-setuptool.sh install',
      }),
    );
  },
};
