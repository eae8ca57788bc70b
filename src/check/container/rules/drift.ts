import { unreadWords } from '../../fact.ts';
import type { CheckRule } from '../../contract.ts';
import { runAgain, shown } from '../fault.ts';
import { judgeChanges } from '../drift.ts';
import type { ContainerView } from '../view.ts';
import { andMore, filled } from '../../words.ts';
import type { Text } from '../../../model/index.ts';

const added: Text = { en: 'added {path}', 'zh-CN': '新增 {path}' };
const deleted: Text = { en: 'deleted {path}', 'zh-CN': '删除 {path}' };
const changed: Text = { en: 'changed {path}', 'zh-CN': '修改 {path}' };

/** Files of the system that differ from the image: what runs is not what was scanned. */
export const drift: CheckRule<ContainerView> = {
  id: 'CTR-DRIFT',
  aliases: {},
  severity: 'high',
  family: 'drift',
  title: { en: 'Container differs from its image', 'zh-CN': '容器与镜像不一致' },
  message: {
    en: '{count} files of the system in {container} are not those of its image',
    'zh-CN': '{container} 中有 {count} 个系统文件与镜像不同',
  },
  why: {
    en: 'Programs and settings that were changed or added after the start were never scanned or signed; an intruder leaves the same trace.',
    'zh-CN': '启动后更改或新增的程序与设置未经扫描和签名；入侵者留下的正是这种痕迹。',
  },
  advice: {
    en: 'Make the container anew from the image, build the change into the image, and start with --read-only.',
    'zh-CN': '从镜像重建容器，把更改做进镜像，并使用 --read-only 启动。',
  },
  references: ['https://docs.docker.com/reference/cli/docker/container/diff/'],
  bad: [
    '{"inspect": {"Name": "/web", "HostConfig": {}}, "changes": {"value": [{"Path": "/usr", "Kind": 0}, {"Path": "/usr/bin", "Kind": 0}, {"Path": "/usr/bin/miner", "Kind": 1}]}}',
    '{"inspect": {"Name": "/web", "HostConfig": {}}, "changes": {"value": [{"Path": "/etc/passwd", "Kind": 0}]}}',
  ],
  good: [
    '{"inspect": {"Name": "/web", "HostConfig": {}}, "changes": {"value": [{"Path": "/tmp/x", "Kind": 1}, {"Path": "/etc", "Kind": 0}, {"Path": "/etc/hosts", "Kind": 0}]}}',
    '{"inspect": {"Name": "/web", "HostConfig": {}}, "changes": {"value": []}}',
    '{"inspect": {"Name": "/web", "HostConfig": {"ReadonlyRootfs": true}}}',
  ],
  check: (view, answer) => {
    if (view.host['ReadonlyRootfs'] === true)
      return answer.passed({
        en: 'the root file system is read-only',
        'zh-CN': '根文件系统为只读',
      });
    if (view.changes === undefined || view.changes.state === 'absent')
      return answer.notApplicable({
        en: 'the changes of the container were not asked for',
        'zh-CN': '未查询该容器的文件更改',
      });
    if (view.changes.state === 'unread')
      return answer.couldNotRead(
        unreadWords({ en: 'changes', 'zh-CN': '文件更改' }, view.changes.code),
      );
    const drifted = judgeChanges(view.changes.value);
    const [first] = drifted;
    if (first === undefined)
      return answer.passed({
        en: `${view.changes.value.length} changes, none in programs or settings`,
        'zh-CN': `${view.changes.value.length} 处更改，均不涉及程序或设置`,
      });
    const some = drifted
      .slice(0, 5)
      .map(({ path, kind }) =>
        filled(kind === 1 ? added : kind === 2 ? deleted : changed, { path: shown(path) }),
      );
    answer.fail({
      at: { file: { path: shown(first.path) }, container: { id: view.id, name: view.subject } },
      params: { container: view.subject, count: drifted.length },
      evidence: [
        ...some,
        ...(drifted.length > 5 ? [andMore(drifted.length - 5)] : []),
        { en: 'wanted none (from docker diff)', 'zh-CN': '应没有任何更改（来自 docker diff）' },
      ],
      command: runAgain(view, '--read-only'),
    });
  },
};
