import type { CheckRule } from '../../contract.ts';
import { place, runAgain } from '../fault.ts';
import { escapePaths } from '../escape.ts';
import type { ContainerView } from '../view.ts';
import { filled } from '../../words.ts';
import type { Text } from '../../../model/index.ts';

const several: Text = {
  en: '{path} (and {more} more ways)',
  'zh-CN': '{path}（另有 {more} 种途径）',
};
const wayText: Text = { en: '{id}: {path} [{from}]', 'zh-CN': '{id}：{path} [{from}]' };

/** Settings that together open a way to the host: one finding that names the ways. */
export const escape: CheckRule<ContainerView> = {
  id: 'CTR-ESCAPE',
  aliases: {},
  severity: 'critical',
  family: 'escape',
  title: { en: 'A way out of the container is open', 'zh-CN': '存在逃逸到主机的路径' },
  message: {
    en: '{container} can take over the host: {path}',
    'zh-CN': '{container} 可以接管主机：{path}',
  },
  why: {
    en: 'Each of these settings may have its reason; together they are a published way from the container to root on the host.',
    'zh-CN': '这些设置单独看或许各有理由；组合起来就是公开的逃逸路径，可成为主机 root。',
  },
  advice: {
    en: 'Close one link of the chain: the finding lists the settings that form it.',
    'zh-CN': '切断链条中的任意一环：结果中列出了构成它的设置。',
  },
  references: ['https://attack.mitre.org/techniques/T1611/'],
  bad: [
    '{"Name": "/web", "HostConfig": {"Privileged": true}}',
    '{"Name": "/web", "HostConfig": {"Binds": ["/var/run/docker.sock:/s"]}}',
    '{"Name": "/web", "HostConfig": {"PidMode": "host", "CapAdd": ["SYS_PTRACE"], "SecurityOpt": ["apparmor=unconfined"]}}',
    '{"Name": "/web", "HostConfig": {"Binds": ["/:/host"]}}',
    '{"Name": "/web", "HostConfig": {"CapAdd": ["SYS_MODULE"]}}',
    '{"Name": "/web", "HostConfig": {"CapAdd": ["DAC_READ_SEARCH"], "Binds": ["/srv:/srv"]}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"PidMode": "host"}}',
    '{"Name": "/web", "HostConfig": {"CapAdd": ["SYS_PTRACE"]}}',
    '{"Name": "/web", "HostConfig": {"Privileged": true}, "Config": {"User": "app"}}',
    '{"Name": "/web", "HostConfig": {"CapAdd": ["DAC_READ_SEARCH"]}}',
    '{"inspect": {"Name": "/web", "HostConfig": {"Privileged": true}}, "daemon": {"SecurityOptions": ["name=userns"]}}',
  ],
  check: (view, answer) => {
    const ways = escapePaths(view);
    const [first] = ways;
    if (first === undefined) return;
    const pointers = [...new Set(ways.flatMap((way) => way.pointers))];
    const [pointer = '', ...others] = pointers;
    const path =
      ways.length === 1 ? first.path : filled(several, { path: first.path, more: ways.length - 1 });
    answer.fail({
      at: place(view, pointer),
      also: others.map((other) => place(view, other)),
      params: { container: view.subject, path },
      evidence: ways.map((way) =>
        filled(wayText, { id: way.id, path: way.path, from: way.pointers.join(', ') }),
      ),
      command: runAgain(view, ''),
    });
  },
};
